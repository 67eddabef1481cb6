/** What the scripts say, in the page's language: written in English where it is used, and in Chinese in zh.json. */
import zh from "./zh.json";

const spoken = document.documentElement.lang === "zh" ? zh : {};

/** Whether the page is in Chinese. */
export const chinese = spoken === zh;

/** Say a text, with the fields in braces filled by `values`. */
export function say(text, values = {}) {
  return (spoken[text] ?? text).replace(/\{(\w+)\}/g, (field, name) => values[name] ?? field);
}
