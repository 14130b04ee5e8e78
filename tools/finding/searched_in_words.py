"""What is to be said of a search: that it found nothing, or nothing by the words themselves.

Knows what fits the words and what the limits keep out; knows nothing of scores.
"""

from __future__ import annotations

from collections.abc import Sequence

from penchant.memory.records import Ranked
from penchant.tools.candidates import Candidates
from penchant.tools.catalog.catalog import Catalog
from penchant.tools.finding.fitting import Fitting
from penchant.tools.listing.emptied import emptied
from penchant.tools.listing.remarks import note_on
from penchant.tools.reasons.reasons import cause_in_words

QUOTED = 60
"""Characters of a search that a sentence repeats."""

BY_WORDS = frozenset(("title", "names", "words"))
"""Signals of the words themselves."""


def note_on_search(
    text: str,
    ranked: Sequence[Ranked],
    allowed: Candidates,
    fits: Fitting,
    n: int,
    catalog: Catalog,
) -> tuple[str, str]:
    """A sentence in English and Chinese on the items ``ranked`` for ``text``, for which ``n`` were
    asked, or "" twice. ``fits`` is what fits where what is asked for limits nothing.
    """
    if not ranked and n > 0 and allowed.allowed.any():
        return _on_nothing(_quote(text), allowed, fits, catalog)
    note = note_on(tuple(ranked), allowed, False, n, catalog)
    if any(note) or not ranked:
        return note
    if any(reason.signal in BY_WORDS for one in ranked for reason in one.reasons):
        return "", ""
    quote = _quote(text)
    with_words = fits.worded()
    if not with_words.any():
        return (
            f"Nothing here has words of {quote}; these come nearest in meaning.",
            f"这里没有含{quote}中词语的，以下是意思最接近的。",
        )
    if not (with_words & allowed.allowed).any():
        return (
            f"Nothing within the limits has words of {quote}; these come nearest in meaning.",
            f"符合限定条件的里面没有含{quote}中词语的，以下是意思最接近的。",
        )
    return "", ""


def _on_nothing(
    quote: str, allowed: Candidates, fits: Fitting, catalog: Catalog
) -> tuple[str, str]:
    """Which limit keeps out what fits; there are items that it leaves, but none of them fits."""
    by_words = fits.worded()
    kept = allowed.among(by_words if by_words.any() else fits.found)
    found = emptied(kept)
    if found is None:
        return f"Nothing here fits {quote}.", f"这里没有与{quote}相符的。"
    said = [cause_in_words(cause, catalog) for cause in found.causes]
    if found.left:
        ((en, zh),) = said
        some = "the last item" if found.left == 1 else f"the last {found.left} items"
        what, what_zh = f"What keeps out {some}", f"排除了最后 {found.left} 项的条件"
    else:
        en, zh = "; ".join(en for en, _ in said), "；".join(zh for _, zh in said)
        what = "What keeps it out" if len(said) == 1 else "Two conditions keep it out between them"
        what_zh = "将其排除的条件" if len(said) == 1 else "以下两个条件合起来将其排除"
    return (
        f"Nothing that fits {quote} is within the limits. {what}: {en}.",
        f"与{quote}相符的都不在限定范围内。{what_zh}：{zh}。",
    )


def _quote(text: str) -> str:
    return f"“{text if len(text) <= QUOTED else text[: QUOTED - 1] + '…'}”"
