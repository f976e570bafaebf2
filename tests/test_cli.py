"""The command line: every command, every error, and documentation that keeps up."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from graphs import write_build, write_documents

from kg import __version__
from kg.cli import COMMANDS, run
from kg.commands.build import SKIPPED
from kg.export import EXPORTERS
from kg.query import named_queries
from kg.resources import sample_bulletins_dir

ROOT = Path(__file__).parents[1]
Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_build(tmp_path_factory.mktemp("cli") / "build")


# --- documentation ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_examples_and_is_documented(command: str, capsys: Capture) -> None:
    assert run([command, "--help"]) == 0
    text = capsys.readouterr().out
    assert f"kg {command}" in text.partition("Examples:")[2]
    documented = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    section = documented.partition(f"## kg {command}\n")[2].partition("\n## ")[0]
    assert section, f"docs/cli.md has no section 'kg {command}'"
    for option in re.findall(r"--[a-z]+", text.partition("Options:")[2]):
        assert option == "--help" or f"`{option}" in section, f"docs/cli.md does not explain {command} {option}"


def test_formats_are_documented() -> None:
    documented = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    for name in EXPORTERS:
        assert f"`{name}`" in documented, name


def test_the_overview_lists_every_command(capsys: Capture) -> None:
    assert run(["--help"]) == 0
    text = capsys.readouterr().out
    assert all(re.search(rf"^  {command} ", text, re.MULTILINE) for command in COMMANDS)
    assert run(["--version"]) == 0
    assert __version__ in capsys.readouterr().out


def test_help_loads_nothing_heavy() -> None:
    code = "import sys; from kg.cli import run; run(['--help']); print(*sys.modules)"
    shown = subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, capture_output=True, text=True)
    loaded = set(shown.stdout.splitlines()[-1].split())
    assert not loaded & {"rdflib", "pyoxigraph", "spacy", "kiwipiepy", "rich", "numpy"}


def test_all_that_is_printed_arrives_before_the_process_ends(capsys: Capture) -> None:
    assert run(["queries"]) == 0
    asked = subprocess.run([sys.executable, "-m", "kg", "queries"], cwd=ROOT, capture_output=True, text=True)
    assert (asked.returncode, asked.stdout, asked.stderr) == (0, capsys.readouterr().out, "")
    wrong = subprocess.run([sys.executable, "-m", "kg", "nonsense"], cwd=ROOT, capture_output=True, text=True)
    assert wrong.returncode == 2 and "there is no command 'nonsense'" in wrong.stderr


# --- wrong usage --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["dance"], "there is no command 'dance'"),
        (["build", "--out", "missing"], "name the files or folders to read"),
        (["build", "x", "--workers", "0"], "--workers"),
        (["query"], "give one query"),
        (["query", "counts", "--sparql", "ASK {}"], "give one query"),
        (["query", "counts", "--param", "to"], "write NAME=VALUE"),
        (["query", "counts", "-p", "to=2024", "-p", "to=2025"], "given twice"),
        (["query", "counts", "--format", "excel"], "excel"),
        (["export", "--format", "excel"], "excel"),
        (["show"], "Missing argument"),
        (["names"], "Missing argument"),
        (["queries", "--nonsense"], "--nonsense"),
    ],
)
def test_wrong_usage(arguments: list[str], message: str, capsys: Capture) -> None:
    assert run(arguments) == 2
    captured = capsys.readouterr()
    assert captured.err.startswith("kg: ") and message in captured.err and "--help)" in captured.err
    assert captured.err.count("\n") == 1 and not captured.out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["query", "nothing"], "there are: about"),
        (["query", "counts", "--param", "year=2025"], "its parameters: from, to"),
        (["query", "--sparql", "SELECT"], "the query is broken"),
        (["query", "--sparql", "DROP ALL"], "read-only"),
        (["query", "missing.rq"], "missing.rq: cannot be read"),
        (["query", "--sparql", "SELECT * { ?s ?p ?o }", "--format", "turtle"], "statements only"),
        (["query", "counts", "--endpoint", "http://127.0.0.1:9/"], "no answer"),
        (["show", "과학기술브"], "near names: 과학기술부"),
        (["export", "--output", "/dev/null/x"], "/dev/null/x: cannot be written"),
        (["validate", "/dev/null/x"], "/dev/null/x"),
    ],
)
def test_failures_are_one_line(build: Path, arguments: list[str], message: str, capsys: Capture) -> None:
    options = [] if arguments[0] == "validate" else ["--build", str(build)]
    assert run([*arguments, *options]) == 1
    captured = capsys.readouterr()
    assert captured.err.startswith("kg: ") and message in captured.err
    assert captured.err.count("\n") == 1 and "Traceback" not in captured.err


@pytest.mark.parametrize("command", [["show", "x"], ["query", "counts"], ["export"]])
def test_no_graph_yet(command: list[str], tmp_path: Path, capsys: Capture) -> None:
    assert run([*command, "--build", str(tmp_path / "none")]) == 1
    assert "make one with: kg build" in capsys.readouterr().err
    assert run(["validate", str(tmp_path)]) == 1


# --- each command -------------------------------------------------------------------------------------------


def test_build_reads_what_it_can(tmp_path: Path, capsys: Capture) -> None:
    sample = sample_bulletins_dir() / "sample-2024-05-10.txt"
    empty = tmp_path / "empty.txt"
    empty.touch()
    out = tmp_path / "out"
    assert run(["build", str(sample), str(empty), "--out", str(out)]) == SKIPPED
    captured = capsys.readouterr()
    assert captured.err == f"kg: skipped {empty}: empty\n"
    assert captured.out.startswith("1 documents, ") and "graph.ttl" in captured.out
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    assert report["documents"][0]["id"] == "sample-2024-05-10" and report["skipped"][0]["reason"] == "empty"
    assert run(["build", str(sample), "--out", str(out)]) == 0
    assert run(["show", "과기부", "--build", str(out)]) == 0
    assert "issuedBy" in capsys.readouterr().out
    assert run(["build", str(tmp_path / "nothing"), "--out", str(out)]) == 1
    assert "no such file" in capsys.readouterr().err


def test_query(build: Path, capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    options = ["--build", str(build)]
    assert run(["query", "targets-due", "--param", "to=2025", "--format", "csv", *options]) == 0
    assert "공개 데이터,1000,개,min" in capsys.readouterr().out
    (tmp_path / "my.rq").write_text("SELECT ?p WHERE { ?s ?p ?o } ORDER BY ?p", encoding="utf-8")
    assert run(["query", str(tmp_path / "my.rq"), "--param", "s=cstr:org/most", "--limit", "1", *options]) == 0
    captured = capsys.readouterr()
    assert (
        len(captured.out.splitlines()) == 2
        and captured.err == "kg: there are more than 1 rows; raise --limit to see them\n"
    )
    assert run(["query", "--sparql", "CONSTRUCT WHERE { ?s a cst:Policy }", *options]) == 0
    assert "a cst:Policy" in capsys.readouterr().out
    monkeypatch.setattr("sys.stdin", (tmp_path / "my.rq").open(encoding="utf-8"))
    assert run(["query", "-", "--format", "json", "--timeout", "60", *options]) == 0
    assert json.loads(capsys.readouterr().out)["head"]["vars"] == ["p"]
    for path in (ROOT / "queries").glob("*.rq"):
        assert run(["query", str(path), *options]) == 0, path
    capsys.readouterr()


def test_queries(capsys: Capture) -> None:
    assert run(["queries"]) == 0
    text = capsys.readouterr().out
    assert "어느 해까지 이루어야 할 목표는 무엇인가?" in text and "from=1949 to=2025 policy=…" in text
    for query in named_queries().values():
        assert f"\n{query.name}\n  {query.ko}\n  {query.en}\n" in text
    assert run(["queries", "targets-due"]) == 0
    text = capsys.readouterr().out
    assert "--param policy=…  the policy that sets them; any if left out (name; default: any)" in text
    assert "kg query targets-due --param from=1949 --param to=2025" in text and "\nSELECT DISTINCT ?year" in text
    assert run(["queries", "targets-due", "--format", "json"]) == 0
    assert [query["group"] for query in json.loads(capsys.readouterr().out)] == ["targets"]
    assert run(["queries", "nothing"]) == 1
    assert "there are: about" in capsys.readouterr().err
    assert run(["queries", "--format", "json"]) == 0
    assert [query["name"] for query in json.loads(capsys.readouterr().out)] == list(named_queries())


def test_show(build: Path, capsys: Capture) -> None:
    assert run(["show", "과기부", "--build", str(build)]) == 0
    assert "과학기술부  [Ministry]" in capsys.readouterr().out
    assert run(["show", "과기부", "--build", str(build), "--format", "json"]) == 0
    (card,) = json.loads(capsys.readouterr().out)
    assert card["cls"] == "Ministry" and card["facts"]


@pytest.mark.parametrize("form", EXPORTERS)
def test_export(build: Path, form: str, capsys: Capture, tmp_path: Path) -> None:
    assert run(["export", "--format", form, "--build", str(build)]) == 0
    shown = capsys.readouterr().out.encode()
    output = tmp_path / "output"
    assert run(["export", "--format", form, "--build", str(build), "--output", str(output)]) == 0
    assert (output / "edges.csv" if form == "csv" else output).read_bytes() == shown
    assert [path.name for path in tmp_path.iterdir()] == ["output"]


def test_validate(build: Path, capsys: Capture, tmp_path: Path) -> None:
    assert run(["validate", str(build / "graph.ttl")]) == 0
    assert capsys.readouterr().out == "no violations\n"
    (tmp_path / "bad.ttl").write_text(
        "<https://w3id.org/china-stp/id/org/x> a <https://w3id.org/china-stp/ontology#Company> ."
    )
    assert run(["validate", str(tmp_path / "bad.ttl")]) == 1
    assert "violations" in capsys.readouterr().out


def test_names(capsys: Capture) -> None:
    assert run(["names", "과기부", "清华大学", "--format", "json"]) == 0
    most, tsinghua = map(json.loads, capsys.readouterr().out.splitlines())
    assert most["entity"]["class"] == "Ministry" and "科学技术部" in most["zh_hans"]
    assert tsinghua["input"] == "清华大学"
    assert run(["names", "심천"]) == 0
    assert "深圳" in capsys.readouterr().out


def test_pipes_that_close_early(build: Path) -> None:
    command = f"{sys.executable} -m kg export --format ntriples --build {build} | head -1"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0 and not done.stderr and done.stdout.count("\n") == 1


@pytest.mark.parametrize("closed", ["1>&-", "2>&-"])
def test_streams_that_are_closed_from_the_start(build: Path, closed: str) -> None:
    command = f"{sys.executable} -m kg stats --build {build} {closed}"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0 and not done.stderr and bool(done.stdout) == (closed == "2>&-")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
def test_an_output_that_takes_no_more_is_said_and_fails(build: Path) -> None:
    command = f"{sys.executable} -m kg export --format ntriples --build {build} > /dev/full"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1 and "disk is full" in done.stderr


def test_two_builds_at_once_say_so(tmp_path: Path, capsys: Capture) -> None:
    from kg.generations import building

    (document,) = write_documents(tmp_path, {"a.txt": "과기부 소식\n"})
    with building(tmp_path / "out"):
        assert run(["build", str(document), "--out", str(tmp_path / "out")]) == 1
        assert "another build is writing there" in capsys.readouterr().err
        for command in (["build", str(document), "--out"], ["remove", "a", "--build"]):
            done = subprocess.run(
                [sys.executable, "-c", _OPENED, *command, str(tmp_path / "out")], capture_output=True, text=True
            )
            assert "another build is writing there" in done.stderr
            opened = done.stdout.splitlines()
            assert any(path.endswith((".py", ".pyc")) for path in opened)
            assert not [path for path in opened if "lexicon-" in path or path.endswith((".csv", ".ttl", ".yaml"))]


_OPENED = """
import sys
opened = []
sys.addaudithook(lambda event, values: opened.append(values[0]) if event == "open" else None)
from kg.cli import run
run(sys.argv[1:])
print(*opened, sep="\\n")
"""
