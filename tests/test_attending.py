"""People who do something at an event, whatever it is."""

from __future__ import annotations

import pytest
from extraction import prose

LAKE = "제4회 호수 로봇 대회"


@pytest.mark.parametrize(
    "said",
    [
        f"왕밍(王明) 저장대학 총장은 우시에서 개막한 {LAKE}에서 표준화를 주문했다.",
        f"{LAKE}에서 왕밍(王明) 저장대학 총장이 기업인들을 만났다.",
        f"{LAKE}에서는 왕밍(王明) 저장대학 총장도 눈길을 끌었다.",
        f"{LAKE}에서 마주친 왕밍(王明) 저장대학 총장은 웃었다.",
    ],
)
def test_who_does_something_there(said: str) -> None:
    assert prose(said).of("participatesIn") == {("왕밍", LAKE)}


@pytest.mark.parametrize(
    "said",
    [
        f"왕밍(王明) 저장대학 총장은 {LAKE}에서 나온 지적을 반박했다.",
        f"{LAKE}에서 눈길을 끈 로봇을 왕밍(王明) 저장대학 총장은 깎아내렸다.",
        f"{LAKE}에서 로봇이 춤을 췄고, 왕밍(王明) 저장대학 총장은 집에서 지켜봤다.",
        f"왕밍(王明) 저장대학 총장은 {LAKE}에서 이름이 빠졌다.",
        f"왕밍(王明) 저장대학 총장의 로봇은 {LAKE}에서 넘어졌다.",
    ],
)
def test_who_does_not(said: str) -> None:
    assert prose(said).of("participatesIn") == set()
