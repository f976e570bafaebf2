"""The start of spaCy without its command line."""

from __future__ import annotations

import subprocess
import sys


def test_spacy_comes_without_its_commands_and_has_them_when_asked() -> None:
    program = """
import sys
from kg.recognise.start import load_spacy
load_spacy()
import spacy
assert not [name for name in sys.modules if name.startswith("spacy.cli")]
assert spacy.info(silent=True)["spacy_version"] == spacy.__version__
command = sys.modules["spacy.cli.info"]
assert command.info.__module__ == "spacy.cli.info"
load_spacy()
assert sys.modules["spacy.cli.info"] is command
"""
    subprocess.run([sys.executable, "-c", program], check=True)
