/** Ask the server, show what it answers, and stop asking when that is wished. */
import { say } from "./phrases.js";

const LONGEST = 6000; // characters of an address; a longer query is sent, and its answer has no address

export class Asking {
  constructor(form, editor, { results, faults, recent }) {
    Object.assign(this, { form, editor, results, faults, recent });
    this.button = form.querySelector("[type=submit]");
    this.words = this.button.textContent;
    this.running = null;
  }

  /** Ask, or stop what is being asked. */
  toggle() {
    if (this.running) this.stop();
    else this.ask();
  }

  /** End what is being asked; the server ends the query of a client that goes away. */
  stop() {
    this.running?.abort();
    this.running = null;
    this.button.textContent = this.words;
    this.results.idle();
  }

  async ask() {
    this.stop();
    const running = new AbortController();
    this.running = running;
    this.button.textContent = say("Stop");
    this.faults.clear();
    this.results.busy();
    const query = this.editor.getValue();
    const start = performance.now();
    const answer = await this.answer(query, running.signal);
    if (this.running !== running) return;
    this.stop();
    if (answer.fault) {
      this.results.clear();
      return this.faults.show(answer.fault);
    }
    const address = this.address(query);
    history.pushState(null, "", address.href.length <= LONGEST ? address : this.form.action);
    this.results.show(answer.page, (performance.now() - start) / 1000);
    this.recent.add(query);
  }

  /** Return the answer as a page, from which its part is taken; what is wrong comes as problem JSON. */
  async answer(query, signal) {
    const headers = { Accept: "text/html, application/problem+json" };
    const address = this.address(query);
    const long = address.href.length > LONGEST;
    const sent = long ? { method: "POST", headers, signal, body: address.searchParams } : { headers, signal };
    try {
      const answer = await fetch(long ? address.pathname : address, sent);
      if (answer.ok) return { page: new DOMParser().parseFromString(await answer.text(), "text/html") };
      return { fault: await answer.json() };
    } catch {
      return { fault: { detail: say("The server did not answer."), remedy: say("ask again") } };
    }
  }

  address(query) {
    const address = new URL(this.form.action, location.href);
    const evidence = this.form.elements.evidence?.checked ? { evidence: "true" } : {};
    address.search = new URLSearchParams({ query, ...evidence });
    return address;
  }
}
