"""What one document contributes, as bytes on disk.

In: a `DocumentRecord`. Out: compact JSON from which the equal record comes back; same record, same bytes. The
codec follows the type hints of `kg.model`, so a field added there is stored without a change here, and
`FORMAT` tells records of another shape apart.
"""

from __future__ import annotations

import datetime as dt
import json
import types
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from decimal import Decimal
from operator import attrgetter
from typing import Any, NamedTuple, Union, get_args, get_origin, get_type_hints

from kg.errors import StoreError
from kg.model import DocumentRecord
from kg.vocab import digest

Codec = tuple[Callable[[Any], Any], Callable[[Any], Any]]


def _same(value: Any) -> Any:
    """For what JSON knows: nothing to do, which those that hold such values see to."""
    return value


_PLAIN: dict[Any, Codec] = {
    str: (_same, _same),
    int: (_same, _same),
    float: (_same, _same),
    bool: (_same, _same),
    Decimal: (str, Decimal),
    dt.date: (dt.date.isoformat, dt.date.fromisoformat),
}


def encode(record: DocumentRecord) -> bytes:
    """`record` as UTF-8 JSON, deterministic and without spaces."""
    body = [FORMAT, _RECORD[0](record)]
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def decode(data: bytes) -> DocumentRecord:
    """The record that `encode` wrote.

    Raises StoreError for bytes that are no record, or one of another version of the record classes.
    """
    return decode_written(data).record


class Written(NamedTuple):
    """A record, and its entities, claims and targets as their codecs write them, in compact JSON."""

    record: DocumentRecord
    entities: list[str]
    claims: list[str]
    targets: list[str]


def decode_written(data: bytes) -> Written:
    """The record that `encode` wrote, with the texts of its parts, which so need not be made again.

    Raises StoreError as `decode` does.
    """
    values, (entities, claims, targets, _) = _parsed(data)
    return Written(_RECORD[1](values), entities, claims, targets)


def decode_text(data: bytes) -> DocumentRecord:
    """The record that `encode` wrote, with text and articles, but without what was extracted from them.

    Raises StoreError as `decode` does.
    """
    record: DocumentRecord = _RECORD[1](_parsed(data, extracted=False)[0])
    return record


def _parsed(data: bytes, *, extracted: bool = True) -> tuple[list[Any], list[list[str]]]:
    """The values of a record's fields, and of those that were extracted, which come last, the text of each value."""
    values: list[Any] = []
    texts: list[list[str]] = []
    try:
        text = data.decode("utf-8", "surrogatepass")
        if not text.startswith(_BEGIN):
            raise StoreError("no document record of this version; build the document again")
        at = len(_BEGIN)
        for _ in range(_HEAD):
            value, at = _VALUE(text, at)
            values.append(value)
            at += 1  # behind the comma
        for _ in _EXTRACTED if extracted else ():
            value, pieces, at = _elements(text, at)
            values.append(value)
            texts.append(pieces)
            at += 1
        if extracted and text[at - 1 :] != "]]":
            raise ValueError("it does not end as one")
    except (ValueError, IndexError) as error:
        raise StoreError(f"not a document record ({error}); build the document again") from error
    return (values if extracted else [*values, *([] for _ in _EXTRACTED)]), texts


def _elements(text: str, at: int) -> tuple[list[Any], list[str], int]:
    """The values in the array that begins at position `at`, the text of each, and where the array ends."""
    values: list[Any] = []
    pieces: list[str] = []
    if text[at] != "[":
        raise ValueError("no list where one belongs")
    at += 1
    while text[at] != "]":
        value, end = _VALUE(text, at)
        values.append(value)
        pieces.append(text[at:end])
        at = end + (text[end] == ",")
    return values, pieces, at + 1


