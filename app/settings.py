"""Settings: what the environment and the platform say about where and how to run.

Read once, in the composition root or at the command line, and passed down from there; no other
module looks at the environment. Knows nothing of what the settings are used for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from penchant.memory.errors import BadInput


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where the store is and which models are used.

    ``store`` is the folder of the store. ``model`` names the language model on an
    OpenAI-compatible server at ``base_url`` (None: OpenAI's own address), ``api_key`` its key
    (never shown); without a key or an address the offline assistant answers. ``embedder`` is
    ``english``, ``multilingual`` or a sentence-transformers model by name or path (None: what the
    store began with) and ``threads`` the
    number of threads it may use (None: it decides). ``chinese`` tells that the person's locale
    is a Chinese one.
    """

    store: Path
    model: str | None = None
    base_url: str | None = None
    api_key: str | None = field(default=None, repr=False)
    embedder: str | None = None
    threads: int | None = None
    chinese: bool = False

    @property
    def has_server(self) -> bool:
        """Whether enough is set to reach a language model's server."""
        return bool(self.api_key or self.base_url)


def default_store() -> Path:
    """The platform's folder for a user's data of this application."""
    import platformdirs

    return Path(platformdirs.user_data_dir("penchant", appauthor=False))


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Settings from ``environ``; what is unset or empty takes its default.

    Variables: ``PENCHANT_STORE``, ``PENCHANT_MODEL`` (else ``OPENAI_MODEL``),
    ``PENCHANT_EMBEDDER``, ``PENCHANT_THREADS``, ``OPENAI_BASE_URL``, ``OPENAI_API_KEY`` and the
    locale's ``LC_ALL``, ``LC_MESSAGES``, ``LANG``. ``BadInput`` when ``PENCHANT_THREADS`` is no
    positive number.
    """

    def get(name: str) -> str | None:
        return environ.get(name, "").strip() or None

    store = get("PENCHANT_STORE")
    locale = get("LC_ALL") or get("LC_MESSAGES") or get("LANG") or ""
    return Settings(
        store=Path(store).expanduser() if store else default_store(),
        model=get("PENCHANT_MODEL") or get("OPENAI_MODEL"),
        base_url=get("OPENAI_BASE_URL"),
        api_key=get("OPENAI_API_KEY"),
        embedder=get("PENCHANT_EMBEDDER"),
        threads=_positive("PENCHANT_THREADS", get("PENCHANT_THREADS")),
        chinese=locale.lower().startswith("zh"),
    )


def _positive(name: str, text: str | None) -> int | None:
    if text is None:
        return None
    if not text.isdecimal() or int(text) < 1:
        raise BadInput(f"{name} is {text!r}: it must be a whole number of at least 1")
    return int(text)
