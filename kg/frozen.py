"""Immutable records that cost no more to make than mutable ones.

In: a class with annotated fields. Out: a slotted dataclass with hash and equality. `mypy` refuses every assignment to
a field, as it does for `dataclass(frozen=True)`; the interpreter refuses it in its development mode (`python -X dev`)
only. A frozen dataclass sets each field by a call of its own, so that making one takes four times as long, and a
document makes tens of thousands. Records that are made seldom are ordinary frozen dataclasses.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

_Record = TypeVar("_Record")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[_Record]) -> type[_Record]:
    """`cls` as an immutable record; fields and defaults as for `dataclasses.dataclass`."""
    if sys.flags.dev_mode:
        return dataclass(frozen=True, slots=True)(cls)
    return dataclass(slots=True, unsafe_hash=True)(cls)


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen_keeping(cls: type[_Record]) -> type[_Record]:
    """As `frozen`, for a class with properties that are kept (`kg.kept`): its instances have a `__dict__`, no slots."""
    if sys.flags.dev_mode:
        return dataclass(frozen=True)(cls)
    return dataclass(unsafe_hash=True)(cls)
