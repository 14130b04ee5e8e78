"""The page in Gradio: its pieces, and which press runs what.

Knows Gradio's components and events, and is imported only where a page is served, because Gradio
takes seconds to load; what a piece shows is the rendering modules', what a press
does is ``seat.py``'s.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import gradio as gr

from penchant.ui.seat import ALL, LONGEST_MESSAGE, PARTS, Change, Seat
from penchant.ui.style import script
from penchant.ui.visitors import Visitors, to_keep
from penchant.ui.wording import ENGLISH

if TYPE_CHECKING:
    from penchant.agent.assistant import Assistant

AT_ONCE = 16
"""How many presses and messages, of all visitors together, are worked on at the same time."""

STORAGE_KEY = "penchant"
STORAGE_SECRET = "kept in the browser, for its own eyes"
"""Gradio scrambles what a browser keeps with a key it also sends to the browser. A fixed one lets
a visitor be recognised after the server was started again; it protects nothing."""

HINTS = """(kept, _) => [kept, JSON.stringify({
  languages: (navigator.languages || [navigator.language]).join(","),
  zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
})]"""


def build_page(assistant: Assistant, *, user: str | None = None) -> gr.Blocks:
    """The page of ``assistant``, ready to be launched or mounted (see ``style.dress``).

    ``user`` is whose memory it shows; None gives every browser a visitor of its own. Nothing is
    shared between tabs but what the journal of their user holds.
    """
    visitors = Visitors(assistant, user)
    page: gr.Blocks
    with gr.Blocks(title="Penchant", analytics_enabled=False, fill_width=True) as page:
        kept = gr.BrowserState(None, storage_key=STORAGE_KEY, secret=STORAGE_SECRET)
        hints = gr.Textbox(visible=False)
        pieces, box, button = _lay_out()
        outputs = [*pieces.values(), box, button, kept]

        def show(seat: Seat, change: Change, *, keep: bool = False) -> list[Any]:
            words = seat.reader.words
            shown: list[Any] = [
                seat.render(part) if part in change.parts else gr.skip() for part in PARTS
            ]
            asked: dict[str, Any] = {} if change.box is None else {"value": change.box}
            if "header" in change.parts:
                asked |= {"placeholder": words.placeholder, "label": words.message_label}
            shown.append(gr.update(**asked) if asked else gr.skip())
            shown.append(gr.update(value=words.send) if "header" in change.parts else gr.skip())
            shown.append(to_keep(seat) if keep else gr.skip())
            return shown

        def arrive(stored: Any, told: str, request: gr.Request) -> list[Any]:
            seat = visitors.open(str(request.session_hash), stored, told)
            return show(seat, ALL, keep=True)

        def say(text: str | None, stored: Any, request: gr.Request) -> Iterator[list[Any]]:
            seat = visitors.find(str(request.session_hash), stored)
            for change in seat.send(text or ""):
                yield show(seat, change)

        def say_example(
            stored: Any, event: gr.EventData, request: gr.Request
        ) -> Iterator[list[Any]]:
            seat = visitors.find(str(request.session_hash), stored)
            yield from say(seat.example(_sent(event).get("say")), stored, request)

        def press(stored: Any, event: gr.EventData, request: gr.Request) -> list[Any]:
            seat = visitors.find(str(request.session_hash), stored)
            change = seat.press(_sent(event))
            return show(seat, change, keep="header" in change.parts)

        def leave(request: gr.Request) -> None:
            visitors.leave(str(request.session_hash))

        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        page.load(arrive, [kept, hints], outputs, js=HINTS, **quiet)
        gr.on(
            [box.submit, button.click], say, [box, kept], outputs, trigger_mode="multiple", **quiet
        )
        pieces["past"].select(say_example, [kept], outputs, trigger_mode="multiple", **quiet)
        for part in ("header", "cards", "panel"):
            pieces[part].click(press, [kept], outputs, trigger_mode="multiple", **quiet)
        page.unload(leave)
    page.queue(default_concurrency_limit=AT_ONCE, api_open=False)
    # Gradio would sum up all events so far, with pandas, after each single one.
    page._queue.ANAYLTICS_CACHE_FREQUENCY = sys.maxsize
    return page


def _lay_out() -> tuple[dict[str, Any], Any, Any]:
    """The pieces of :data:`PARTS` by name, the message box and the send button, in their places."""
    code = script()

    def piece(name: str) -> Any:
        return gr.HTML(elem_id=f"pc-{name}", js_on_load=code, apply_default_css=False)

    pieces = {"header": piece("header")}
    with gr.Row(elem_id="pc-main"):
        with gr.Column(elem_id="pc-chat"):
            with gr.Column(elem_id="pc-talk"):
                pieces["past"] = piece("past")
                pieces["live"] = piece("live")
            with gr.Row(elem_id="pc-composer"):
                box = gr.Textbox(
                    lines=1,
                    max_lines=6,
                    label=ENGLISH.message_label,
                    placeholder=ENGLISH.placeholder,
                    show_label=False,
                    container=False,
                    autofocus=True,
                    max_length=LONGEST_MESSAGE,
                    elem_id="pc-box",
                )
                button = gr.Button(ENGLISH.send, elem_id="pc-send", variant="primary")
        with gr.Column(elem_id="pc-list"):
            pieces["cards"] = piece("cards")
        with gr.Column(elem_id="pc-profile"):
            pieces["panel"] = piece("panel")
    return pieces, box, button


def _sent(event: gr.EventData) -> dict[str, object]:
    """What a press carried; anything else than names with values is nothing."""
    return event._data if isinstance(event._data, dict) else {}
