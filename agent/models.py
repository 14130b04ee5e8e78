"""Which language model the assistant talks to.

Knows OpenAI-compatible servers; reads no environment by itself and never connects on its own.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from penchant.memory.errors import BadInput

if TYPE_CHECKING:
    from langchain_core.language_models.chat_models import BaseChatModel

OFFLINE = "offline"
"""The name that asks for the offline assistant even where a server is configured."""

DEFAULT_MODEL = "gpt-4.1-mini"
LOCAL_MODEL = "default"
"""Servers of one model take any name."""

CONNECT_SECONDS = 5.0
READ_SECONDS = 60.0
LOCAL_READ_SECONDS = 180.0
"""A model on this machine's processor may read a long prompt before its first word."""
RETRIES = 1


def choose_model(
    model: str | BaseChatModel | None, environment: Mapping[str, str]
) -> BaseChatModel | None:
    """The chat model to use; None means the offline assistant.

    ``model`` is a chat model of the host's own, the name of a model, ``"offline"``, or None.
    ``environment`` may hold OPENAI_API_KEY, OPENAI_BASE_URL and OPENAI_MODEL. Without a key or an
    address there is no server: a name is then refused with BadInput. A server on this machine
    needs no key.
    """
    if model is not None and not isinstance(model, str):
        return model
    if model == OFFLINE:
        return None
    key = environment.get("OPENAI_API_KEY", "").strip()
    address = environment.get("OPENAI_BASE_URL", "").strip()
    name = model or environment.get("OPENAI_MODEL", "").strip()
    if not key and not address:
        if model is not None:
            raise BadInput(
                f"The model {model!r} needs a server: set OPENAI_API_KEY, or OPENAI_BASE_URL for "
                "a server of your own."
            )
        return None
    local = bool(address) and is_loopback(address)
    if not key and not local:
        raise BadInput(f"The server {address} needs a key: set OPENAI_API_KEY.")
    return _openai(name or (LOCAL_MODEL if address else DEFAULT_MODEL), key, address, local)


def is_loopback(address: str) -> bool:
    """Whether a server's ``address`` is on this machine."""
    host = urlsplit(address).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _openai(name: str, key: str, address: str, local: bool) -> BaseChatModel:
    import httpx
    from langchain_openai import ChatOpenAI
    from pydantic import SecretStr

    options: dict[str, Any] = {}
    if address:
        # Other makers' servers speak the chat completions interface alone.
        options |= {"base_url": address, "use_responses_api": False}
    if local:
        # A proxy set for the outside world is no way to this machine.
        options |= {
            "http_client": httpx.Client(trust_env=False),
            "http_async_client": httpx.AsyncClient(trust_env=False),
        }
    patience = LOCAL_READ_SECONDS if local else READ_SECONDS
    return ChatOpenAI(
        model=name,
        api_key=SecretStr(key or "none"),
        timeout=httpx.Timeout(patience, connect=CONNECT_SECONDS),
        stream_chunk_timeout=patience,
        max_retries=RETRIES,
        **options,
    )
