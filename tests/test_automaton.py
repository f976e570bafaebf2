"""The automaton finds what a search for each form by itself finds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.lexicon.automaton import Automaton

_FORMS = st.lists(st.text("가나다", min_size=1, max_size=9), min_size=1, max_size=30, unique=True)


@given(_FORMS, st.text("가나다", max_size=60))
def test_all_forms_are_found_wherever_they_stand(forms: list[str], text: str) -> None:
    found = Automaton(forms).find(text)
    expected = {
        begin: ends
        for begin in range(len(text))
        if (ends := sorted(begin + len(form) for form in forms if text.startswith(form, begin)))
    }
    assert found == expected


def test_forms_that_begin_alike_are_told_apart() -> None:
    automaton = Automaton(["중국과학원", "중국과학원컴퓨팅기술연구소", "중국과학원자동화연구소", "중국과학원컴퓨팅"])
    assert automaton.find("중국과학원자동화연구소와") == {0: [5, 11]}
    assert automaton.find("중국과학원컴퓨팅기술연구") == {0: [5, 8]}
