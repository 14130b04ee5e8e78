"""Backups made beside a working owner, and stores restored from them: whole or not at all."""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from conftest import Clock, WordEmbedder
from test_cli import Shop, item_file

import penchant
from penchant.memory.backup import back_up, restore
from penchant.memory.embed.embedder import Embedder
from penchant.memory.errors import (
    BadInput,
    PenchantError,
    ReadOnlyStore,
    StoreBusy,
    StoreDamaged,
    StoreTooNew,
)
from penchant.memory.memory import Memory
from penchant.memory.store.archive import unpack

HERE = Path(__file__).parent
SECRET = "my heart belongs to the lighthouse keeper of Skomvaer"
KEPT = "something slow about the quiet sea"


def environ() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(HERE), *sys.path])}


def talk(memory: Memory, turns: int = 3) -> None:
    for number in range(turns):
        memory.record(user="ann", kind="turn", text=f"{KEPT}, number {number}")
        memory.record(user="ben", kind="like", item=f"m{number}")


@pytest.fixture
def archive(memory: Memory, tmp_path: Path, clock: Clock) -> Path:
    """A backup of a store in which ann and ben have said and done three things each."""
    talk(memory)
    return back_up(memory.folder, tmp_path / "kept.tar.gz", at=clock())[0]


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


# -- what comes back ---------------------------------------------------------------------------


@pytest.fixture
def shop(tmp_path: Path, clock: Clock) -> Shop:
    made = Shop(tmp_path / "store", WordEmbedder(), clock)
    with made.open(made.store, catalog=item_file(tmp_path)) as product:
        product.record("mira", kind="like", item="t2")
        product.record("mira", text="I love green tea")
        clock.forward(days=1)
        product.record("noor", kind="purchase", item="t4")
    clock.forward(days=1)
    return made


def answers(product: penchant.Penchant) -> dict[str, Any]:
    profile = product.profile("mira")
    return {
        "profile": [(i.label, i.mass, i.share, i.evidence) for i in profile.likes],
        "ranked": [(r.item, r.score) for r in product.recommend("mira", n=5).items],
        "recall": [(e.id, round(c, 5)) for e, c in product.memory.recall("mira", "green tea", 5)],
        "catalog": list(product.recommender.catalog.items),
        "export": [line for line in product.export("mira") if line["kind"] != "impression"],
        "embedder": product.memory.embedder.fingerprint,
        "store": product.memory.journal.store_id,
    }


def test_a_restored_store_answers_as_at_the_backup(shop: Shop, tmp_path: Path) -> None:
    with shop.opened() as product:
        product.backup(tmp_path / "kept.tar.gz")
        before = answers(product)
        product.record("mira", kind="dislike", item="t4")
    done = shop.run("restore", str(tmp_path / "kept.tar.gz"), "--store", str(tmp_path / "new"))
    assert "vector memory is rebuilt" in done.stdout
    with shop.open(tmp_path / "new") as product:
        after = answers(product)
        assert not any(product.memory.difference())
        assert not product.memory.repairs
    assert after == before
    assert len(before["recall"]) >= 2


def test_a_backup_gets_a_name_in_a_folder_and_says_what_it_holds(
    shop: Shop, tmp_path: Path
) -> None:
    (tmp_path / "safe").mkdir()
    found = shop.json("backup", str(tmp_path / "safe"))
    file = Path(found["file"])
    assert file.parent == tmp_path / "safe"
    assert file.name.startswith("store-")
    assert file.name.endswith(".tar.gz")
    assert names(file.parent) == {file.name}
    with shop.opened() as product:
        journal = product.memory.journal
        assert found["holds"]["sequence"] == journal.head()
        assert found["holds"]["entries"] == journal.count()
        assert found["holds"]["store"] == journal.store_id
        assert found["holds"]["embedder"] == "words:1:64"
        assert found["holds"]["people"] == 2
    assert found["bytes"] == file.stat().st_size
    assert oct(file.stat().st_mode)[-2:] != "77"


