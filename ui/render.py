"""Markup that cannot be broken out of: elements, escaped text, and the small shared pieces.

Knows which tags and attributes the page uses and how any text becomes harmless; knows no record.
Everything shown is built with :func:`element`, whose string children are escaped unless they are
:class:`Html` already, so forgetting to escape is not possible by omission.
"""

from __future__ import annotations

import re
from html import escape as escape_html

_TAGS = """
a bdi br button caption code details div em h1 h2 h3 header input label li ol p span strong summary
table tbody td tfoot th thead time tr ul
"""
TAGS = frozenset(_TAGS.split())
"""The only tags that ever reach the page."""

VOID = frozenset({"br", "input"})

_ATTRIBUTES = """
aria-busy aria-expanded aria-hidden aria-label aria-live aria-pressed class data-act
data-answer data-at data-impression data-item data-key data-language data-say datetime dir
href lang max rel role scope start style target type value
"""
ATTRIBUTES = frozenset(_ATTRIBUTES.split())
"""The only attributes that ever reach the page."""

_ENTITIES = str.maketrans(
    {"{": "&#123;", "}": "&#125;", "$": "&#36;", "`": "&#96;", "\\": "&#92;", "\0": "\ufffd"}
)
_SURROGATES = re.compile("[\ud800-\udfff]")
_INLINE = re.compile(
    r"\*\*(?P<strong>\S(?:.*?\S)?)\*\*|`(?P<code>[^`]+)`|(?<![\w*])\*(?P<em>[^\s*](?:[^*]*[^\s*])?)\*"
)
_BULLET = re.compile(r"\s*[-*•]\s+(?P<text>.+)")
_NUMBER = re.compile(r"\s*(?P<start>\d{1,3})[.)]\s+(?P<text>.+)")
_HEADING = re.compile(r"#{1,6}\s+(?P<text>.+)")


class Html(str):
    """A string that is markup already and is not escaped again."""

    __slots__ = ()


def escape(text: object) -> Html:
    """``text`` as harmless markup: no tag, attribute or template can begin in it.

    The characters of Handlebars and JavaScript templates become entities too, because Gradio's
    front end knows both; what cannot be encoded as UTF-8 becomes U+FFFD.
    """
    plain = _SURROGATES.sub("\ufffd", str(text))
    return Html(escape_html(plain, quote=True).translate(_ENTITIES))


def element(name: str, *children: str | None, **attributes: object) -> Html:
    """One element. ``class_`` is written ``class``, ``data_act`` is written ``data-act``.

    Children that are not :class:`Html` are escaped; None is left out. An attribute of None or
    False is left out, True is written without a value. A tag or attribute outside the lists above
    is a ``ValueError``.
    """
    if name not in TAGS:
        raise ValueError(f"<{name}> is not one of the page's tags")
    opening = [name]
    for key, value in attributes.items():
        attribute = key.rstrip("_").replace("_", "-")
        if attribute not in ATTRIBUTES:
            raise ValueError(f"{attribute!r} is not one of the page's attributes")
        if value is True:
            opening.append(attribute)
        elif value is not None and value is not False:
            opening.append(f'{attribute}="{escape(value)}"')
    head = f"<{' '.join(opening)}>"
    return Html(head if name in VOID else f"{head}{join(*children)}</{name}>")


def join(*parts: str | None) -> Html:
    """``parts`` one after the other, escaped where they are not markup."""
    return Html("".join(part if isinstance(part, Html) else escape(part) for part in parts if part))


def bar(value: float, largest: float, *, class_: str = "") -> Html:
    """A bar as long as ``|value| / largest``; a negative one is marked and said so in words."""
    share = min(1.0, abs(value) / largest) if largest > 0 else 0.0
    sign = "minus" if value < 0 else "plus"
    fill = element("span", class_=f"pc-fill pc-{sign}", style=f"width:{share * 100:.1f}%")
    return element("span", fill, class_=f"pc-bar {class_}".strip(), aria_hidden="true")


def plain(value: float) -> str:
    """``value`` with two decimals and a real minus, which nothing has: ``0.41``, ``−0.20``."""
    text = f"{value:.2f}"
    return text.replace("-", "" if float(text) == 0 else "−")


def signed(value: float) -> str:
    """``value`` with its sign and two decimals, with a real minus: ``+0.41``, ``−0.20``."""
    return f"{'−' if value < 0 else '+'}{abs(value):.2f}"


def prose(text: str) -> Html:
    """A message as paragraphs and lists. Of Markdown only lists, **strong**, *em* and `code`
    are known: no link and no picture, so nothing in a message can fetch or lead anywhere.
    """
    blocks: list[Html] = []
    paragraph: list[Html] = []
    items: list[Html] = []
    opened: tuple[str, int | None] = ("", None)

    def close() -> None:
        if paragraph:
            lines = [part for line in paragraph for part in (element("br"), line)]
            blocks.append(element("p", *lines[1:]))
            paragraph.clear()
        if items:
            blocks.append(element(opened[0], *items, start=opened[1]))
            items.clear()

    for line in text.splitlines():
        bullet, number = _BULLET.fullmatch(line), _NUMBER.fullmatch(line)
        found = bullet or number
        if found:
            kind = "ul" if bullet else "ol"
            if paragraph or (items and kind != opened[0]):
                close()
            if not items:
                opened = (kind, int(number["start"]) if number and not bullet else None)
            items.append(element("li", _inline(found["text"])))
            continue
        if items or not line.strip():
            close()
        if line.strip():
            heading = _HEADING.fullmatch(line)
            paragraph.append(
                element("strong", _inline(heading["text"])) if heading else _inline(line)
            )
    close()
    return join(*blocks)


def _inline(text: str) -> Html:
    parts: list[Html] = []
    at = 0
    for found in _INLINE.finditer(text):
        parts.append(escape(text[at : found.start()]))
        name = found.lastgroup or "code"
        parts.append(element(name, found[name]))
        at = found.end()
    parts.append(escape(text[at:]))
    return join(*parts)
