"""The server's temporary folder: held while it runs, removed afterwards, also when the server was killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from graphs import write_build

from kg.serve.spool import Spool, clear_leftovers

ROOT = Path(__file__).parents[1]


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A temporary directory for this test alone."""
    path = tmp_path / "temporary"
    path.mkdir()
    monkeypatch.setenv("TMPDIR", str(path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    yield path


def leftover(directory: Path, name: str = "kg-serve-left") -> Path:
    """What a killed server leaves behind."""
    folder = directory / name
    folder.mkdir(mode=0o700)
    (folder / "0").write_bytes(b"half an answer")
    return folder


def test_a_folder_is_held_until_it_is_closed(temporary: Path) -> None:
    one, two = Spool(), Spool()
    assert one.path != two.path and one.path.stat().st_mode & 0o777 == 0o700
    (one.path / "0").write_bytes(b"an answer")
    clear_leftovers(temporary)
    assert set(temporary.iterdir()) == {one.path, two.path}
    assert (one.path / "0").read_bytes() == b"an answer"
    one.close()
    two.close()
    assert not list(temporary.iterdir())


def test_leftovers_go_when_a_server_starts(temporary: Path) -> None:
    leftover(temporary)
    spool = Spool()
    assert list(temporary.iterdir()) == [spool.path]
    spool.close()


def test_what_is_no_leftover_stays(temporary: Path, tmp_path: Path) -> None:
    outside = leftover(tmp_path, "outside")
    (temporary / "kg-serve-link").symlink_to(outside)
    (temporary / "kg-serve-file").write_text("mine")
    leftover(temporary, "kg-serve-open").chmod(0o755)
    leftover(temporary, "something-else")
    nested = leftover(temporary, "kg-serve-nested")
    (nested / "a-folder").mkdir()
    (leftover(temporary, "kg-serve-linking") / "link").symlink_to(outside / "0")
    clear_leftovers(temporary)
    found = {path.name for path in temporary.iterdir()}
    assert found == {"kg-serve-link", "kg-serve-file", "kg-serve-open", "something-else", "kg-serve-nested"}
    assert (outside / "0").read_bytes() == b"half an answer" and (nested / "a-folder").is_dir()
    clear_leftovers(temporary / "missing")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder to somebody else")
def test_folders_of_others_stay(temporary: Path) -> None:
    os.chown(leftover(temporary), 12345, 12345)
    clear_leftovers(temporary)
    assert (temporary / "kg-serve-left" / "0").exists()


def test_what_a_killed_server_leaves_goes_at_the_next_start(temporary: Path, tmp_path: Path) -> None:
    build = write_build(tmp_path / "build")
    command = [sys.executable, "-m", "kg", "serve", "--build", str(build), "--port", "0", "--workers", "1"]
    left: set[Path] = set()
    for end in (signal.SIGKILL, signal.SIGINT):
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout is not None
            address = server.stdout.readline().strip()
            answer = httpx.get(f"{address}sparql", params={"query": "ASK {}"}, timeout=60)
            assert answer.status_code == 200
            (folder,) = temporary.iterdir()  # its own: what the killed one left is gone
            assert folder not in left
            left.add(folder)
            server.send_signal(end)
        assert list(temporary.iterdir()) == ([folder] if end == signal.SIGKILL else [])
