"""Room: what a whole process holds in memory once it has made lists and recalled something.

Each is measured in a process of its own that has done nothing else: ``python -m bench.speed.room
demo`` with the demo films and the real embedder, or with a number, that many items.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.speed.figure import Figure, figure
from bench.speed.lists import N, live
from bench.speed.world import Clusters, Ticking, catalog_of
from penchant.memory.embed.embedder import Embedder
from penchant.memory.memory import Memory
from penchant.tools.catalog.catalog import Catalog, load_catalog
from penchant.tools.recommender import Recommender

DEMO = "demo"
LISTS = 5


def measure(what: str) -> Figure:
    """The process with the demo films (DEMO), or with so many items."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.speed.room", what],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    return Figure(**json.loads(done.stdout.strip().splitlines()[-1]))


def held(what: str, folder: Path) -> Figure:
    """What this process holds after a few lists and a recall."""
    embedder: Embedder
    if what == DEMO:
        from penchant.memory.embed.minilm import load_embedder

        embedder = load_embedder()
    else:
        embedder = Clusters()
    with Memory.open(folder, embedder, clock=Ticking()) as memory:
        catalog = load_catalog(memory) if what == DEMO else _of_size(what)
        recommender = Recommender(memory, catalog)
        if what != DEMO:
            live(recommender)
        for number in range(LISTS):
            user, item = f"person-{number}", catalog.items[number].id
            memory.record(user=user, kind="turn", text="something quiet about the sea")
            recommender.act(user, "like", item)
            recommender.recommend(user, "something quiet", N)
        memory.recall("person-0", "the sea")
        name = "demo films" if what == DEMO else "items"
        return figure(f"process, {name}", len(catalog), "Penchant", [])


def _of_size(size: str) -> Catalog:
    return catalog_of(int(size), Clusters())


if __name__ == "__main__":
    with TemporaryDirectory(prefix="penchant-speed-") as folder:
        print(json.dumps(asdict(held(sys.argv[1], Path(folder) / "store"))))
