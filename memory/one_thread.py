"""One thread for products of matrices, as long as a call takes.

The products behind a list are many and small. Where numpy's library (BLAS) shares them out among
threads, these then wait for the next one at full speed: that gains next to nothing by the clock on
a quiet machine, and is several times as slow where others want the processor too. Knows these
libraries through threadpoolctl; knows nothing of what is multiplied. Embedders have threads of
their own, which stay as they are.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from threadpoolctl import LibController, ThreadpoolController


class OneThread:
    """Keeps products to one thread while anybody wants it; the setting is the whole process's."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._wanting = 0
        self._libraries: list[LibController] | None = None
        self._before: list[tuple[LibController, int]] = []
        """What was set before the first of those who want it, where that was more than one."""

    @contextmanager
    def wanted(self) -> Iterator[None]:
        """One thread within the block, also where blocks of several threads overlap. After the
        last of them all is as it was before the first, but for what others have set meanwhile.
        """
        with self._lock:
            if not self._wanting:
                self._limit()
            self._wanting += 1
        try:
            yield
        finally:
            with self._lock:
                self._wanting -= 1
                if not self._wanting:
                    self._restore()

    def _limit(self) -> None:
        if self._libraries is None:
            # Once: to look through all that is loaded takes a millisecond.
            self._libraries = _shared()
        found = [(one, one.get_num_threads()) for one in self._libraries]
        self._before = [(one, number) for one, number in found if number and number > 1]
        for one, _ in self._before:
            _set(one, 1)

    def _restore(self) -> None:
        for one, number in self._before:
            if one.get_num_threads() == 1:
                _set(one, number)


def _shared() -> list[LibController]:
    """The loaded libraries with one setting for all of the process. Where OpenMP has a setting for
    each thread, who is last out could not put back what the first one found.
    """
    found: list[LibController] = ThreadpoolController().select(user_api="blas").lib_controllers
    return [one for one in found if getattr(one, "threading_layer", None) != "openmp"]


def _set(library: LibController, number: int) -> None:
    # Newer releases of threadpoolctl have the first thread that sets it be the only one that can,
    # until it lets go: the last out may be another one.
    _let_go(library)
    library.set_num_threads(number)
    _let_go(library)


def _let_go(library: LibController) -> None:
    if hasattr(library, "clear_controlling_thread"):
        library.clear_controlling_thread(force=True)


one_thread = OneThread().wanted
"""One for the process, as the setting is."""
