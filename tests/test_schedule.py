"""Work on processes and on a cluster: the same results, and bounded trouble."""

from __future__ import annotations

import errno
import json
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest
from distributed import Client
from graphs import NAMES_ONLY, knowledge, write_documents

from kg.disk import full_disk
from kg.errors import DataError, KgError, ReadError
from kg.pipeline import build_with
from kg.schedule import Cluster, GivenUp, Limits, Partner, Processes, Scheduler, beside, keys_at_work, run, shared

HERE = Path(__file__).resolve().parent
QUICK = Limits(seconds=6.0)  # on a cluster, starting a worker again counts


def twice(number: int) -> int:
    return 2 * number


def die_of(path: str) -> str:
    """Dies the first time it is called with `path`, and gives it back the second time."""
    if not Path(path).exists():
        Path(path).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return path


def die(number: int) -> int:
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def die_with_all(number: int) -> int:
    """Kills the process that all others are forked from, while these are at work."""
    if number == 3:
        os.kill(os.getppid(), signal.SIGKILL)
    time.sleep(0.5)
    return number


def hang(number: int) -> int:
    if number == 3:
        time.sleep(3600)
    return number


def gorge(number: int) -> int:
    if number == 3:
        return len(bytearray(64 << 30))
    return number


def refuse(number: int) -> int:
    raise ValueError(f"no {number}")


def break_table(number: int) -> int:
    raise DataError("seeds/table.csv", "no such column", line=number)


class OddError(Exception):
    """One that cannot be made again from what it says."""

    def __init__(self, left: str, right: str) -> None:
        super().__init__(f"{left} and {right}")


def fail_oddly(number: int) -> int:
    raise OddError("one", str(number))


def fail_with_baggage(number: int) -> int:
    error = ValueError(f"no {number}")
    error.handler = lambda: number  # type: ignore[attr-defined]
    raise error


def children() -> set[int]:
    """The processes that this one has begun."""
    listing = subprocess.Popen(["ps", "-o", "pid=", "--ppid", str(os.getpid())], stdout=subprocess.PIPE, text=True)
    return set(map(int, listing.communicate()[0].split())) - {listing.pid}


def outcomes(work: object, tasks: object, scheduler: Scheduler, limits: Limits | None = None) -> dict[object, object]:
    return dict(run(work, tasks, scheduler=scheduler, limits=limits))  # type: ignore[arg-type]


