"""The package as users get it: source archive, wheel built from it, wheel installed outside any checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from kg import __version__
from kg.ontology import load_ontology
from kg.query import named_queries

pytestmark = pytest.mark.xdist_group("package")  # one worker builds the archives for all tests of this module

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Installed:
    """The archives, and the folder that the wheel is installed in; `run` calls its `kg` from another folder."""

    sdist: Path
    wheel: Path
    target: Path
    elsewhere: Path

    def python(self, *arguments: str, status: int = 0) -> str:
        """What Python prints on standard output when it finds this installation before any other."""
        env = {
            **os.environ,
            "PYTHONPATH": str(self.target),
            "PYTHONDONTWRITEBYTECODE": "1",
            "XDG_CACHE_HOME": str(self.elsewhere / "cache"),
        }
        done = subprocess.run(
            [sys.executable, *arguments], cwd=self.elsewhere, env=env, capture_output=True, text=True, check=False
        )
        assert done.returncode == status, done.stderr
        return done.stdout

    def run(self, *arguments: str) -> str:
        return self.python("-m", "kg", *arguments)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The source archive, the wheel that comes of it, and that wheel installed; needs no network."""
    top = tmp_path_factory.mktemp("package")
    _do(sys.executable, "-m", "build", "--no-isolation", "--outdir", str(top / "dist"), str(ROOT))
    (sdist,) = top.glob("dist/*.tar.gz")
    (wheel,) = top.glob("dist/*.whl")
    offline = ("--quiet", "--no-deps", "--no-index")
    _do(sys.executable, "-m", "pip", "install", *offline, "--target", str(top / "lib"), str(wheel))
    (top / "elsewhere").mkdir()
    return Installed(sdist, wheel, top / "lib", top / "elsewhere")


def _do(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"


def test_wheel_holds_the_data_and_only_what_runs(installed: Installed) -> None:
    names = set(zipfile.ZipFile(installed.wheel).namelist())
    data = {"ontology": ["**/*.ttl"], "queries": ["*.rq"], "seeds": ["*.csv", "*.yaml", "bulletins/sample-*"]}
    for folder, pattern in ((folder, pattern) for folder, patterns in data.items() for pattern in patterns):
        files = {f"kg/data/{path.relative_to(ROOT).as_posix()}" for path in (ROOT / folder).glob(pattern)}
        assert files and files <= names
    explorer = {path.relative_to(ROOT).as_posix() for path in (ROOT / "kg/serve/static").rglob("*") if path.is_file()}
    assert len(explorer) > 30 and explorer <= names
    assert {name.split("/")[0] for name in names} == {"kg", f"china_stp_kg-{__version__}.dist-info"}
    assert any(name.endswith("/licenses/LICENSE") for name in names)


def test_source_archive_is_the_project(installed: Installed) -> None:
    with tarfile.open(installed.sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"Makefile", "constraints.txt", "LICENSE", "README.md", "CHANGELOG.md", "CONTRIBUTING.md"} <= names
    assert {"tests/test_package.py", "docs/architecture.md", "seeds/relations.yaml", "ontology/china-stp.ttl"} <= names
    assert not {name for name in names if name.startswith((".venv", "build/", ".git/"))}


def test_installed_package_is_the_one_that_runs(installed: Installed) -> None:
    found = installed.python("-c", "import kg.resources as r; print(r.seeds_dir())").strip()
    assert Path(found) == installed.target / "kg" / "data" / "seeds"
    assert installed.run("--version").strip() == f"kg, version {__version__}"


def test_installed_package_finds_queries_and_gazetteers(installed: Installed) -> None:
    listed = installed.run("queries").splitlines()
    assert set(named_queries()) <= set(listed)
    assert "科学技术部" in installed.run("names", "과기부")


def test_installed_package_builds_its_sample_bulletins(installed: Installed) -> None:
    samples = installed.python("-c", "import kg.resources as r; print(r.sample_bulletins_dir())").strip()
    summary = installed.run("build", samples, "--out", "graph")
    documents = [p for p in Path(samples).iterdir() if p.suffix in {".txt", ".md"}]
    assert summary.startswith(f"{len(documents)} documents, ")
    assert (installed.elsewhere / "graph" / "graph.ttl").stat().st_size > 100_000
    counted = installed.run("query", "counts", "--build", "graph", "--format", "csv").splitlines()[1:]
    classes = {line.split(",")[0].rsplit("#")[-1].removeprefix("cst:") for line in counted}
    assert "Policy" in classes and classes <= set(load_ontology().entity_classes)
