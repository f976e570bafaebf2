"""Work spread over processes, or over the machines of a cluster, and kept within bounds.

In: a function that other processes can import, and tasks. Out: for each task, in the order in which they come
in, its result or why it has none. Two schedulers give the same results: `Processes` on this machine (Pebble)
and `Cluster` (Dask). A task that takes too long or whose process dies is tried again, then given up: the
others are not affected.
"""

from __future__ import annotations

import gc
import os
import pickle
import resource
import sys
import traceback
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, InvalidStateError, wait
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from errno import ENOSPC
from functools import partial
from itertools import chain, count, islice
from multiprocessing import active_children, get_context, parent_process
from multiprocessing.connection import Connection
from queue import SimpleQueue
from signal import SIG_BLOCK, SIG_IGN, SIG_SETMASK, SIGINT, pthread_sigmask, signal
from threading import Lock, Thread
from time import monotonic, sleep
from typing import Any, Generic, Protocol, TypeVar

from kg.disk import full_disk
from kg.errors import KgError

__all__ = ["Cluster", "GivenUp", "Limits", "Partner", "Processes", "Scheduler", "beside", "run", "shared"]

Task = TypeVar("Task")
Result = TypeVar("Result")

_AHEAD = 2  # tasks handed out per process: the one at work, and the next
_LENT = 2  # tasks that are shared which another process gets for one that is done here
_PATIENCE = 5.0  # seconds in which processes must end when they are told to
_LOOK = 0.5  # seconds between two looks at the clock


