"""What importing costs, what each room may import, and what the package offers by name."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import penchant
from penchant.memory.errors import PenchantError

ROOT = Path(__file__).parents[1]
ROOMS = ("app", "memory", "tools", "agent", "ui")
HEAVY = (
    "torch",
    "chromadb",
    "langchain",
    "langchain_core",
    "langgraph",
    "gradio",
    "plotly",
    "sentence_transformers",
    "transformers",
    "openai",
    "sqlalchemy",
)


def python(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, cwd=ROOT / "docs"
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def heavy_after(code: str) -> set[str]:
    loaded = python(f"{code}\nimport sys; print(*sys.modules)").splitlines()[-1].split()
    return set(HEAVY) & set(loaded)


@pytest.mark.parametrize(
    "code",
    [
        "import penchant",
        "from penchant import cli; cli.build()",
        "from penchant.memory.errors import PenchantError",
    ],
)
def test_importing_the_front_door_loads_nothing_heavy(code: str) -> None:
    assert heavy_after(code) == set()


def test_the_version_is_printed_without_anything_heavy() -> None:
    code = (
        "import sys\nfrom penchant.cli import main\nsys.argv = ['penchant', '--version']\n"
        "try: main()\nexcept SystemExit as end: assert not end.code"
    )
    assert heavy_after(code) == set()


RECOMMEND = """
import re, sys, zlib
from pathlib import Path
import numpy as np, penchant
from penchant.cli import build

class Words:
    dimension, fingerprint = 32, "test:words:32"
    def encode(self, texts):
        rows = np.full((len(texts), 32), 0.01, np.float32)
        for row, text in zip(rows, texts):
            for word in re.findall(r"\\w+", text.lower()):
                row[zlib.crc32(word.encode()) % 32] += 1
            row /= np.linalg.norm(row)
        return rows

def opener(store, **options):
    return penchant.open(store, embedder=Words(), **options)

def run(*words):
    try:
        build(opener)(["--store", {store!r}, *words])
    except SystemExit as end:
        assert not end.code, (words, end.code)

run("import", "items", {items!r})
run("recommend", "mira", "--query", "strong tea")
"""


def test_recommending_loads_neither_the_page_nor_the_agents_framework(tmp_path: Path) -> None:
    items = tmp_path / "items.csv"
    items.write_text("id,title,category\n1,Assam,Black tea\n2,Longjing,Green tea\n", "utf-8")
    code = RECOMMEND.format(store=str(tmp_path / "store"), items=str(items))
    heavy = heavy_after(code)
    assert "sqlalchemy" in heavy, "the real store was used"
    assert not heavy & {"gradio", "plotly", "langchain", "langchain_core", "langgraph", "openai"}


def test_rooms_import_one_way_and_each_framework_has_one_place() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=100,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_module_of_the_front_door_is_in_the_highest_layer() -> None:
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = {c["id"]: c for c in pyproject["tool"]["importlinter"]["contracts"]}
    highest = contracts["rooms"]["layers"][0]
    listed = {name.strip() for name in highest.split(":")}
    there = {f"penchant.{path.stem}" for path in (ROOT / "app").glob("*.py")}
    assert listed == there - {"penchant.__init__"}


def files() -> list[Path]:
    folders = [ROOT / name for name in (*ROOMS, "tests", "examples", "bench", "docs")]
    return [path for folder in folders for path in sorted(folder.rglob("*.py"))]


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.relative_to(ROOT)} imports relatively"
            names.add((node.module or "").split(".")[0])
    return names


def test_no_file_imports_a_room_by_its_bare_name() -> None:
    paths = files()
    assert len(paths) > 30
    found = {str(path.relative_to(ROOT)): imported(path) & set(ROOMS) for path in paths}
    assert {path: names for path, names in found.items() if names} == {}


def test_the_public_names_are_there_and_documented() -> None:
    assert {"open", "Penchant", "PenchantContext", "PenchantError"} <= set(penchant.__all__)
    assert len(set(penchant.__all__)) == len(penchant.__all__)
    for name in penchant.__all__:
        thing = getattr(penchant, name)
        assert name.startswith("__") or thing.__doc__, name
    assert set(penchant.__all__) <= set(dir(penchant))


def test_every_error_of_ours_has_the_same_root() -> None:
    from penchant.memory import errors

    ours = [thing for thing in vars(errors).values() if isinstance(thing, type)]
    assert len(ours) > 8
    assert all(issubclass(thing, PenchantError) for thing in ours)
