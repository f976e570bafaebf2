"""The build directory: whole generations of the graph, switched at one stroke.

In: files that a build wrote into a stage. Out: the current generation for readers. Layout of a build
directory:

    graph.ttl, background.ttl, store, report.json   links into the current generation
    .kg/current                                     link to the current generation, replaced by rename(2)
    .kg/generations/<id>/                           whole generations; the id is a digest of what went in
    .kg/stage-…/                                    a build under way, or what a killed one left behind
    .kg/records/                                    extraction records, by content
    .kg/ledger.sqlite                               what all documents contribute, by thing and by fact
    .kg/background/<version>/                       the background as Turtle, store and name index, made once
    .kg/lock                                        held by the one build that may write

A generation appears under its id only when it is whole and on disk, so that a build killed at any moment
leaves the previous one in place. Readers hold a shared lock on the generation they read; a build removes only
generations that nobody holds.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from kg.disk import full_disk, sync
from kg.errors import StoreError

PUBLISHED = ("graph.ttl", "background.ttl", "store", "report.json")
"""What a build directory shows of its current generation."""

_LOCK = "lock"
_BACKGROUNDS = "background"
_BACKGROUND_VERSION = "background-version"


@dataclass(frozen=True, slots=True)
class Generation:
    """The files of one whole graph."""

    path: Path

    @property
    def graph(self) -> Path:
        """Facts with their evidence, Turtle."""
        return self.path / "graph.ttl"

    @property
    def background(self) -> Path:
        """World knowledge, Turtle."""
        return self.path / "background.ttl"

    @property
    def enrichment(self) -> Path:
        """Links to other datasets, Turtle; there is no such file where none were made."""
        return self.path / "enrichment.ttl"

    @property
    def store(self) -> Path:
        """The Oxigraph store, a directory."""
        return self.path / "store"

    @property
    def names(self) -> Path:
        """Index of the facts' names."""
        return self.path / "names.sqlite"

    @property
    def background_names(self) -> Path:
        """Index of the background's names."""
        return self.path / "background-names.sqlite"

    @property
    def catalogue(self) -> Path:
        """What there is, counted and in order, for the explorer."""
        return self.path / "catalogue.sqlite"

    @property
    def prepared_background(self) -> Path:
        """Directory of the prepared background that this graph was made with; a later build may have removed
        it.
        """
        version = self.path.joinpath(_BACKGROUND_VERSION).read_text(encoding="utf-8")
        return self.path.parents[1] / _BACKGROUNDS / version

    @property
    def report(self) -> Path:
        """What the build read, skipped and found, JSON."""
        return self.path / "report.json"

    @property
    def merges(self) -> Path:
        """Why names were taken for one thing: IRI, reason, the two names; tab-separated."""
        return self.path / "merges.tsv"

    @property
    def manifest(self) -> Path:
        """Which record each document of this graph comes from, JSON."""
        return self.path / "manifest.json"


@contextmanager
def reading(build: Path) -> Iterator[Generation]:
    """The current generation of `build`, kept in place until the context ends.

    Raises StoreError when there is none.
    """
    while True:
        generation = current(build)
        if generation is None:
            raise StoreError(f"{build}: no graph there; make one with: kg build PATH… --out {build}")
        try:
            handle = os.open(generation.path / _LOCK, os.O_RDONLY)
        except FileNotFoundError as error:
            if current(build) == generation:
                raise StoreError(f"{build}: the graph is damaged ({error}); build it again") from error
            continue  # a build has just put a newer generation in its place
        try:
            fcntl.flock(handle, fcntl.LOCK_SH)
            if os.fstat(handle).st_nlink:
                yield generation
                return
        finally:
            os.close(handle)


def current(build: Path) -> Generation | None:
    """The current generation of `build`, if there is one."""
    link = build / ".kg" / "current"
    try:
        target = os.readlink(link)
    except (FileNotFoundError, NotADirectoryError):
        return None
    return Generation(link.parent / target)


