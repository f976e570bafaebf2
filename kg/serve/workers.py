"""A pool of processes that answer queries.

In: queries with their limits. Out: answers as bytes or files. As many queries run at once as there are
processes; the others wait, those of each client in their order and the clients in turn, up to a bound beyond
which they are turned away. A query that takes too long, or whose client has gone, ends with its process,
which is replaced.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections import OrderedDict, deque
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import IO, Any

from kg.errors import KgError, QueryError, StoreError
from kg.serve.spool import Spool
from kg.serve.worker import frame, frame_length

MAX_ANSWER = 256 << 20
"""The most bytes of an answer."""

_AGAIN = 5
_END = 5.0
_OUT_OF_MEMORY = -signal.SIGABRT  # how the store ends when it gets no memory
_QUIET = {"RUST_BACKTRACE": "0"}  # to tell where it got none, it would need some
_PACKAGES = Path(__file__).resolve().parents[2]


class Busy(KgError):
    """Too many queries are waiting already; one may ask again after `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"the server is busy with other queries; ask again in {seconds} seconds")
        self.seconds = seconds


class TooSlow(QueryError):
    """A query did not end in its time."""

    def __init__(self, seconds: float) -> None:
        super().__init__(
            f"the query took longer than {seconds:g} s and was ended; narrow it, or add LIMIT. "
            "The server's --timeout says how long it may take"
        )


class TooLarge(QueryError):
    """A query needed more memory than it may use."""

    def __init__(self, memory: int) -> None:
        super().__init__(f"the query needs more memory than the {memory} MiB it may use; narrow it, or add LIMIT")


class Died(KgError):
    """The process that answered a query ended for no reason of the query's."""

    def __init__(self, status: int | None) -> None:
        super().__init__(
            f"the process that answered the query ended (status {status}); the server's standard error says how"
        )


@dataclass(frozen=True, slots=True)
class Task:
    """A query to `store`, answered in `format` (of `kg.results`). `dataset`: default and named graphs.

    `rows`: the most rows; more are an error unless `cut`, which asks for the first ones.
    """

    store: Path
    query: str
    format: str
    seconds: float
    rows: int
    cut: bool = False
    dataset: tuple[tuple[str, ...], tuple[str, ...]] | None = None


@dataclass(slots=True)
class Reply:
    """An answer: bytes, or an open file that nothing else refers to. `cut`: there is more."""

    cut: bool
    data: bytes | IO[bytes]

    @property
    def size(self) -> int:
        """Length in bytes."""
        return len(self.data) if isinstance(self.data, bytes) else os.fstat(self.data.fileno()).st_size


class _Worker:
    """One process, started when it is first needed and again after it has ended."""

    def __init__(self, memory: int, spool: Path) -> None:
        self._memory = memory
        self._spool = spool
        self._process: asyncio.subprocess.Process | None = None
        self._starting: asyncio.Task[asyncio.subprocess.Process] | None = None

    def start(self) -> None:
        """Begins to start the process, unless it runs."""
        if self._process is not None and self._process.returncode is not None:
            self._process = None  # it has ended while it had nothing to do
        if self._process is None and self._starting is None:
            self._starting = asyncio.create_task(self._start())

    async def _start(self) -> asyncio.subprocess.Process:
        paths = [str(_PACKAGES), *filter(None, [os.environ.get("PYTHONPATH")])]
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "kg.serve.worker", str(self._memory),
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), **_QUIET},
        )  # fmt: skip

    async def ask(self, task: Task, number: int) -> Reply:
        """The answer to a query. Raises QueryError, StoreError where there is no room for the answer, or Died; a query
        that is TooSlow or TooLarge ends its process.
        """
        await self._started()
        path = self._spool / str(number)
        try:
            return await asyncio.wait_for(self._exchange(task, path), task.seconds)
        except TimeoutError as error:
            await self.end()
            raise TooSlow(task.seconds) from error
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            status = await self._status()
            raise (TooLarge(self._memory) if status == _OUT_OF_MEMORY else Died(status)) from error
        except asyncio.CancelledError:
            await self.end()
            raise
        finally:
            path.unlink(missing_ok=True)

    async def _started(self) -> None:
        """Returns when the process runs."""
        self.start()
        starting = self._starting
        if starting is None:
            return
        try:
            self._process = await asyncio.shield(starting)
        except OSError as error:
            raise Died(error.errno) from error
        finally:
            if starting.done():
                self._starting = None

    async def _exchange(self, task: Task, path: Path) -> Reply:
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            raise ConnectionError("the process is not running")
        process.stdin.write(frame(_request(task, path)))
        await process.stdin.drain()
        head = await process.stdout.readexactly(4)
        outcome = json.loads(await process.stdout.readexactly(frame_length(head)))
        if "error" in outcome:
            raise QueryError(outcome["error"])
        if "full" in outcome:
            raise StoreError(outcome["full"])
        if "size" in outcome:
            return Reply(outcome["cut"], await process.stdout.readexactly(outcome["size"]))
        return Reply(outcome["cut"], path.open("rb"))

    async def _status(self) -> int | None:
        """How a process ended that answers no more."""
        process = self._process
        if process is not None:
            with suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), _END)
        await self.end()
        return None if process is None else process.returncode

    async def end(self) -> None:
        """Ends the process at once."""
        if self._starting is not None:
            with suppress(OSError):
                self._process = await self._starting
            self._starting = None
        process, self._process = self._process, None
        if process is not None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()


def _request(task: Task, path: Path) -> dict[str, Any]:
    return {
        "store": str(task.store),
        "query": task.query,
        "format": task.format,
        "seconds": task.seconds,
        "rows": task.rows,
        "cut": task.cut,
        "dataset": task.dataset,
        "bytes": MAX_ANSWER,
        "file": str(path),
    }


class Pool:
    """The processes and who waits for them; made and used inside an event loop."""

    def __init__(self, *, workers: int, waiting: int, memory: int) -> None:
        self._spool = Spool()
        self._numbers = count()
        self._all = [_Worker(memory, self._spool.path) for _ in range(workers)]
        self._idle = deque(self._all)
        self._most_waiting = waiting
        self._waiting: OrderedDict[str, deque[asyncio.Future[_Worker]]] = OrderedDict()
        for worker in self._all:
            worker.start()

    async def ask(self, task: Task, *, client: str) -> Reply:
        """The answer to a query. Raises QueryError (TooSlow, TooLarge), Busy or Died.

        A cancelled query ends at once.
        """
        worker = await self._take(client, task.seconds)
        try:
            return await worker.ask(task, next(self._numbers))
        finally:
            worker.start()
            self._give(worker)

    @property
    def load(self) -> dict[str, int]:
        """How many processes there are, how many of them work, and how many queries wait."""
        waiting = sum(map(len, self._waiting.values()))
        return {"workers": len(self._all), "busy": len(self._all) - len(self._idle), "waiting": waiting}

    async def _take(self, client: str, seconds: float) -> _Worker:
        if self._idle:
            return self._idle.popleft()
        if self.load["waiting"] >= self._most_waiting:
            raise Busy(_AGAIN)
        turn: asyncio.Future[_Worker] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(client, deque()).append(turn)
        try:
            return await asyncio.wait_for(asyncio.shield(turn), seconds)
        except TimeoutError as error:
            self._leave(client, turn)
            raise Busy(_AGAIN) from error
        except asyncio.CancelledError:
            self._leave(client, turn)
            raise

    def _leave(self, client: str, turn: asyncio.Future[_Worker]) -> None:
        """Takes a turn out of the queue; a worker that it has got meanwhile goes to the next."""
        if turn.done():
            self._give(turn.result())
            return
        turn.cancel()
        self._waiting[client].remove(turn)
        if not self._waiting[client]:
            del self._waiting[client]

    def _give(self, worker: _Worker) -> None:
        """Hands a free worker to whoever is next, or lays it aside."""
        if not self._waiting:
            self._idle.append(worker)
            return
        client, turns = self._waiting.popitem(last=False)
        turn = turns.popleft()
        if turns:
            self._waiting[client] = turns  # behind the other clients
        turn.set_result(worker)

    async def close(self) -> None:
        """Ends all processes."""
        await asyncio.gather(*(worker.end() for worker in self._all))
        self._spool.close()