def test_a_file_that_is_there_is_replaced_only_by_force(shop: Shop, tmp_path: Path) -> None:
    file = tmp_path / "kept.tar.gz"
    file.write_text("mine")
    assert "--force" in shop.run("backup", str(file), code=2).stderr
    assert file.read_text() == "mine"
    shop.run("backup", str(file), "--force")
    shop.run("restore", str(file), "--store", str(tmp_path / "new"))


def test_a_backup_of_nothing_or_into_the_store_is_refused(shop: Shop, tmp_path: Path) -> None:
    target = str(tmp_path / "kept.tar.gz")
    assert "no store" in shop.run("backup", target, "--store", str(tmp_path / "no"), code=2).stderr
    assert not (tmp_path / "no").exists()
    assert "erased" in shop.run("backup", str(shop.store), code=2).stderr
    assert "no folder" in shop.run("backup", str(tmp_path / "x" / "y.tar.gz"), code=2).stderr
    assert not Path(target).exists()


# -- what is not in it -------------------------------------------------------------------------


def test_what_was_erased_is_in_no_backup(memory: Memory, tmp_path: Path, clock: Clock) -> None:
    talk(memory)
    memory.record(user="cay", kind="turn", text=SECRET)
    memory.forget("cay")
    talk(memory)  # the log is in use again
    file, held = back_up(memory.folder, tmp_path / "kept.tar.gz", at=clock())
    with tarfile.open(file) as tar:
        contents = b"".join(tar.extractfile(member).read() for member in tar.getmembers())
    assert KEPT.encode() in contents
    assert SECRET.encode() not in contents
    assert b"cay" not in contents
    assert held.people == 2


def test_a_store_that_nobody_closed_is_backed_up_with_its_log(
    memory: Memory, tmp_path: Path, clock: Clock, embedder: Embedder
) -> None:
    talk(memory)
    left = shutil.copytree(memory.folder, tmp_path / "left", ignore=lambda *_: {"journal.db-shm"})
    assert (left / "journal.db-wal").stat().st_size > 0
    file, held = back_up(left, tmp_path / "kept.tar.gz", at=clock())
    assert held.entries == 6
    restore(file, tmp_path / "new", at=clock())
    with Memory.open(tmp_path / "new", embedder, clock=clock) as again:
        assert [e.id for e in again.entries()] == [e.id for e in memory.entries()]


# -- while another process is at it ---------------------------------------------------------------

WRITER = """
import sys
from pathlib import Path
from conftest import Clock, WordEmbedder
from crashes import NOW
from penchant.memory.memory import Memory
from penchant.memory.records import Entry
memory = Memory.open(Path(sys.argv[1]), WordEmbedder(), clock=Clock(NOW))
for number in range(1_000_000):
    pair = [Entry(id=f"{number}.{part}", kind="view", user="ann", item=f"m{number}",
                  occurred_at=NOW, recorded_at=NOW) for part in (0, 1)]
    memory.record_all(pair, {})
    print(number, flush=True)
"""


