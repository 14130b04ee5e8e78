"""The files around the code: what is written down exists, and the package leaves nothing out."""

from __future__ import annotations

import re
import shlex
import tomllib
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

import pytest
import typer

import penchant
from penchant.cli import build

ROOT = Path(__file__).parents[1]
SKIPPED = {"build", "dist", "__pycache__"}
TEXTS = {"", ".py", ".md", ".toml", ".txt", ".yml", ".cfg", ".sh"}
ROOMS = {"app": "penchant"} | {
    room: f"penchant.{room}" for room in ("memory", "tools", "agent", "ui")
}


@cache
def pyproject() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def text_of(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def texts() -> list[Path]:
    found = [
        path
        for path in ROOT.rglob("*")
        if path.is_file()
        and path.suffix in TEXTS
        and not any(
            part in SKIPPED or (part.startswith(".") and part != ".ci")
            for part in path.relative_to(ROOT).parts
        )
    ]
    assert len(found) > 40
    return found


def commands() -> set[str]:
    group = typer.main.get_command(build())
    names = set(group.commands)
    groups = {name: found.commands for name, found in group.commands.items() if _is_group(found)}
    return names | {f"{name} {sub}" for name, subs in groups.items() for sub in subs}


def _is_group(command: object) -> bool:
    return isinstance(command, typer.core.TyperGroup)


def code_of(markdown: str) -> str:
    blocks = re.findall(r"^```sh\n(.*?)^```", markdown, re.DOTALL | re.MULTILINE)
    return "\n".join([*blocks, *re.findall(r"(?<!`)`([^`]+)`(?!`)", markdown)])


@pytest.mark.parametrize("name", ["README.md", "docs/cli.md"])
def test_every_command_that_is_written_down_exists(name: str) -> None:
    known, seen = commands(), set()
    for line in code_of(text_of(name)).splitlines():
        match = re.match(
            r"(?:\.venv/bin/)?penchant (?:--store \S+ )?((?:import|items|rules) \w+|[a-z]+)", line
        )
        if match:
            assert match[1] in known, line
            seen.add(match[1])
    assert seen or name != "README.md"


def test_the_reference_lists_every_command_and_every_option() -> None:
    reference = text_of("docs/cli.md")
    group = typer.main.get_command(build())
    single = list(group.commands.values())
    groups = {name for name, command in group.commands.items() if _is_group(command)}
    for name in commands() - groups:
        assert re.search(rf"\| `{name}[ `]", reference), name
    for name in groups:
        single += group.commands[name].commands.values()
    for command in single:
        for option in (o for p in command.params for o in p.opts if o.startswith("--")):
            assert option in reference, (command.name, option)


@pytest.mark.parametrize("name", ["README.md", "docs/cli.md", "docs/decisions.md"])
def test_make_targets_and_files_that_are_written_down_exist(name: str) -> None:
    text, makefile = text_of(name), text_of("Makefile")
    for target in re.findall(r"\bmake ([a-z]+)\b", code_of(text)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
    for link in re.findall(r"\]\(([^)#]+)\)", text):
        if "://" not in link:
            assert (ROOT / name).parent.joinpath(link).exists(), link


def test_the_readmes_catalog_example_is_one_that_can_be_read() -> None:
    readme = text_of("README.md")
    rows = re.search(r"<<'END'\n(.*?)^END", readme, re.DOTALL | re.MULTILINE)
    command = re.search(r"^penchant .*import items .*$", readme, re.MULTILINE)
    assert rows
    assert command
    columns = rows[1].splitlines()[0].split(",")
    mapped = [word.split("=")[1] for word in shlex.split(command[0]) if "=" in word]
    assert mapped
    assert set(mapped) <= set(columns)


def test_the_changelog_has_an_open_section() -> None:
    changelog = text_of("CHANGELOG.md")
    assert "## [Unreleased]" in changelog
    assert pyproject()["project"]["version"] in changelog


def test_the_package_and_its_metadata_agree_on_the_version() -> None:
    assert penchant.__version__ == pyproject()["project"]["version"]


def test_every_dependency_has_its_line_in_the_decisions() -> None:
    decisions = text_of("docs/decisions.md")
    project = pyproject()["project"]
    extras = project["optional-dependencies"]
    for requirement in [*project["dependencies"], *extras["ui"], *extras["offline"]]:
        name = re.split(r"[^\w-]", requirement)[0]
        assert f"**{name}**" in decisions, name
    for requirement in extras["dev"]:
        name = re.split(r"[^\w-]", requirement)[0].removeprefix("pytest-")
        assert name in decisions, name
    for extra in extras:
        assert f"**{extra}**" in decisions


def test_nothing_names_a_folder_of_somebodys_machine() -> None:
    pattern = re.compile(r"(?:^|[^\w.~:/-])/(?:home|root|work|tmp|Users|mnt|srv)/\w", re.MULTILINE)
    found = {
        str(path.relative_to(ROOT)): match[0]
        for path in texts()
        if path.name != Path(__file__).name
        and (match := pattern.search(path.read_text("utf-8", "replace")))
    }
    assert found == {}


def test_every_folder_of_code_is_a_package_that_gets_installed() -> None:
    there = set()
    for room, package in ROOMS.items():
        for init in (ROOT / room).rglob("__init__.py"):
            inside = init.parent.relative_to(ROOT / room).parts
            there.add(".".join((package, *inside)))
    assert set(pyproject()["tool"]["setuptools"]["packages"]) == there
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            assert (path.parent / "__init__.py").exists(), path


def test_every_file_beside_the_code_is_installed_with_it() -> None:
    patterns = pyproject()["tool"]["setuptools"]["package-data"]
    for room, package in ROOMS.items():
        for path in (ROOT / room).rglob("*"):
            if not path.is_file() or path.suffix in (".py", ".pyc"):
                continue
            name = ".".join((package, *path.parent.relative_to(ROOT / room).parts))
            assert any(fnmatch(path.name, pattern) for pattern in patterns.get(name, ())), path


def test_continuous_integration_calls_the_same_command_as_a_person() -> None:
    script = ROOT / ".ci" / "run"
    lines = [line.strip() for line in script.read_text("utf-8").splitlines()]
    calls = [line for line in lines if line and not line.startswith(("#", "set ", "cd "))]
    assert calls == ["make test"]
    assert script.stat().st_mode & 0o111


def test_what_is_built_stays_out_of_the_repository() -> None:
    ignored = text_of(".gitignore").split()
    for name in ("/build/", "/.venv/", "__pycache__/"):
        assert name in ignored