def codec(hint: Any) -> Codec:
    """Encoder to and decoder from what JSON knows, for one type of `kg.model`; the same value, the same JSON."""
    if hint in _PLAIN:
        return _PLAIN[hint]
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return _optional(*(a for a in arguments if a is not types.NoneType))
    if origin is tuple and arguments[-1:] == (Ellipsis,):
        return _sequence(codec(arguments[0]))
    if origin is tuple:
        return _row(lambda *values: values, [codec(a) for a in arguments])
    if isinstance(hint, type) and is_dataclass(hint):
        hints = get_type_hints(hint)
        return _object(hint, {f.name: codec(hints[f.name]) for f in fields(hint)})
    if isinstance(hint, type) and issubclass(hint, tuple):
        return _row(hint, [codec(h) for h in get_type_hints(hint).values()])
    raise TypeError(f"records cannot hold {hint!r}; add it to kg.records")


def _optional(*inner: Any) -> Codec:
    (hint,) = inner
    put, get = codec(hint)
    return (lambda value: None if value is None else put(value)), (lambda data: None if data is None else get(data))


def _sequence(item: Codec) -> Codec:
    """For a tuple of any length, which JSON knows as it is."""
    put, get = item
    return (
        _same if put is _same else lambda values: [put(v) for v in values],
        tuple if get is _same else lambda data: tuple([get(d) for d in data]),
    )


def _row(make: Callable[..., Any], items: list[Codec]) -> Codec:
    """For a tuple of so many `items`, which `make` makes of them."""
    return _put([put for put, _ in items]), _got([get for _, get in items], make)


def _object(cls: type, items: dict[str, Codec]) -> Codec:
    """For a record with these fields, put as a row."""
    values_of = attrgetter(*items) if len(items) > 1 else lambda value: (getattr(value, *items),)
    put, get = _row(cls, list(items.values()))
    return values_of if put is _same else lambda value: put(values_of(value)), get


def _asked(changes: list[Callable[[Any], Any]]) -> list[tuple[int, Callable[[Any], Any]]]:
    """The places whose values are changed, and how."""
    return [(i, change) for i, change in enumerate(changes) if change is not _same]


def _put(changes: list[Callable[[Any], Any]]) -> Callable[[Any], Any]:
    """What changes each value of a tuple as its place asks for."""
    asked = _asked(changes)

    def put(values: Any) -> Any:
        row = [*values]
        for i, change in asked:
            row[i] = change(row[i])
        return row

    return put if asked else _same


def _got(changes: list[Callable[[Any], Any]], make: Callable[..., Any]) -> Callable[[Any], Any]:
    """What makes something of a list in which each value is changed as its place asks for."""
    size, asked = len(changes), _asked(changes)

    def got(values: Any) -> Any:
        if len(values) != size:
            raise ValueError(f"{len(values)} values where {size} belong")
        if asked:
            values = [*values]
            for i, change in asked:
                values[i] = change(values[i])
        return make(*values)

    return got


def _shape(hint: Any, seen: set[Any]) -> list[str]:
    """Names of all record classes and their fields, in order of first use."""
    parts = [part for argument in get_args(hint) for part in _shape(argument, seen)]
    if (
        not isinstance(hint, type)
        or hint in seen
        or hint in _PLAIN
        or not (is_dataclass(hint) or hasattr(hint, "_fields"))
    ):
        return parts
    seen.add(hint)
    for name, inner in get_type_hints(hint).items():
        parts += [f"{hint.__name__}.{name}:{inner}", *_shape(inner, seen)]
    return parts


FORMAT = digest(*_shape(DocumentRecord, set()))
"""Changes whenever the record classes do."""

_RECORD = codec(DocumentRecord)
_EXTRACTED = ("entities", "claims", "targets", "addresses")
_HEAD = len(fields(DocumentRecord)) - len(_EXTRACTED)
assert tuple(one.name for one in fields(DocumentRecord))[_HEAD:] == _EXTRACTED  # they come last
_BEGIN = f'["{FORMAT}",['
_VALUE = json.JSONDecoder().raw_decode
