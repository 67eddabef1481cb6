"""A real browser on a real server; every page is watched while a test looks at it.

The browser is the machine's Chromium: `SINOGRAPH_CHROMIUM` names it, or it is found on the path.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import sync_playwright

from browser.chromium import CHROMIUM
from conformance.serving import serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

    from sinograph.release import Release

AXE: Final = Path(__file__).parents[2] / "server/web/node_modules/axe-core/axe.min.js"
NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
BUNDLES: Final = Path(__file__).parents[2] / "server/sinograph/web/static/dist/manifest.json"

WCAG: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

WITHOUT_BROWSER: Final = (
    "NO BROWSER, SO THE PAGES ARE NOT TESTED: install Chromium (on Debian: apt-get install chromium) or name it in "
    "SINOGRAPH_CHROMIUM"
)
WITHOUT_BUNDLES: Final = (
    "THE PAGES HAVE NO SCRIPTS, SO THEY ARE NOT TESTED: run `make setup` where an npm registry can be reached"
)

SHIFTS: Final = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({type: "layout-shift", buffered: true});
"""


@dataclass
class Watch:
    """What must not happen while a page is looked at.

    :param origin: the only place that may be asked for anything
    :param faults: what happened all the same
    :param expected: parts of console messages that a test provokes
    """

    origin: str
    faults: list[str] = field(default_factory=list)
    expected: tuple[str, ...] = ()

    def on_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not any(part in message.text for part in self.expected):
            self.faults.append(f"console: {message.text}")

    def on_error(self, error: object) -> None:
        self.faults.append(f"error: {error}")

    def on_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if f"{parts.scheme}://{parts.netloc}" != self.origin and parts.scheme not in {"data", "blob"}:
            self.faults.append(f"request to another host: {request.url}")


def path_of_chromium() -> str | None:
    return CHROMIUM or next((path for name in NAMES if (path := shutil.which(name))), None)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One browser for all these tests; it ends with them, because its event loop is in no one else's way then."""
    path = path_of_chromium()
    if path is None:
        pytest.skip(WITHOUT_BROWSER)
    if not BUNDLES.exists():
        pytest.skip(WITHOUT_BUNDLES)
    arguments = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def address(
    browser: Browser,  # noqa: ARG001
    real_release: Release,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """The address of a server process on the real graph; without a browser none is started."""
    settings = {"SINOGRAPH_RELEASES": str(real_release.path.parent), "SINOGRAPH_QUERY_SECONDS": "60"}
    with serving(tmp_path_factory.mktemp("temporary"), "--workers", "1", **settings) as address:
        yield address


@pytest.fixture
def watch(address: str) -> Watch:
    """What is watched for while the test runs."""
    return Watch(address)


@pytest.fixture
def open_context(browser: Browser, address: str, watch: Watch) -> Iterator[Callable[..., BrowserContext]]:
    """Open contexts, each as with a browser of its own; what happens in them is watched."""
    contexts = []

    def opened(**options: Any) -> BrowserContext:
        context = browser.new_context(base_url=address, reduced_motion="reduce", **options)
        context.add_init_script(SHIFTS)
        context.on("console", watch.on_console)
        context.on("weberror", lambda error: watch.on_error(error.error))
        context.on("request", watch.on_request)
        contexts.append(context)
        return context

    yield opened
    for context in contexts:
        context.close()
    assert watch.faults == []


@pytest.fixture
def page(open_context: Callable[..., BrowserContext]) -> Page:
    """A page 1440 pixels wide."""
    return open_context(viewport={"width": 1440, "height": 900}).new_page()


@pytest.fixture
def phone(open_context: Callable[..., BrowserContext]) -> Page:
    """A page of a phone in the dark: 390 pixels wide, and touched."""
    options = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "color_scheme": "dark"}
    return open_context(**options).new_page()


@pytest.fixture
def plain(open_context: Callable[..., BrowserContext]) -> Page:
    """A page of a browser that runs no scripts."""
    return open_context(java_script_enabled=False, viewport={"width": 1440, "height": 900}).new_page()


def violations(page: Page) -> list[str]:
    """Return what axe finds against WCAG 2.2 AA, each with the element."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("(tags) => axe.run(document, {runOnly: tags})", WCAG)
    return [f"{each['id']}: {node['html'][:200]}" for each in found["violations"] for node in each["nodes"]]
