"""Where the data that comes with the package lies: ontology, seeds, queries.

In a checkout they stand at the top level of the repository; an installed wheel carries them under `kg/data`.
"""

from __future__ import annotations

import hashlib
import json
from functools import partial
from pathlib import Path
from typing import Any

from kg.cache import cached
from kg.errors import DataError, KgError

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
    """What the YAML file at `path` holds; from the user's cache, where it is there, in a tenth of the time.

    Raises yaml.YAMLError; DataError where it holds what JSON does not know, in which it is kept: dates, keys that are
    no texts.
    """
    data = path.read_bytes()
    version = hashlib.sha256(data).hexdigest()[:16]
    return json.loads(cached(f"yaml-{path.stem}", version, partial(_as_json, path, data)))


def _as_json(path: Path, data: bytes) -> str:
    """Of a YAML file, read by libyaml where PyYAML has it (ten times as fast)."""
    import yaml

    held = yaml.load(data, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    text = json.dumps(held, ensure_ascii=False, default=str)
    if json.loads(text) != held:
        raise DataError(path, "dates, and keys that are no texts, must be in quotes")
    return text
