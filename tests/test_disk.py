"""Files that are replaced at one stroke, and what says that a disk is full."""

from __future__ import annotations

import errno
import os
import sqlite3
import subprocess
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.disk import full_disk, reason, replacing
from kg.errors import StoreError


def test_a_file_is_replaced_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "file"
    for text in (b"first", b"second"):
        before = path.read_bytes() if path.exists() else None
        with replacing(path) as out:
            out.write(text)
            out.flush()
            assert (path.read_bytes() if path.exists() else None) == before
        assert path.read_bytes() == text
    with pytest.raises(RuntimeError), replacing(path) as out:
        out.write(b"half")
        raise RuntimeError
    assert path.read_bytes() == b"second" and list(tmp_path.iterdir()) == [path]


def test_a_link_keeps_pointing_where_it_did(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"older")
    (tmp_path / "link").symlink_to("file")
    with replacing(tmp_path / "link") as out:
        out.write(b"newer")
    assert (tmp_path / "link").is_symlink() and (tmp_path / "file").read_bytes() == b"newer"


def test_a_pipe_is_written_to(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with subprocess.Popen(["cat", str(tmp_path / "pipe")], stdout=subprocess.PIPE) as reader:
        with replacing(tmp_path / "pipe") as out:
            out.write(b"text")
        assert reader.communicate()[0] == b"text"
    assert (tmp_path / "pipe").is_fifo()


def test_a_device_stays_one() -> None:
    with replacing(Path("/dev/null")) as out:
        out.write(b"text")
    assert Path("/dev/null").is_char_device()


def test_every_way_to_say_that_the_disk_is_full(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "full.sqlite") as database:
        database.execute("PRAGMA max_page_count = 2")
        with pytest.raises(sqlite3.Error) as by_sqlite:
            database.execute("CREATE TABLE large AS SELECT zeroblob(100000) AS data")
    database.close()
    assert full_disk(by_sqlite.value)
    if Path("/dev/full").exists():
        quad = ox.Triple(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.NamedNode("urn:c"))
        with pytest.raises(OSError) as by_oxigraph:
            ox.serialize([quad], "/dev/full", ox.RdfFormat.N_TRIPLES)
        assert full_disk(by_oxigraph.value)
        assert reason(by_oxigraph.value) == "the disk is full; free some space"
    for number in (errno.ENOSPC, errno.EDQUOT):
        assert full_disk(OSError(number, os.strerror(number)))
    try:
        try:
            raise OSError(errno.ENOSPC, "full")
        except OSError as error:
            raise StoreError("cannot be written") from error
    except StoreError as error:
        assert full_disk(error)


def test_other_errors_are_no_full_disk(tmp_path: Path) -> None:
    with pytest.raises(OSError) as missing:
        (tmp_path / "missing").read_bytes()
    assert not full_disk(missing.value) and reason(missing.value) == "No such file or directory"
    with pytest.raises(sqlite3.Error) as broken:
        sqlite3.connect(":memory:").execute("nonsense")
    for error in (broken.value, StoreError("No space left on device"), ValueError(), OSError("odd")):
        assert not full_disk(error)