@contextmanager
def writing(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that owns the store and writes entries two by two until the end."""
    command = [sys.executable, "-c", WRITER, str(folder)]
    with subprocess.Popen(command, env=environ(), stdout=subprocess.PIPE, text=True) as writer:
        try:
            assert writer.stdout is not None
            for _ in range(20):
                assert writer.stdout.readline()
            yield writer
            assert writer.poll() is None
        finally:
            writer.kill()


def test_a_backup_beside_a_writing_owner_is_one_state_of_it(
    tmp_path: Path, clock: Clock, embedder: Embedder
) -> None:
    held = []
    with writing(tmp_path / "store"):
        for number in range(3):
            time.sleep(0.1)
            file, manifest = back_up(tmp_path / "store", tmp_path / f"{number}.gz", at=clock())
            held.append(manifest.entries)
            restore(file, tmp_path / f"new{number}", at=clock())
    assert held[0] < held[1] < held[2]
    for number, entries in enumerate(held):
        with Memory.open(tmp_path / f"new{number}", embedder, clock=clock) as memory:
            found = [entry.id for entry in memory.entries()]
            assert found == [f"{n}.{part}" for n in range(entries // 2) for part in (0, 1)]
            assert memory.journal.head() == entries
            memory.record(user="ann", kind="view", item="m1")


def test_a_store_in_use_is_not_restored_over(tmp_path: Path, archive: Path, clock: Clock) -> None:
    with writing(tmp_path / "used"):
        before = (tmp_path / "used" / "journal.db").stat().st_ino
        shop = Shop(tmp_path / "used", WordEmbedder(), clock)
        said = shop.run("restore", str(archive), "--force", code=3).stderr
        assert "in use by process" in said
        with pytest.raises(StoreBusy):
            restore(archive, tmp_path / "used", at=clock(), force=True)
        assert (tmp_path / "used" / "journal.db").stat().st_ino == before
    assert not [name for name in names(tmp_path) if name.startswith("used.")]


# -- restoring over a store --------------------------------------------------------------------


def test_a_store_that_is_there_is_moved_aside_by_force_alone(
    tmp_path: Path, archive: Path, clock: Clock, embedder: Embedder
) -> None:
    folder = tmp_path / "other"
    with Memory.open(folder, embedder, clock=clock) as other:
        other.record(user="dov", kind="like", item="m9")
    shop = Shop(folder, WordEmbedder(), clock)
    assert "--force" in shop.run("restore", str(archive), code=2).stderr
    with Memory.open(folder, embedder, clock=clock) as other:
        assert other.journal.users() == ["dov"]
    for moved in (1, 2):
        said = shop.json("restore", str(archive), "--force")
        assert Path(said["aside"]).name.startswith("other.before-")
        assert len([name for name in names(tmp_path) if name.startswith("other.")]) == moved
        with Memory.open(folder, embedder, clock=clock) as memory:
            assert memory.journal.users() == ["ann", "ben"]
        if moved == 1:
            with Memory.open(Path(said["aside"]), embedder, clock=clock) as old:
                assert old.profile("dov").liked == {"m9"}


def test_a_folder_that_is_no_store_is_never_moved(
    tmp_path: Path, archive: Path, clock: Clock
) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "one.txt").write_text("dear")
    with pytest.raises(BadInput, match="no store"):
        restore(archive, tmp_path / "letters", at=clock(), force=True)
    with pytest.raises(BadInput, match="is a file"):
        restore(archive, tmp_path / "letters" / "one.txt", at=clock(), force=True)
    (tmp_path / "empty").mkdir()
    assert restore(archive, tmp_path / "empty", at=clock()).aside is None


def test_restore_is_there_in_python_too(tmp_path: Path, archive: Path, clock: Clock) -> None:
    done = penchant.restore(archive, tmp_path / "new", clock=clock)
    with penchant.open(tmp_path / "new", embedder=WordEmbedder(), model="offline") as product:
        assert product.memory.journal.count() == done.manifest.entries == 6


# -- archives that cannot be used ----------------------------------------------------------------


def repacked(archive: Path, **changes: Any) -> list[tuple[str, bytes]]:
    """The members of ``archive``, with ``changes`` made to its manifest."""
    with tarfile.open(archive) as tar:
        held = [(member.name, tar.extractfile(member).read()) for member in tar.getmembers()]
    manifest = json.loads(held[0][1]) | changes
    return [(held[0][0], json.dumps(manifest).encode()), *held[1:]]


def write(file: Path, members: list[tuple[str, bytes]], kind: bytes = tarfile.REGTYPE) -> None:
    with tarfile.open(file, "w:gz") as tar:
        for name, content in members:
            member = tarfile.TarInfo(name)
            member.size = len(content)
            if name == "journal.db":
                member.type = kind
                member.linkname = "/etc/hostname"
            tar.addfile(member, io.BytesIO(content))


def cut_off(file: Path) -> None:
    os.truncate(file, file.stat().st_size * 2 // 3)


def flipped(at: int) -> Callable[[Path], None]:
    def change(file: Path) -> None:
        content = bytearray(file.read_bytes())
        content[at] ^= 0xFF
        file.write_bytes(content)

    return change


def another_journal(file: Path) -> None:
    manifest, (name, content) = repacked(file)
    write(file, [manifest, (name, content[:-1] + b"!")])


def escaping(name: str) -> Callable[[Path], None]:
    def change(file: Path) -> None:
        (manifest, (_, content)) = repacked(file)
        write(file, [manifest, (name, content)])

    return change


def more(file: Path) -> None:
    write(file, [*repacked(file), ("../more", b"x")])


def said(**changes: Any) -> Callable[[Path], None]:
    return lambda file: write(file, repacked(file, **changes))


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (lambda file: file.write_bytes(b""), BadInput),
        (lambda file: file.write_bytes(os.urandom(5000)), BadInput),
        (lambda file: file.unlink(), BadInput),
        (lambda file: write(file, [("readme.txt", b"hello")]), BadInput),
        (lambda file: write(file, [("manifest.json", b"[1, 2")]), BadInput),
        (lambda file: write(file, [("manifest.json", b"7")]), BadInput),
        (lambda file: write(file, repacked(file)[:1]), BadInput),
        (lambda file: write(file, repacked(file), tarfile.SYMTYPE), BadInput),
        (lambda file: write(file, repacked(file), tarfile.LNKTYPE), BadInput),
        (cut_off, BadInput),
        (flipped(0), BadInput),
        (flipped(200), BadInput),
        (flipped(-8), BadInput),
        (flipped(-1), BadInput),
        (another_journal, BadInput),
        (escaping("../journal.db"), BadInput),
        (escaping("/journal.db"), BadInput),
        (more, BadInput),
        (said(entries=7), BadInput),
        (said(store="0" * 32), BadInput),
        (said(bytes="many"), BadInput),
        (said(product="another"), BadInput),
        (said(sha256="0" * 64), BadInput),
        (said(more=1), BadInput),
        (said(format=2), StoreTooNew),
        (said(schema=99), StoreTooNew),
    ],
)
def test_a_file_that_is_no_whole_backup_changes_nothing(
    tmp_path: Path,
    archive: Path,
    memory: Memory,
    clock: Clock,
    change: Callable[[Path], None],
    error: type[PenchantError],
) -> None:
    memory.close()
    change(archive)
    before = names(tmp_path), (memory.folder / "journal.db").read_bytes()
    for folder in (tmp_path / "new", memory.folder):
        with pytest.raises(error):
            restore(archive, folder, at=clock(), force=True)
    assert (names(tmp_path), (memory.folder / "journal.db").read_bytes()) == before


def test_wherever_a_byte_is_damaged_what_is_restored_is_what_was_kept(
    archive: Path, tmp_path: Path
) -> None:
    """A few bytes may be wrong without harm (a file name nobody reads, another way to write a row
    of zeros): such a file still holds the store whole.
    """
    out, whole = tmp_path / "out.db", archive.read_bytes()
    manifest = unpack(archive, out)
    journal, refused = out.read_bytes(), 0
    for at in range(len(whole)):
        out.unlink(missing_ok=True)
        archive.write_bytes(whole)
        flipped(at)(archive)
        try:
            found = unpack(archive, out)
        except BadInput:
            refused += 1
            assert not out.exists()
        else:
            assert (found, out.read_bytes()) == (manifest, journal)
    assert refused > 0.95 * len(whole)


def test_a_damaged_store_is_not_backed_up(memory: Memory, tmp_path: Path, clock: Clock) -> None:
    talk(memory, 40)
    memory.close()
    path = memory.folder / "journal.db"
    os.truncate(path, path.stat().st_size // 2)
    with pytest.raises(StoreDamaged, match="doctor --repair"):
        back_up(memory.folder, tmp_path / "kept.tar.gz", at=clock())
    assert names(tmp_path) == {"store"}


# -- cut short ---------------------------------------------------------------------------------

CUT_SHORT = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from crashes import NOW, kill_at
from penchant.memory import backup
from penchant.memory.store import archive, copies
owner, name = {"copies": copies, "archive": archive, "backup": backup, "Path": Path}[
    sys.argv[2]], sys.argv[3]
kill_at(owner, name, "before", int(sys.argv[4]))
if sys.argv[1] == "backup":
    backup.back_up(Path("store"), Path("kept.tar.gz"), at=NOW)
else:
    backup.restore(Path("kept.tar.gz"), Path("store"), at=NOW, force=True)
"""


def killed(folder: Path, *words: str) -> None:
    command = [sys.executable, "-c", CUT_SHORT, *words]
    done = subprocess.run(command, env=environ(), cwd=folder, timeout=60)
    assert done.returncode == -signal.SIGKILL


@pytest.mark.parametrize(
    "point",
    [
        ("copies", "sync", "1"),
        ("archive", "describe", "1"),
        ("archive", "pack", "1"),
        ("copies", "sync", "2"),
        ("Path", "replace", "1"),
    ],
)
def test_a_killed_backup_leaves_no_file_under_the_name(
    memory: Memory, tmp_path: Path, clock: Clock, point: tuple[str, ...]
) -> None:
    talk(memory)
    memory.close()
    killed(tmp_path, "backup", *point)
    assert not (tmp_path / "kept.tar.gz").exists()
    back_up(memory.folder, tmp_path / "kept.tar.gz", at=clock())
    assert names(tmp_path) == {"store", "kept.tar.gz"}


@pytest.mark.parametrize(
    ("point", "moved"),
    [
        (("archive", "_check", "1"), False),
        (("backup", "_put_in_place", "1"), False),
        (("Path", "rename", "1"), False),
        (("Path", "rename", "2"), True),
    ],
)
def test_a_killed_restore_loses_nothing_and_says_so(
    memory: Memory,
    archive: Path,
    tmp_path: Path,
    clock: Clock,
    embedder: Embedder,
    point: tuple[str, ...],
    moved: bool,
) -> None:
    memory.record(user="dov", kind="like", item="m9")
    memory.close()
    killed(tmp_path, "restore", *point)
    if moved:
        with pytest.raises(StoreDamaged, match=r"cut short: repeat it.*store\.before-"):
            Memory.open(memory.folder, embedder, clock=clock)
        assert not memory.folder.exists()
    else:
        with Memory.open(memory.folder, embedder, clock=clock) as old:
            assert old.profile("dov").liked == {"m9"}
    restore(archive, memory.folder, at=clock(), force=True)
    with Memory.open(memory.folder, embedder, clock=clock) as again:
        assert again.journal.users() == ["ann", "ben"]
    (aside,) = tmp_path.glob("store.before-*")
    assert names(tmp_path) == {"store", "kept.tar.gz", aside.name}
    with Memory.open(aside, embedder, clock=clock) as old:
        assert old.profile("dov").liked == {"m9"}


FULL = """
import resource, sys
from pathlib import Path
from crashes import NOW
from penchant.memory.backup import back_up, restore
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
try:
    if sys.argv[2] == "backup":
        back_up(Path("store"), Path("kept.tar.gz"), at=NOW, force=True)
    else:
        restore(Path("kept.tar.gz"), Path("store"), at=NOW, force=True)
except Exception as error:
    print(type(error).__name__, error)
"""


@pytest.mark.parametrize("limit", [4096, 20_000])
@pytest.mark.parametrize("what", ["backup", "restore"])
def test_a_full_disk_leaves_no_half_file(
    memory: Memory, archive: Path, tmp_path: Path, limit: int, what: str
) -> None:
    memory.close()
    before = names(tmp_path), archive.read_bytes(), (memory.folder / "journal.db").read_bytes()
    command = [sys.executable, "-c", FULL, str(limit), what]
    done = subprocess.run(
        command, env=environ(), cwd=tmp_path, timeout=60, capture_output=True, text=True
    )
    assert done.stdout.startswith("ReadOnlyStore"), done
    after = names(tmp_path), archive.read_bytes(), (memory.folder / "journal.db").read_bytes()
    assert after == before


def test_a_disk_that_fills_up_under_the_archive_leaves_no_half_file(
    memory: Memory, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    talk(memory)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ReadOnlyStore, match="No space left"):
        back_up(memory.folder, tmp_path / "kept.tar.gz", at=clock())
    assert names(tmp_path) == {"store"}