@dataclass(frozen=True, slots=True)
class Limits:
    """What one task may take: seconds, bytes of address space of the process that works on it, and how many
    times it is tried when it takes more or its process dies. A task whose process died, which may be another's doing,
    is tried for the last time when all others are done.

    Memory is bounded on Linux only, and on the processes of this machine; a cluster's workers have their own
    bound (Dask's `--memory-limit`).
    """

    seconds: float = 600.0
    memory: int = 8 << 30
    tries: int = 2


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A task without result; `reason` is a clause for the user."""

    reason: str


_KILLED = GivenUp("the process that worked on it was killed; it may need more memory")


class Crew(Protocol):
    """Processes at work. `lost`: what a future raises whose process is gone."""

    size: int
    lost: tuple[type[BaseException], ...]

    def submit(self, work: Callable[[Any], Any], task: Any) -> Future[Any]:
        """Hands out a task."""

    def end(self, futures: Iterable[Future[Any]]) -> None:
        """Ends the processes that work on these overdue tasks, so that their futures raise TimeoutError."""

    def dismiss(self) -> None:
        """Lets processes end, as there are no more tasks; they are waited for when their context is left."""


class Scheduler(Protocol):
    """Where work is done. `several`: whether more than one process may work here at a time, this one counted where no
    other is at work.
    """

    @property
    def several(self) -> bool: ...

    def crew(self, limits: Limits, ready: Callable[[], object]) -> AbstractContextManager[Crew]:
        """Processes that are ended when the context is left. Where they are of this machine, `ready` is called once,
        and what it loads is there in all of them.
        """


def _nothing() -> None:
    pass


def run(
    work: Callable[[Task], Result],
    tasks: Iterable[Task],
    *,
    scheduler: Scheduler,
    limits: Limits | None = None,
    ready: Callable[[], object] = _nothing,
    meanwhile: Callable[[], object] = _nothing,
    ending: ExitStack | None = None,
) -> Iterator[tuple[Task, Result | GivenUp]]:
    """The tasks with their results, as they come in. What `work` itself raises is raised here.

    No more tasks are taken from `tasks` than the processes can begin soon, so that these may be large. `ready` loads
    what the work needs, once for all processes of this machine; what it raises is left for the work to meet again.
    `meanwhile` is called once here, while the processes are at their first tasks. That they end, which takes a while
    where they have loaded much, is waited for behind the last task, or when `ending` is left.
    """
    limits, waiting = limits or Limits(), iter(tasks)
    with ExitStack() as here:
        for first in islice(waiting, 1):  # without tasks there is no need of processes
            crew = (ending or here).enter_context(scheduler.crew(limits, ready))
            yield from _Run(crew, work, limits).over(chain((first,), waiting), meanwhile)
            crew.dismiss()


class _Run(Generic[Task, Result]):
    """One pass over tasks: those in hand, since when, and how often each was tried."""

    def __init__(self, crew: Crew, work: Callable[[Task], Result], limits: Limits) -> None:
        self._crew, self._work, self._limits = crew, work, limits
        self._tasks: dict[Future[Any], tuple[Task, int, float]] = {}
        self._suspects: list[Task] = []

    def over(self, tasks: Iterator[Task], meanwhile: Callable[[], object]) -> Iterator[tuple[Task, Result | GivenUp]]:
        for task in islice(tasks, self._crew.size * _AHEAD):
            self._begin(task, 1)
        meanwhile()
        while self._tasks or self._suspects:
            if not self._tasks:  # with the others done each suspect is alone, so that none falls with another one
                self._begin(self._suspects.pop(), self._limits.tries)
            done, _ = wait(self._tasks, timeout=_LOOK, return_when=FIRST_COMPLETED)
            for future in done:
                task, tries, _ = self._tasks.pop(future)
                outcome = self._outcome(future)
                if outcome is _KILLED and tries + 1 == self._limits.tries:
                    self._suspects.append(task)
                elif isinstance(outcome, GivenUp) and tries < self._limits.tries:
                    self._begin(task, tries + 1)
                    continue
                else:
                    yield task, outcome
                for following in islice(tasks, 1):
                    self._begin(following, 1)
            self._end_overdue()

    def _begin(self, task: Task, tries: int) -> None:
        self._tasks[self._crew.submit(self._work, task)] = task, tries, monotonic()

    def _outcome(self, future: Future[Any]) -> Result | GivenUp:
        try:
            result: Result = future.result()
            return result
        except TimeoutError:
            return GivenUp(f"not done within {self._limits.seconds:g} seconds; see --time-limit")
        except MemoryError:
            return GivenUp(
                f"needs more memory than the {self._limits.memory / 2**30:g} GiB allowed; see --memory-limit"
            )
        except self._crew.lost:
            return _KILLED

    def _end_overdue(self) -> None:
        """A task waits for at most one other before it begins, hence twice the time and a little more."""
        latest = monotonic() - _AHEAD * (self._limits.seconds + _LOOK)
        overdue = [future for future, (_, _, since) in self._tasks.items() if since < latest]
        if overdue:
            self._crew.end(overdue)


# --- this machine -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Processes:
    """`count` processes on this machine."""

    count: int = 1

    @property
    def several(self) -> bool:
        return self.count > 1

    @contextmanager
    def crew(self, limits: Limits, ready: Callable[[], object]) -> Iterator[Crew]:
        """As `Scheduler.crew`; each process keeps to the memory it may have."""
        with closing(_LocalCrew(self.count, limits, ready)) as crew:
            yield crew


class _Lost(Exception):
    """The process that worked on a task is gone."""


class _LocalCrew:
    """Foremen on this machine, one after the other: one that is killed is followed by another, as long as any of
    them brings outcomes.
    """

    lost: tuple[type[BaseException], ...] = (_Lost,)

    def __init__(self, size: int, limits: Limits, ready: Callable[[], object]) -> None:
        self.size, self._tries = size, limits.tries
        self._hire = partial(_Foreman, size, limits, ready)
        self._foreman = self._hire()
        self._useless = 0

    def submit(self, work: Callable[[Any], Any], task: Any) -> Future[Any]:
        future = self._foreman.submit(work, task)
        if future is None and self._may_hire():
            self._foreman.close()
            self._foreman = self._hire()
            future = self._foreman.submit(work, task)
        if future is None:
            future = Future()
            future.set_exception(_Lost())
        return future

    def _may_hire(self) -> bool:
        """Whether not too many in a row were gone before they brought anything."""
        self._useless = 0 if self._foreman.useful else self._useless + 1
        return self._useless < self._tries

    def end(self, futures: Iterable[Future[Any]]) -> None:
        """Nothing to do: Pebble itself ends and replaces a process whose task is overdue."""

    def dismiss(self) -> None:
        """As `Crew.dismiss`."""
        self._foreman.dismiss()

    def close(self) -> None:
        """Ends all processes."""
        self._foreman.close()


class _Foreman:
    """A process that is forked at once, loads what the work needs, and has a Pebble pool, whose processes are forked
    from it: what is costly to load is loaded once. This process may go on loading modules of its own; one that is
    forked while it does so could wait for them for ever.

    `useful`: whether it has brought an outcome.
    """

    def __init__(self, size: int, limits: Limits, ready: Callable[[], object]) -> None:
        fork = get_context("fork")
        self._here, there = fork.Pipe()
        self._process = fork.Process(target=_lead, args=(there, self._here, size, limits, ready))
        with _uninterrupted():
            self._process.start()
        there.close()
        self._numbers = count()
        self._futures: dict[int, Future[Any]] = {}
        self._orders: SimpleQueue[tuple[Any, ...] | None] = SimpleQueue()
        self._ready = self._gone = self.useful = False
        self._lock = Lock()
        self._threads = [Thread(target=work, daemon=True) for work in (self._send, self._receive)]
        for thread in self._threads:
            thread.start()

    def submit(self, work: Callable[[Any], Any], task: Any) -> Future[Any] | None:
        """The task's outcome to be, or none where the process is gone."""
        future: Future[Any] = Future()
        number = next(self._numbers)
        with self._lock:
            if self._gone:
                return None
            self._futures[number] = future
        self._orders.put((number, work, task))
        return future

    def dismiss(self) -> None:
        """Lets the process end, and those that it leads."""
        self._orders.put(None)

    def close(self) -> None:
        """Ends the process and those that it leads."""
        if not self._ready:  # there is but one yet, which may be busy with loading
            self._process.kill()
        self.dismiss()
        self._process.join(_PATIENCE)
        self._process.kill()
        self._process.join()
        for thread in self._threads:
            thread.join()
        self._here.close()

    def _send(self) -> None:
        """Passes tasks on: one that is large would let the caller wait until the process has loaded all it needs."""
        while (order := self._orders.get()) is not None:
            try:
                self._here.send(order)
            except OSError:  # gone, as `_receive` learns too
                continue
            except Exception as error:  # a task that cannot be pickled
                self._futures.pop(order[0]).set_exception(error)
        with suppress(OSError):
            self._here.send(None)

    def _receive(self) -> None:
        """Brings outcomes into their futures."""
        with suppress(OSError, EOFError):
            self._ready = self._here.recv()
            while True:
                number, result, error = self._here.recv()
                self.useful = True
                future = self._futures.pop(number)
                if error is None:
                    future.set_result(result)
                else:
                    future.set_exception(error)
        with self._lock:
            self._gone = True
        for future in tuple(self._futures.values()):
            future.set_exception(_Lost())


