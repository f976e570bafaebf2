"""The start of spaCy without its command line.

In: nothing. Out: spaCy, imported. Its package brings in all of its commands for one function (`spacy.info`),
and with them web clients, templates and command line tools: a third of its start and of its modules, of which a
process that runs a pipeline needs none.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

_COMMAND = "spacy.cli.info"


def load_spacy() -> None:
    """Imports spaCy; its commands are imported when somebody asks for them."""
    if "spacy" in sys.modules:
        return
    stand_in: Any = ModuleType(_COMMAND)
    stand_in.info = _info
    sys.modules[_COMMAND] = stand_in
    try:
        import_module("spacy")
    finally:
        sys.modules.pop(_COMMAND, None)


def _info(*arguments: Any, **options: Any) -> Any:
    """What `spacy.info` does."""
    return import_module(_COMMAND).info(*arguments, **options)
