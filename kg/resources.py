"""Where the data that comes with the package lies: ontology, seeds, queries.

In a checkout they stand at the top level of the repository; an installed wheel carries them under `kg/data`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kg.errors import KgError

_PACKAGE = Path(__file__).resolve().parent


def _data(name: str) -> Path:
    for root in (_PACKAGE / "data", _PACKAGE.parent):
        if (root / name).is_dir():
            return root / name
    raise KgError(f"the package's data directory '{name}' is missing; install the package again")


def ontology_dir() -> Path:
    """Directory of the ontology, its concept schemes and shapes (Turtle)."""
    return _data("ontology")


def seeds_dir() -> Path:
    """Directory of the gazetteers (CSV), rules (YAML) and sample bulletins."""
    return _data("seeds")


def queries_dir() -> Path:
    """Directory of the named queries (`*.rq`)."""
    return _data("queries")


def sample_bulletins_dir() -> Path:
    """Directory of the sample bulletins written for this project, with their gold files."""
    return _data("seeds") / "bulletins"


def read_yaml(path: Path) -> Any:
    """What the YAML file at `path` holds, by libyaml where PyYAML has it (ten times as fast). Raises yaml.YAMLError."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_bytes(), Loader=loader)
