"""Builds in processes of their own that can be killed, each forked from one that has everything loaded.

`running()` starts that process: it knows the small gazetteer of `tests/graphs.py` and forks a build for each request,
as the leader of a process group, so that a build costs a quarter of a second and can be killed with all its workers. It
never opens a store itself: threads do not survive a fork.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

_CHANGES = frozenset(
    {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate", "sqlite3.connect"}
)
_OPEN_TO_WRITE = os.O_WRONLY | os.O_RDWR | os.O_CREAT


@dataclass(frozen=True, slots=True)
class Ended:
    """How a build ended: exit status, or the negative number of the signal that killed it; what it said; how many
    changes of files it made by Python's own functions.
    """

    status: int
    out: str
    err: str
    changes: int


class Build:
    """A build under way; `pid` is that of the group's leader."""

    def __init__(self, pid: int, builder: Builder, folder: Path) -> None:
        self.pid = pid
        self._builder = builder
        self._folder = folder

    def signal(self, number: signal.Signals) -> None:
        """Sends a signal to the build and all its workers."""
        with suppress(ProcessLookupError):  # it is done
            os.killpg(self.pid, number)

    def paused(self) -> bool:
        """Waits until it has paused or ended, and says whether it has paused."""
        return os.WIFSTOPPED(self._builder.read()["status"])

    def wait(self) -> Ended:
        """How it ended, when it has."""
        status = self._builder.read()["status"]
        out, err, changes = (self._folder.joinpath(name).read_text("utf-8") for name in ("out", "err", "changes"))
        return Ended(os.waitstatus_to_exitcode(status), out, err, len(changes))


class Builder:
    """The process that forks builds, one at a time. `folder` takes what they say."""

    def __init__(self, process: subprocess.Popen[str], folder: Path) -> None:
        self._process = process
        self._folder = folder

    def begin(
        self,
        *arguments: object,
        stop_at: int | str | None = None,
        stop_by: signal.Signals = signal.SIGKILL,
        inline: bool = False,
    ) -> Build:
        """Begins `kg` with these arguments; it sends itself and its workers the signal `stop_by` before change of
        files number `stop_at`, or before the first one of that kind on a file of that name (`os.mkdir generations`).

        `inline`: documents are worked on in the process itself, which is quicker. With more workers than one it still
        writes the graph with another one.
        """
        request = {"arguments": list(map(str, arguments)), "stop_at": stop_at, "stop_by": stop_by, "inline": inline}
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        return Build(self.read()["pid"], self, self._folder)

    def run(self, *arguments: object, inline: bool = False) -> Ended:
        """Runs `kg` with these arguments to its end."""
        return self.begin(*arguments, inline=inline).wait()

    def read(self) -> dict[str, int]:
        """What the process says next."""
        assert self._process.stdout is not None
        answer: dict[str, int] = json.loads(self._process.stdout.readline())
        return answer


@contextmanager
def running(folder: Path) -> Iterator[Builder]:
    """The process, which ends with the context. `folder` is a directory for its use."""
    command = [sys.executable, __file__, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Builder(process, folder)
        assert process.stdin is not None
        process.stdin.close()


# --- in the process -----------------------------------------------------------------------------------------


class _Here:
    """A scheduler and crew that works in the process itself."""

    size = 1
    lost = ()

    def __init__(self, count: int = 1) -> None:
        self.several = count > 1

    @contextmanager
    def crew(self, limits: object, ready: object) -> Iterator[_Here]:
        yield self

    def submit(self, work: Callable[[Any], Any], task: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(work(task))
        return future

    def end(self, futures: Iterable[Future[Any]]) -> None:
        pass

    def dismiss(self) -> None:
        pass


def _watch(count: IO[str], stop_at: int | str | None, stop_by: int) -> None:
    """Counts changes of files, and sends the process group that signal before the change `stop_at`."""
    done, stopped = 0, False

    def hook(event: str, values: Sequence[Any]) -> None:
        nonlocal done, stopped
        if event in _CHANGES or (event == "open" and isinstance(values[2], int) and values[2] & _OPEN_TO_WRITE):
            done += 1
            count.write(".")
            count.flush()
            if not stopped and stop_at in (done, f"{event} {Path(os.fsdecode(values[0])).name}"):
                stopped = True
                os.killpg(0, stop_by)

    sys.addaudithook(hook)


def _build(request: dict[str, Any], folder: Path) -> None:
    """A build in the forked process; does not return."""
    for number, name in ((1, "out"), (2, "err")):
        os.dup2(os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
    if request["inline"]:
        sys.modules["kg.commands.build"].Processes = _Here  # type: ignore[attr-defined]
    from kg.cli import run

    _watch((folder / "changes").open("w"), request["stop_at"], request["stop_by"])
    status = run(request["arguments"])
    sys.stdout.flush()
    os._exit(status)


def main() -> None:
    """Forks a build for each request on standard input."""
    folder = Path(sys.argv[1])
    from graphs import NAMES_ONLY, knowledge

    import kg.commands.build
    import kg.commands.remove
    import kg.pipeline
    import kg.validate

    known = knowledge()
    kg.validate.get_ready()
    kg.pipeline.default_knowledge = lambda: known
    kg.pipeline.default_analysis = lambda: NAMES_ONLY
    for line in sys.stdin:
        pid = os.fork()
        if not pid:
            os.setpgid(0, 0)
            _build(json.loads(line), folder)
        os.setpgid(pid, pid)
        print(json.dumps({"pid": pid}), flush=True)
        paused = True
        while paused:
            status = os.waitpid(pid, os.WUNTRACED)[1]
            print(json.dumps({"status": status}), flush=True)
            paused = os.WIFSTOPPED(status)


if __name__ == "__main__":
    main()
