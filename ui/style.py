"""How the page is dressed: theme, style sheet and script, all from this package.

No font, script or picture comes from another machine.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Any

FONTS = (
    "ui-sans-serif",
    "system-ui",
    "-apple-system",
    "Segoe UI",
    "Roboto",
    "Noto Sans",
    "PingFang SC",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "sans-serif",
)
MONOSPACE = ("ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace")


def dress() -> dict[str, Any]:
    """``theme`` and ``css`` as Gradio's ``launch`` and ``mount_gradio_app`` take them."""
    import gradio

    theme = gradio.themes.Base(font=list(FONTS), font_mono=list(MONOSPACE))
    return {"theme": theme, "css": _text("page.css")}


def script() -> str:
    """The JavaScript each piece of the page runs once."""
    return _text("page.js")


def _text(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")
