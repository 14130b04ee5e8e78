"""The shape of a request: whether each of its fields is of the kind it should be.

Knows the fields of :class:`Request` and their types; what they may say is ``requests``' matter.
Hosts write requests in Python without a type checker, and a slip should get a sentence.
"""

from __future__ import annotations

from collections.abc import Mapping

from penchant.memory.errors import BadInput
from penchant.memory.records import Constraint, Request

_FORM = "Request(query=..., where=..., n=...)"
_NAMES = ("like", "again")


def check_shape(request: object) -> None:
    """Raise BadInput, saying how it is written, unless ``request`` is a Request whose fields are of
    their kinds.
    """
    if not isinstance(request, Request):
        said = type(request).__name__
        if isinstance(request, Mapping):
            given = ", ".join(f"{name}=..." for name in request)
            raise BadInput(f"a request is a Request, not a {said}: write Request({given})")
        raise BadInput(f"a request is words or a {_FORM}, not {said}")
    for name in ("query", "meaning"):
        if not isinstance(getattr(request, name), str):
            raise BadInput(f"{name} is text, not {getattr(request, name)!r}")
    for name in _NAMES:
        _check_names(name, getattr(request, name))
    if not isinstance(request.rules, list | tuple):
        raise BadInput(f"rules come in a list, also a single one, not {request.rules!r}")
    limits = request.constraint
    if not isinstance(limits, Constraint):
        raise BadInput(f"constraint is a Constraint(year_min=..., ...), not {limits!r}")
    for name in ("include", "exclude"):
        _check_names(name, getattr(limits, name))
    for name in ("year_min", "year_max"):
        year = getattr(limits, name)
        if year is not None and (isinstance(year, bool) or not isinstance(year, int)):
            raise BadInput(f"{name} is a year such as 1999, not {year!r}")


def _check_names(field: str, given: object) -> None:
    listed = isinstance(given, list | tuple | set | frozenset)
    if not listed or not all(isinstance(one, str) for one in given):  # type: ignore[attr-defined]
        raise BadInput(f"{field} is a list of names, not {given!r}")
