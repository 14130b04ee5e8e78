"""The offline assistant steps in where a model's server fails in mid-conversation.

Knows how servers fail and how to say it in a sentence; the turn has been recorded long before.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

from langchain.agents.middleware.types import AgentMiddleware, ModelRequest, ModelResponse
from langgraph.errors import GraphBubbleUp

from penchant.agent.events import Notice
from penchant.agent.messages import since_last_turn
from penchant.agent.middleware import heard_in
from penchant.agent.offline import OfflineChatModel, is_offline
from penchant.memory.errors import PenchantError

_LOG = logging.getLogger(__name__)

_STATUS_EN = {
    401: "refused the key (401)",
    403: "refused access (403)",
    404: "does not know this model or address (404)",
    429: "is over its limit (429)",
}
_STATUS_ZH = {
    401: "拒绝了密钥（401）",
    403: "拒绝访问（403）",
    404: "不认识这个模型或地址（404）",
    429: "已超出限额（429）",
}


class OfflineFallback(AgentMiddleware[Any, Any, Any]):
    """Answers a turn offline when the model's server fails, and says so.

    Put it last, so that it stands nearest to the model. The notice is written to the run's
    custom stream as a :class:`~penchant.agent.events.Notice`. Once it has stepped in, the rest of
    the turn is answered offline too.
    """

    def __init__(self, offline: OfflineChatModel) -> None:
        super().__init__()
        self._offline = offline

    def wrap_model_call(
        self,
        request: ModelRequest[Any],
        handler: Callable[[ModelRequest[Any]], ModelResponse[Any]],
    ) -> ModelResponse[Any]:
        """Call the model, or the offline assistant."""
        if isinstance(request.model, OfflineChatModel):
            return handler(request)
        offline = request.override(model=self._offline.hearing(heard_in(request)))
        if any(is_offline(message) for message in since_last_turn(request.messages)):
            return handler(offline)
        try:
            return handler(request)
        except (GraphBubbleUp, PenchantError):
            raise
        except Exception as error:
            # Every maker's client has errors of its own; whichever it is, the person gets an
            # answer, the cause is said, and the log has it all.
            self._say(request, error)
            return handler(offline)

    async def awrap_model_call(
        self,
        request: ModelRequest[Any],
        handler: Callable[[ModelRequest[Any]], Awaitable[ModelResponse[Any]]],
    ) -> ModelResponse[Any]:
        """The same for asynchronous runs."""
        if isinstance(request.model, OfflineChatModel):
            return await handler(request)
        offline = request.override(model=self._offline.hearing(heard_in(request)))
        if any(is_offline(message) for message in since_last_turn(request.messages)):
            return await handler(offline)
        try:
            return await handler(request)
        except (GraphBubbleUp, PenchantError):
            raise
        except Exception as error:
            self._say(request, error)
            return await handler(offline)

    def _say(self, request: ModelRequest[Any], error: Exception) -> None:
        _LOG.warning("the model's server failed, answering offline: %s", error)
        _LOG.debug("the failure in full", exc_info=error)
        heard = heard_in(request)
        language = "en" if heard is None else heard.understanding.language
        request.runtime.stream_writer(Notice(describe_failure(error, language), restart=True))


def describe_failure(error: Exception, language: str = "en") -> str:
    """One sentence: how the server failed, and that the offline assistant answered."""
    if language == "zh":
        return f"语言模型的服务器{_cause(error, chinese=True)}，这一轮由离线助手回答。"
    return (
        f"The language model's server {_cause(error, chinese=False)}, "
        "so the offline assistant answered this turn."
    )


def _names(error: BaseException | None) -> Iterator[str]:
    """The names of the error's classes, and of those of the errors behind it."""
    while error is not None:
        for kind in type(error).__mro__:
            yield kind.__name__
        error = error.__cause__


def _cause(error: Exception, *, chinese: bool) -> str:
    names = set(_names(error))
    status = getattr(error, "status_code", None)
    if isinstance(status, int):
        known = (_STATUS_ZH if chinese else _STATUS_EN).get(status)
        if known is not None:
            return known
        return f"返回了错误 {status}" if chinese else f"answered with error {status}"
    if any("Timeout" in name for name in names):
        return "没有及时回应" if chinese else "did not answer in time"
    if names & {"RemoteProtocolError", "ReadError", "IncompleteRead", "JSONDecodeError"}:
        return "在回答中途断开" if chinese else "broke off in mid-answer"
    if any("Connect" in name for name in names):
        return "连接不上" if chinese else "could not be reached"
    kind = type(error).__name__
    return f"出错了（{kind}）" if chinese else f"failed ({kind})"