def _lead(orders: Connection, other: Connection, size: int, limits: Limits, ready: Callable[[], object]) -> None:
    """The process from which those are forked that work."""
    gc.freeze()  # looking for garbage in what was there before would copy it
    from pebble import ProcessPool

    signal(SIGINT, SIG_IGN)  # for the caller to handle
    other.close()
    _prepare(limits.memory)
    with suppress(Exception):  # whatever it is, the work meets it again and says so
        ready()
    orders.send(True)
    lock = Lock()
    fork: Any = get_context("fork")
    pool = ProcessPool(size, initializer=_prepare, initargs=(limits.memory,), context=fork)
    try:
        with suppress(EOFError):
            while (order := orders.recv()) is not None:
                number, work, task = order
                future: Future[Any] = pool.schedule(_worked, args=(work, task), timeout=limits.seconds)
                future.add_done_callback(partial(_answer, orders, lock, number))
    finally:
        pool.stop()  # type: ignore[no-untyped-call]
        left = active_children()
        for process in left:  # all before any is waited for: each takes a while to go
            process.kill()
        for process in left:
            process.join()
        os._exit(0)  # without the rounds in which the threads of the pool look about


def _worked(work: Callable[[Any], Any], task: Any) -> Any:
    """Runs in the processes of the pool."""
    try:
        return work(task)
    except Exception as error:
        told = _sendable(error)
        if told is error:
            raise
    raise told  # here, as what it follows from cannot be sent either


