"""Properties that are computed once.

In: a method without arguments, as a decorator, of a class whose instances have a `__dict__`. Out: an attribute that is
computed when it is first asked for, and kept. Unlike `functools.cached_property` of Python 3.11 it takes no lock for
that, which is felt where a document makes thousands; two threads that ask at once may both compute it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

_T = TypeVar("_T")


class Kept(Generic[_T]):
    """A property computed when first asked for."""

    def __init__(self, compute: Callable[[Any], _T]) -> None:
        self._compute = compute
        self._name = compute.__name__
        self.__doc__ = compute.__doc__

    def __get__(self, instance: object, owner: type) -> _T:
        value = instance.__dict__[self._name] = self._compute(instance)
        return value