def holds_json(path: Path) -> bool:
    """Whether the file is there and whole."""
    try:
        json.loads(path.read_text())
    except (FileNotFoundError, ValueError):
        return False
    return True


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A Dask scheduler with two workers, each in a process of its own, on loopback."""
    folder = tmp_path_factory.mktemp("cluster")
    address_file = folder / "scheduler.json"
    scheduler = ["dask_scheduler", "--port", "0"]
    worker = ["dask_worker", "--nthreads", "1", "--nworkers", "2", "--local-directory", str(folder)]
    common = ["--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", str(address_file)]
    environment = {**os.environ, "PYTHONPATH": f"{HERE}{os.pathsep}{HERE.parent}"}
    environment["DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES"] = "1"
    with ExitStack() as stack:
        log = stack.enter_context((folder / "log").open("wb"))
        for program, *options in (scheduler, worker):
            process = subprocess.Popen(
                [sys.executable, "-m", f"distributed.cli.{program}", *options, *common],
                env=environment,
                stderr=log,
            )
            stack.callback(process.wait)
            stack.callback(process.terminate)
            deadline = time.monotonic() + 30
            while not holds_json(address_file):
                assert process.poll() is None and time.monotonic() < deadline, "the scheduler does not start"
                time.sleep(0.05)
        yield Cluster(json.loads(address_file.read_text())["address"])


@pytest.fixture(params=["processes", pytest.param("cluster", marks=pytest.mark.xdist_group("cluster"))])
def scheduler(request: pytest.FixtureRequest) -> Scheduler:
    return Processes(2) if request.param == "processes" else request.getfixturevalue("cluster")


def test_every_task_has_its_result(scheduler: Scheduler) -> None:
    assert outcomes(twice, range(25), scheduler) == {n: 2 * n for n in range(25)}
    assert outcomes(twice, [], scheduler) == {}


def test_what_the_work_raises_is_raised(scheduler: Scheduler) -> None:
    with pytest.raises(ValueError, match="no 1"):
        outcomes(refuse, [1], scheduler)


def test_errors_arrive_from_other_processes() -> None:
    with pytest.raises(DataError, match=r"seeds/table\.csv:7: no such column") as told:
        outcomes(break_table, [7], Processes(1))
    assert (told.value.path, told.value.line, told.value.reason) == ("seeds/table.csv", 7, "no such column")
    with pytest.raises(RuntimeError, match="OddError: one and 2"):
        outcomes(fail_oddly, [2], Processes(1))
    with pytest.raises(RuntimeError, match="ValueError: no 3"):
        outcomes(fail_with_baggage, [3], Processes(1))
    again = pickle.loads(pickle.dumps(ReadError("news.pdf", "has no text")))
    assert (str(again), again.path, again.reason) == ("news.pdf: has no text", "news.pdf", "has no text")


def test_a_task_that_kills_its_process_is_given_up_alone(scheduler: Scheduler) -> None:
    found = outcomes(die, range(8), scheduler)
    assert {n for n, outcome in found.items() if outcome != n} == {3}
    assert isinstance(found[3], GivenUp) and "killed" in found[3].reason


def test_tasks_that_fall_with_another_one_are_not_given_up() -> None:
    found = outcomes(die_with_all, range(6), Processes(2))
    assert {n for n, outcome in found.items() if outcome != n} == {3}


def test_a_process_killed_once_costs_nothing(scheduler: Scheduler, tmp_path: Path) -> None:
    path = str(tmp_path / "died")
    assert outcomes(die_of, [path], scheduler) == {path: path}
    assert Path(path).exists()


def test_a_task_that_hangs_is_given_up_alone(scheduler: Scheduler) -> None:
    found = outcomes(hang, range(8), scheduler, QUICK)
    assert {n for n, outcome in found.items() if outcome != n} == {3}
    assert found[3] == GivenUp("not done within 6 seconds; see --time-limit")
    if isinstance(scheduler, Cluster):
        with Client(scheduler.address, set_as_default=False) as client:
            assert [keys for keys in client.run(keys_at_work).values() if keys] == []


@pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded on Linux only")
def test_a_task_that_eats_memory_is_given_up_alone() -> None:
    found = outcomes(gorge, range(8), Processes(2), Limits(memory=16 << 30))
    assert {n for n, outcome in found.items() if outcome != n} == {3}
    assert found[3] == GivenUp("needs more memory than the 16 GiB allowed; see --memory-limit")


def test_tasks_are_taken_as_they_are_needed() -> None:
    taken = 0

    def tasks() -> Iterator[int]:
        nonlocal taken
        while taken < 100:
            taken += 1
            yield taken

    results = run(twice, tasks(), scheduler=Processes(2))
    next(results)
    assert taken <= 6
    assert len(list(results)) == 99


def test_no_cluster_no_build(tmp_path: Path) -> None:
    with pytest.raises(KgError, match="no Dask scheduler answers"):
        outcomes(twice, [1], Cluster("tcp://127.0.0.1:9", patience=1))


@pytest.mark.xdist_group("cluster")
def test_a_cluster_builds_the_same_bytes(tmp_path: Path, cluster: Cluster) -> None:
    texts = {f"{n}.txt": f"과학기술부는 교육부와 함께 {n}번째 사업을 우시에서 시작했다고 밝혔다.\n" for n in range(12)}
    documents = write_documents(tmp_path / "in", {**texts, "bomb.txt": "과기부 폭발\n", "deadly.txt": "과기부 급사\n"})
    build_with(knowledge(), NAMES_ONLY, documents, out=tmp_path / "here", scheduler=Processes(1))
    report = build_with(knowledge(), NAMES_ONLY, documents[::-1], out=tmp_path / "there", scheduler=cluster)
    assert {Path(skipped.path).name for skipped in report.skipped} == {"bomb.txt", "deadly.txt"}
    for name in ("graph.ttl", "background.ttl", "report.json"):
        assert (tmp_path / "here" / name).read_bytes() == (tmp_path / "there" / name).read_bytes()


_LOADED: list[int] = []


def load() -> None:
    _LOADED.append(os.getpid())


def loaded(number: int) -> tuple[list[int], int]:
    return list(_LOADED), os.getpid()


def test_what_the_work_needs_is_loaded_once_for_all_processes() -> None:
    found = dict(run(loaded, range(20), scheduler=Processes(2), ready=load))
    assert all(not isinstance(outcome, GivenUp) for outcome in found.values())
    ((loader,),) = {tuple(by) for by, _ in found.values()}  # type: ignore[misc]
    assert loader not in {process for _, process in found.values()} | {os.getpid()}  # type: ignore[misc]
    assert not _LOADED


def fail() -> None:
    raise ValueError("nothing to load")


def test_what_loading_raises_is_left_to_the_work() -> None:
    assert dict(run(twice, [1, 2], scheduler=Processes(2), ready=fail)) == {1: 2, 2: 4}


def end_at_once() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def end_leader(path: str) -> str:
    """Ends the process that leads this one, the first time it is called with `path`."""
    if not Path(path).exists():
        Path(path).touch()
        os.kill(os.getppid(), signal.SIGKILL)
    return path


def test_another_process_loads_when_that_which_has_loaded_is_killed(tmp_path: Path) -> None:
    before = children()
    tasks = [str(tmp_path / name) for name in "abcdef"]
    for path in tasks[:2] + tasks[3:]:
        Path(path).touch()
    assert outcomes(end_leader, tasks, Processes(2)) == {path: path for path in tasks}
    assert children() == before


def test_tasks_are_given_up_when_processes_that_load_are_killed() -> None:
    found = dict(run(twice, range(5), scheduler=Processes(2), ready=end_at_once))
    assert set(found) == set(range(5))
    assert {outcome.reason for outcome in found.values() if isinstance(outcome, GivenUp)} == {
        "the process that worked on it was killed; it may need more memory"
    }


def test_a_task_that_cannot_be_sent_is_said_to_be_so() -> None:
    with pytest.raises(Exception, match="pickle"):
        outcomes(twice, [lambda: 1], Processes(1))


def slow() -> None:
    time.sleep(3600)


def test_a_build_may_be_given_up_while_it_loads() -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    before = children()
    with pytest.raises(KeyboardInterrupt):
        list(run(twice, [1], scheduler=Processes(2), ready=slow, meanwhile=interrupt))
    assert children() == before


def test_no_process_is_left() -> None:
    before = children()
    results = run(twice, range(100), scheduler=Processes(2))
    next(results)
    assert children() > before
    results.close()  # type: ignore[attr-defined]
    assert children() == before


def test_processes_end_beside_what_follows() -> None:
    before = children()
    with ExitStack() as ending:
        found = dict(run(twice, range(3), scheduler=Processes(2), ending=ending))
        assert found == {0: 0, 1: 2, 2: 4}
        (leader,) = children() - before  # there until it is waited for, whether it has ended or not
        deadline = time.monotonic() + 60
        while os.waitid(os.P_PID, leader, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            assert time.monotonic() < deadline
            time.sleep(0.01)
    assert children() == before


def test_processes_that_nobody_lets_end_are_ended() -> None:
    before = children()
    with pytest.raises(KeyError), ExitStack() as ending:
        results = run(twice, range(100), scheduler=Processes(2), ending=ending)
        next(results)
        raise KeyError
    assert children() == before


# --- one thing beside another -----------------------------------------------------------------------------------------


def alone(work: Callable[[], object]) -> Callable[[Partner], object]:
    """As work that has nothing to tell."""
    return lambda partner: work()


def test_work_beside_other_work_is_done_when_that_is(tmp_path: Path) -> None:
    path = tmp_path / "by"
    with beside(alone(lambda: path.write_text(str(os.getpid())))):
        pass
    assert int(path.read_text()) != os.getpid()


def test_each_waits_for_what_the_other_has_come_to(tmp_path: Path) -> None:
    mine, other, last = tmp_path / "mine", tmp_path / "other", tmp_path / "last"

    def work(partner: Partner) -> None:
        other.write_text("one")
        partner.tell()
        partner.wait()
        last.write_text(mine.read_text() + "two")
        partner.tell()

    with beside(work) as partner:
        partner.wait()
        mine.write_text(other.read_text())
        partner.tell()
        partner.wait()
        assert last.read_text() == "onetwo"
        partner.wait()  # for its end
        partner.wait_for_end()


def test_what_work_beside_other_work_raises_is_raised() -> None:
    def full() -> None:
        try:
            raise OSError(errno.ENOSPC, "no room")
        except OSError as error:
            raise KgError("not written") from error

    with pytest.raises(KgError, match="not written") as told, beside(alone(full)):
        pass
    assert full_disk(told.value)
    with pytest.raises(ValueError, match="nothing to load") as other, beside(alone(fail)) as partner:
        partner.tell()
        partner.wait()
        pytest.fail("it waits for what will not come")
    assert not full_disk(other.value)


def test_errors_arrive_from_work_beside_other_work() -> None:
    with pytest.raises(DataError, match=":7: no such column"), beside(alone(partial(break_table, 7))):
        pass
    odd = alone(partial(fail_oddly, 2))
    with pytest.raises(RuntimeError, match="OddError: one and 2") as told, beside(odd):
        pass
    (note,) = told.value.__notes__
    assert "in fail_oddly" in note, "where it was raised is told"
    laden = alone(partial(fail_with_baggage, 3))
    with pytest.raises(RuntimeError, match="ValueError: no 3"), beside(laden):
        pass


def test_work_beside_other_work_that_is_killed_is_said_to_be_so() -> None:
    with pytest.raises(KgError, match="was killed"), beside(alone(end_at_once)):
        pass
    with pytest.raises(KgError, match="was killed"), beside(alone(end_at_once)) as partner:
        for _ in range(2):
            partner.tell()
        partner.wait()


def test_work_beside_work_that_fails_is_ended() -> None:
    before = children()
    with pytest.raises(ValueError, match="here"), beside(alone(slow)):
        raise ValueError("here")
    assert children() == before


def and_process(number: int) -> tuple[int, int]:
    return number, os.getpid()


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 5, 6, 7, 50])
def test_shared_tasks_have_their_results_in_order(count: int) -> None:
    assert list(shared(twice, range(count))) == [2 * number for number in range(count)]


def test_two_processes_share_tasks() -> None:
    before = children()
    by = [process for _, process in shared(and_process, range(9))]
    assert len(set(by)) == 2 and by.count(os.getpid()) == 3
    assert {process for _, process in shared(and_process, [1])} == {os.getpid()}, "one alone is not worth a process"
    assert children() == before


def test_shared_tasks_and_results_may_be_large() -> None:
    tasks = [bytes([number]) * 3_000_000 for number in range(8)]
    assert list(shared(bytes, tasks)) == tasks


def test_no_more_tasks_are_made_than_are_shared_out() -> None:
    made: list[int] = []

    def tasks() -> Iterator[int]:
        for number in range(100):
            made.append(number)
            yield number

    results = shared(twice, tasks())
    assert next(results) == 0
    assert len(made) == 6
    results.close()  # type: ignore[attr-defined]


@pytest.mark.parametrize("number", [3, 4])
def test_what_shared_work_raises_is_raised_whoever_does_it(number: int) -> None:
    before = children()

    def refuse_one(task: int) -> int:
        if task == number:
            raise DataError("seeds/table.csv", "no such column", line=task)
        return task

    with pytest.raises(DataError, match=f":{number}: no such column"):
        list(shared(refuse_one, range(9)))
    assert children() == before


def test_shared_work_whose_process_is_killed_is_said_to_be_so() -> None:
    here = os.getpid()

    def die_elsewhere(task: int) -> int:
        if os.getpid() != here:
            end_at_once()
        return task

    with pytest.raises(KgError, match="was killed"):
        list(shared(die_elsewhere, range(9)))


def test_no_process_is_left_when_nobody_wants_the_results() -> None:
    before = children()
    results = shared(twice, range(100))
    assert next(results) == 0 and children() != before
    results.close()  # type: ignore[attr-defined]
    assert children() == before