def _sendable(error: Exception) -> Exception:
    """The error, or one that says the same where it would not arrive in another process."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:  # whatever stands in the way, in its attributes or in how it is made
        return KgError(str(error)) if isinstance(error, KgError) else RuntimeError(f"{type(error).__name__}: {error}")
    return error


def _answer(orders: Connection, lock: Lock, number: int, done: Future[Any]) -> None:
    """Sends back what became of a task."""
    from pebble import ProcessExpired

    answer: tuple[int, Any, BaseException | None]
    try:
        answer = (number, done.result(), None)
    except ProcessExpired:
        answer = (number, None, _Lost())
    except BaseException as error:  # whatever the work raised is for the caller to raise again
        answer = (number, None, error)
    with lock, suppress(OSError):
        orders.send(answer)


def _prepare(memory: int) -> None:
    """Makes a process one that keeps to its memory, and does not outlive the process that gives it work."""
    bound_memory(memory)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Ends this process when that which began it is gone: one that was killed can end nobody."""
    parent = parent_process()
    while parent is not None and os.getppid() == parent.pid:
        sleep(_LOOK)
    os._exit(1)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Ctrl-C waits for the end of the context, and never reaches the processes that are forked inside."""
    before = pthread_sigmask(SIG_BLOCK, {SIGINT})
    try:
        yield
    finally:
        pthread_sigmask(SIG_SETMASK, before)


def bound_memory(most: int) -> None:
    """Bounds the address space of this process, in bytes."""
    if sys.platform == "linux":
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


# --- one thing beside another -------------------------------------------------------------------------------


class Partner:
    """The other one of two processes that work beside each other. Each may tell how far it has come, and wait for the
    other to do so.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._ended = False

    def tell(self) -> None:
        """Says that this one has come to a point that the other may wait for."""
        with suppress(OSError):  # gone; who waits for it learns why
            self._connection.send(None)

    def wait(self) -> None:
        """Waits until the other one has come to its next point, or to its end. Raises what its work raised; KgError
        when it was killed.
        """
        if self._ended:
            return
        try:
            outcome = self._connection.recv()
        except (EOFError, OSError) as gone:
            raise KgError("a process that worked on the graph was killed; it may need more memory") from gone
        if outcome is not None:
            self._ended = True
            error, cause = outcome
            if error is not None:
                raise error from cause

    def wait_for_end(self) -> None:
        """As `wait`, until its end."""
        while not self._ended:
            self.wait()


@contextmanager
def beside(work: Callable[[Partner], object]) -> Iterator[Partner]:
    """Has `work` done by a process of its own, which is forked at once, and waits for its end when the context is left.

    What it comes to must lie in files. What it raises is raised here, where it is waited for; KgError when its process
    is killed. It is ended when the rest fails.
    """
    fork = get_context("fork")
    here, there = fork.Pipe()
    process = fork.Process(target=_aside, args=(there, here, work))
    with _uninterrupted():
        process.start()
    try:
        there.close()
        partner = Partner(here)
        yield partner
        partner.wait_for_end()
    except BaseException:
        process.kill()
        raise
    finally:
        process.join()
        here.close()


def shared(work: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Result]:
    """What `work` makes of tasks, in their order. Two of three are done by a process of its own, which is forked at
    once: this one makes the tasks, too, and goes on with what comes of them.

    Tasks and results are in memory for five tasks. What the work raises is raised here; KgError when the process is
    killed.
    """
    waiting = iter(tasks)
    own, lent = list(islice(waiting, 1)), list(islice(waiting, _LENT))
    if not lent:
        yield from map(work, own)
        return
    mine, its = get_context("fork").Pipe()

    def answer(_: Partner) -> None:
        mine.close()  # so that there is nobody to wait for when the other process is gone
        with suppress(EOFError):
            while True:
                its.send(list(map(work, its.recv())))

    with beside(answer) as partner, closing(mine):
        its.close()
        mine.send(lent)
        while own:
            done = list(map(work, own))
            if lent:
                done += _received(mine, partner)
            own, lent = list(islice(waiting, 1)), list(islice(waiting, _LENT))
            if lent:
                mine.send(lent)
            yield from done


def _received(results: Connection, partner: Partner) -> list[Any]:
    """What the other process sends; what has ended it is raised."""
    try:
        received: list[Any] = results.recv()
    except (EOFError, OSError):
        partner.wait_for_end()
        raise
    return received


