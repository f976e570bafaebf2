"""Write generated bulletins.

    python -m bench.generate --documents 500 --out DIR [--seed 7] [--kilobytes 35] [--gold]

`DIR/NAME.txt` for each document, with `--gold` also `DIR/gold/NAME.json`: what it states, in the format of
`seeds/bulletins/*.gold.json`. Same options, same bytes; a document is the same whatever the number of documents.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from bench.generator import KILOBYTES, Generated, document


def generate(documents: int, *, seed: int = 7, kilobytes: float = KILOBYTES) -> Iterator[Generated]:
    """That many documents, in order."""
    return (document(number, seed=seed, kilobytes=kilobytes) for number in range(documents))


def write(
    out: Path,
    documents: int,
    *,
    seed: int = 7,
    kilobytes: float = KILOBYTES,
    gold: bool = False,
) -> int:
    """Write them into the folder `out`, which is made. Returns the bytes of text."""
    out.mkdir(parents=True, exist_ok=True)
    if gold:
        (out / "gold").mkdir(exist_ok=True)
    size = 0
    for one in generate(documents, seed=seed, kilobytes=kilobytes):
        size += (out / f"{one.name}.txt").write_bytes(one.text.encode())
        if gold:
            (out / "gold" / f"{one.name}.json").write_bytes(one.gold_bytes())
    return size


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m bench.generate", description="Write generated bulletins.")
    parser.add_argument("--documents", type=int, default=500, help="how many (default: 500)")
    parser.add_argument("--out", type=Path, required=True, help="folder to write into")
    parser.add_argument("--seed", type=int, default=7, help="other seeds give other documents (default: 7)")
    parser.add_argument(
        "--kilobytes", type=float, default=KILOBYTES, help="size of a document, in kB of UTF-8 (default: 35)"
    )
    parser.add_argument("--gold", action="store_true", help="also write what each document states")
    given = parser.parse_args()
    size = write(given.out, given.documents, seed=given.seed, kilobytes=given.kilobytes, gold=given.gold)
    print(f"{given.documents} documents, {size / 1e6:.1f} MB in {given.out}")


if __name__ == "__main__":
    main()
