"""Content negotiation: which of several media types a client likes best (RFC 9110, 12.5.1)."""

from __future__ import annotations

from collections.abc import Sequence


def best(accept: str, offered: Sequence[str]) -> str | None:
    """The offered media type that the header `Accept` prefers, the earlier one where it likes two equally.

    None where it accepts none of them. No header accepts all.
    """
    ranges = [_range(part) for part in accept.split(",") if part.strip()] or [("*/*", 1.0)]
    qualities = {offer: _quality(offer, ranges) for offer in offered}
    chosen = max(offered, key=lambda offer: (qualities[offer], -offered.index(offer)))
    return chosen if qualities[chosen] > 0 else None


def _range(part: str) -> tuple[str, float]:
    """A media range without its parameters, and its quality: 0 where that is no number."""
    media, *parameters = (piece.strip().lower() for piece in part.split(";"))
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return media, min(1.0, max(0.0, float(value)))
            except ValueError:
                return media, 0.0
    return media, 1.0


def _quality(offer: str, ranges: Sequence[tuple[str, float]]) -> float:
    """The quality that the most specific range gives to a media type."""
    kind = offer.partition("/")[0]
    for wanted in (offer, f"{kind}/*", "*/*"):
        found = [quality for media, quality in ranges if media == wanted]
        if found:
            return max(found)
    return 0.0