def _aside(here: Connection, other: Connection, work: Callable[[Partner], object]) -> None:
    """Does the work and sends what it raised, with what tells a full disk, which errors lose on their way."""
    signal(SIGINT, SIG_IGN)  # for the other process to handle
    other.close()
    gc.freeze()  # looking for garbage in what was there before would copy it
    Thread(target=_end_with_parent, daemon=True).start()
    try:
        work(Partner(here))
        here.send((None, None))
    except Exception as error:  # whatever it is, the other process raises it
        told = _sendable(error)
        told.add_note(f"in a process of its own:\n{traceback.format_exc()}")
        here.send((told, OSError(ENOSPC, os.strerror(ENOSPC)) if full_disk(error) else None))
    finally:
        os._exit(0)


# --- a cluster ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cluster:
    """The workers of the Dask scheduler at `address` (`tcp://host:8786`)."""

    address: str
    patience: float = 30.0  # seconds in which the scheduler must answer and have a worker

    @property
    def several(self) -> bool:
        return True

    @contextmanager
    def crew(self, limits: Limits, ready: Callable[[], object]) -> Iterator[Crew]:
        """As `Scheduler.crew`. Raises KgError when the cluster cannot be used."""
        try:
            from distributed import Client
        except ImportError as error:
            raise KgError("a cluster needs the extra 'cluster': pip install 'china-stp-kg[cluster]'") from error
        try:
            client = Client(self.address, timeout=self.patience, set_as_default=False)  # type: ignore[no-untyped-call]
        except (OSError, ValueError) as error:
            raise KgError(f"{self.address}: no Dask scheduler answers there ({error})") from error
        with client:
            try:
                client.wait_for_workers(1, timeout=self.patience)
            except TimeoutError as error:
                raise KgError(f"{self.address}: the scheduler has no workers; start some with: dask worker") from error
            try:
                client.submit(able, pure=False).result()
            except Exception as error:  # whatever unpickling and importing raise there
                advice = "install the same version of it on scheduler and workers"
                raise KgError(f"{self.address}: the cluster cannot run this program; {advice}") from error
            yield _ClusterCrew(client)


def able() -> bool:
    """Runs where this program is installed."""
    return True


class _ClusterCrew:
    """One task at a time for each worker, whatever its number of threads: the analyser takes a whole process."""

    def __init__(self, client: Any) -> None:
        from asyncio import CancelledError as AsyncCancelledError

        from distributed.scheduler import KilledWorker

        self._client = client
        self._remote: dict[Future[Any], Any] = {}
        self.size = len(client.nthreads())
        self.lost: tuple[type[BaseException], ...] = (KilledWorker, CancelledError, AsyncCancelledError)

    def submit(self, work: Callable[[Any], Any], task: Any) -> Future[Any]:
        local: Future[Any] = Future()
        remote = self._client.submit(work, task, pure=False)
        self._remote[local] = remote
        remote.add_done_callback(lambda done: _pass_on(done, local))
        local.add_done_callback(lambda done: self._remote.pop(done, None))
        return local

    def end(self, futures: Iterable[Future[Any]]) -> None:
        """Restarts the workers that are at work on these tasks, until none is: what the scheduler takes for cancelled
        may still be worked on.
        """
        overdue = {future: self._remote[future] for future in futures if future in self._remote}
        for future in overdue:  # before they are cancelled, which else is told of them as if they were lost
            with suppress(InvalidStateError):  # done meanwhile
                future.set_exception(TimeoutError())
        self._client.cancel(list(overdue.values()), force=True)
        while busy := self._busy_with({remote.key for remote in overdue.values()}):
            self._client.restart_workers(busy)

    def dismiss(self) -> None:
        """Nothing to do: the workers are the cluster's."""

    def _busy_with(self, keys: Collection[str]) -> list[str]:
        """The addresses of the workers that are at work on any of these tasks."""
        at_work = self._client.run(keys_at_work, on_error="ignore")  # one that is gone works on none
        return [address for address, own in at_work.items() if not set(own).isdisjoint(keys)]


def keys_at_work(dask_worker: Any) -> list[str]:
    """Runs on a worker: the tasks that its threads are at work on, whatever the scheduler knows of them."""
    return list(dask_worker.active_threads.values())


def _pass_on(remote: Any, local: Future[Any]) -> None:
    """Brings the outcome of a task on the cluster into its future here."""
    from asyncio import CancelledError as AsyncCancelledError

    if local.done():  # given up as overdue
        return
    try:
        local.set_result(remote.result())
    except (Exception, AsyncCancelledError) as error:  # whatever the task raised is the future's to raise again
        with suppress(InvalidStateError):  # given up meanwhile
            local.set_exception(error)