class Workshop:
    """A build directory held for writing; made by `building`."""

    def __init__(self, build: Path) -> None:
        self.build = build
        self.private = build / ".kg"

    @property
    def records(self) -> Path:
        """Directory of the extraction records."""
        return self.private / "records"

    @property
    def ledger(self) -> Path:
        """What the documents contribute, by thing and by fact."""
        return self.private / "ledger.sqlite"

    @property
    def backgrounds(self) -> Path:
        """Directory of the prepared backgrounds, one by version."""
        return self.private / _BACKGROUNDS

    def current(self) -> Generation | None:
        """The generation that readers see."""
        return current(self.build)

    def required(self) -> Generation:
        """The generation that readers see. Raises StoreError when there is none."""
        generation = self.current()
        if generation is None:
            raise StoreError(f"{self.build}: no graph there; make one with: kg build PATH… --out {self.build}")
        return generation

    def install(self, file: Path, place: Path) -> None:
        """Moves a finished file to `place` at one stroke, on disk first."""
        sync(file)
        os.replace(file, place)
        sync(place.parent)

    def find(self, identity: str) -> Generation | None:
        """The whole generation of that id, if it is still there."""
        path = self.private / "generations" / identity
        return Generation(path) if path.is_dir() else None

    def stage(self) -> Path:
        """A new empty directory, to be handed to `keep` or `publish`; the next build removes it otherwise."""
        stage = self.private / f"stage-{secrets.token_hex(8)}"
        stage.mkdir()
        return stage

    def keep(self, stage: Path, place: Path) -> Path:
        """Moves a finished stage to `place` at one stroke, on disk first."""
        place.parent.mkdir(parents=True, exist_ok=True)
        _sync_tree(stage)
        os.rename(stage, place)
        sync(place.parent)
        return place

    def publish(self, stage: Path, identity: str, *, background: Path, when_whole: Callable[[], None]) -> Generation:
        """Makes a finished stage, made with that prepared background, the current generation.

        `when_whole` is called when the generation is on disk and before readers see it: where it fails they never do.
        """
        stage.joinpath(_BACKGROUND_VERSION).write_text(background.name, encoding="utf-8")
        stage.joinpath(_LOCK).touch()
        whole = Generation(self.keep(stage, self.private / "generations" / identity))
        when_whole()
        return self.switch(whole)

    def switch(self, generation: Generation) -> Generation:
        """Points readers to a whole generation."""
        self._link(self.private / "current", Path("generations") / generation.path.name)
        for name in PUBLISHED:
            if not self.build.joinpath(name).is_symlink():
                self._link(self.build / name, Path(".kg") / "current" / name)
        return generation

    def _link(self, link: Path, target: Path) -> None:
        """Makes `link` point to `target` at one stroke, whatever it was."""
        fresh = self.private / "link.new"
        with suppress(FileNotFoundError):
            fresh.unlink()
        fresh.symlink_to(target)
        os.rename(fresh, link)
        sync(link.parent)

    def drop_backgrounds(self, *, other_than: Path) -> None:
        """Removes the prepared backgrounds but one; generations keep their own copies."""
        for path in self.backgrounds.iterdir():
            if path != other_than:
                shutil.rmtree(path)

    def drop_stages(self) -> None:
        """Removes what was begun and not finished."""
        for stage in self.private.glob("stage-*"):
            doomed = stage.with_name(f"stage-{secrets.token_hex(8)}")
            stage.rename(doomed)  # a process that a killed build left behind for a moment finds it no more
            shutil.rmtree(doomed)

    def drop_generations(self) -> None:
        """Removes generations that are neither current nor read by anyone, which takes a while where they are large."""
        held = self.current()
        for path in self.private.glob("generations/*"):
            if held is None or path.name != held.path.name:
                _remove_unless_read(path)


@contextmanager
def building(build: Path) -> Iterator[Workshop]:
    """`build` held for one build alone, made where it is missing, rid of what killed builds left.

    Raises StoreError while another build holds it, when something else's files stand in its place, and when the
    disk is full, whatever says so inside the context; the generation there was stays.
    """
    _check_place(build)
    try:
        (build / ".kg").mkdir(parents=True, exist_ok=True)
        handle = os.open(build / ".kg" / _LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        if full_disk(error):
            raise _full(build) from error
        raise StoreError(
            f"{build}: cannot write there ({error.strerror}); choose another directory with --out"
        ) from error
    _held.add(handle)
    before = current(build)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise StoreError(f"{build}: another build is writing there; wait until it is done") from error
        workshop = Workshop(build)
        try:
            workshop.drop_stages()
            yield workshop
        except Exception as error:  # whatever library finds the disk full has an error of its own for it
            if full_disk(error):
                raise _full(build, before) from error
            raise
        finally:
            workshop.drop_stages()
    finally:
        _release(handle)


_held: set[int] = set()
"""Open locks of builds in this process."""


def _release(handle: int) -> None:
    if handle in _held:
        _held.remove(handle)
        os.close(handle)


def _release_all() -> None:
    for handle in tuple(_held):
        _release(handle)


# A forked worker has its parent's locks, too, and would keep them when the parent is killed: it shall not.
os.register_at_fork(after_in_child=_release_all)


def _full(build: Path, before: Generation | None = None) -> StoreError:
    there = "; the graph that was there before is whole" if before else ""
    if current(build) != before:
        there = "; the new graph stands, and is whole"
    return StoreError(f"{build}: the disk is full: free some space and build again{there}")


def _check_place(build: Path) -> None:
    if build.exists() and not build.is_dir():
        raise StoreError(f"{build}: is a file; choose a directory with --out")
    for name in PUBLISHED:
        path = build / name
        if path.exists() and not path.is_symlink():
            raise StoreError(
                f"{path}: is in the way and not of this program's making; choose another directory with --out"
            )


def _remove_unless_read(generation: Path) -> None:
    try:
        handle = os.open(generation / _LOCK, os.O_RDONLY)
    except FileNotFoundError:  # a removal that was cut short
        shutil.rmtree(generation)
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.unlink(generation / _LOCK)
        shutil.rmtree(generation)
    except BlockingIOError:
        pass  # somebody reads it; the next build tries again
    finally:
        os.close(handle)


def _sync_tree(top: Path) -> None:
    """Brings a directory to disk. A file with a second name is another generation's too, which is there already."""
    for folder, _, names in os.walk(top):
        for path in map(Path(folder).joinpath, names):
            if path.stat().st_nlink == 1:
                sync(path)
        sync(Path(folder))
