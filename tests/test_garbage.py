"""How often garbage is looked for."""

from __future__ import annotations

import gc

import pytest

from kg.garbage import WHILE_WRITING, seldom_collected


def test_seldom_inside_and_as_before_outside() -> None:
    before = gc.get_threshold()
    with pytest.raises(ValueError, match="work failed"), seldom_collected():
        assert gc.get_threshold() == (WHILE_WRITING, *before[1:])
        raise ValueError("work failed")
    assert gc.get_threshold() == before
