"""One edition of what is served: the data held open, a broker that answers from them, and what web processes need."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, Final

from sinograph.dumps import Shelf
from sinograph.engine import Broker, BrokeredEngine, Limits, running, state_of
from sinograph.holdings import open_holdings
from sinograph.languages import message
from sinograph.web.about import About, about_release
from sinograph.web.allowances import Allowances
from sinograph.web.served import Served

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from sinograph.holdings import Holdings
    from sinograph.settings import Settings

_NUMBERS: Final = count(1)


class Edition:
    """What is served from one moment to another; :meth:`close` gives back all that it holds.

    :param folder: for the broker's socket; nobody else's
    :param data: files to serve as they are, instead of the current release
    :param build: whether to build a release where there is none
    :param report: is told what is opened, built or loaded
    :raises SinographError: where there is nothing to serve, or it is damaged
    """

    def __init__(
        self,
        settings: Settings,
        folder: Path,
        data: Sequence[Path] = (),
        *,
        build: bool = False,
        report: Callable[[str], None] = lambda _: None,
    ) -> None:
        with ExitStack() as held:
            holdings = held.enter_context(open_holdings(settings, data, build=build, verify=True, report=report))
            limits = Limits.of(settings)
            address = folder / f"broker-{next(_NUMBERS)}"
            broker = held.enter_context(running(Broker(holdings.store, holdings.prefixes, limits, address)))
            state = state_of(holdings.store)
            with _asking(BrokeredEngine(address, state, holdings.prefixes, limits)) as engine:
                about = replace(
                    _about(holdings, engine),
                    base=settings.base,
                    texts=holdings.texts,
                    federates=bool(settings.services),
                )
            if holdings.release:
                Shelf(holdings.release).order()  # so that the dumps are there when they are asked for
            self.holdings = holdings
            self._mark = _mark(holdings.store)
            self.broker = broker
            self.served = Served(
                address,
                state,
                holdings.prefixes,
                about,
                limits,
                Allowances.of(settings),
                settings.access_log,
                settings.services,
            )
            self._held = held.pop_all()

    @property
    def name(self) -> str:
        """What the edition is called in messages."""
        if self.holdings.loaded is None:
            return f"release {(self.holdings.release or self.holdings.store).name}"
        files = len(self.holdings.loaded.files)
        return f"{files} file{'' if files == 1 else 's'} with {self.holdings.loaded.quads:,} statements"

    def is_current(self, settings: Settings) -> bool:
        """Tell whether this is the edition of the release that is the current one now.

        :raises SinographError: where there is none
        """
        with open_holdings(settings) as holdings:
            return holdings.store.is_dir() and _mark(holdings.store) == self._mark

    def close(self) -> None:
        """Stop the broker and let go of the data."""
        self._held.close()


def _mark(store: Path) -> tuple[int, int]:
    """Return what tells a folder from another that comes to have its path."""
    status = store.stat()
    return status.st_dev, status.st_ino


@contextmanager
def _asking(engine: BrokeredEngine) -> Iterator[BrokeredEngine]:
    try:
        yield engine
    finally:
        engine.stop()


def _about(holdings: Holdings, engine: BrokeredEngine) -> About:
    """Say for the pages what is served."""
    if holdings.loaded is None:
        return about_release(engine, holdings.digest or "", holdings.questions, holdings.release)
    files = holdings.loaded.files
    return About(
        name="SPARQL endpoint",
        summary=message("RDF files, served as they are."),
        numbers=[(message("files"), len(files)), (message("statements"), holdings.loaded.quads)],
        sources=[file.name for file in files],
        prefixes={},
    )
