"""Document records as bytes: nothing lost, same bytes every time."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from graphs import CORPUS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import StoreError
from kg.model import ClaimSeen, DocumentRecord, LocalEntity, TargetSeen
from kg.records import FORMAT, codec, decode, decode_text, decode_written, encode

st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))
decimals = st.decimals(allow_nan=False, allow_infinity=False)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_what_is_encoded_comes_back(data: st.DataObject) -> None:
    from decimal import Decimal

    st.register_type_strategy(Decimal, decimals)
    record = data.draw(st.from_type(DocumentRecord))
    assert decode(encode(record)) == record
    assert encode(decode(encode(record))) == encode(record)
    written = decode_written(encode(record))
    parts = (record.entities, record.claims, record.targets)
    for kind, values, texts in zip((LocalEntity, ClaimSeen, TargetSeen), parts, written[1:], strict=True):
        put, _ = codec(kind)
        assert texts == [json.dumps(put(one), ensure_ascii=False, separators=(",", ":")) for one in values]
    assert decode_text(encode(record)) == replace(record, entities=(), claims=(), targets=(), addresses=())


def test_real_shapes_are_compact_and_typed_alike() -> None:
    record = CORPUS.documents[0]
    back = decode(encode(record))
    assert back == record
    assert isinstance(back.articles, tuple) and isinstance(back.articles[0].references[0], tuple)
    assert b'": ' not in encode(record) and "과학기술".encode() in encode(record)


def test_lone_surrogates_survive() -> None:
    from dataclasses import replace

    record = replace(CORPUS.documents[0], original="a\ud800b")
    assert decode(encode(record)) == record


@given(st.data())
def test_what_is_cut_off_or_goes_on_is_refused(data: st.DataObject) -> None:
    whole = encode(CORPUS.documents[0])
    for broken in (whole[: data.draw(st.integers(0, len(whole) - 1))], whole + b"]"):
        with pytest.raises(StoreError, match="build the document again"):
            decode(broken)


@pytest.mark.parametrize("data", [b"", b"{}", b"[1]", b"\xff", b'["other",[]]'])
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(StoreError, match="build the document again"):
        decode(data)


def test_records_carry_the_version_of_the_record_classes() -> None:
    assert json.loads(encode(CORPUS.documents[0]))[0] == FORMAT
