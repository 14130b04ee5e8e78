"""The calibration of the space in which interests lie, kept with the store it was measured for.

Knows where it is kept and for which catalog; how it is measured is memory/core/calibration.py's.
"""

from __future__ import annotations

from penchant.memory.core.calibration import Calibration, uncalibrated
from penchant.memory.store.journal import Journal

_CENTRE, _THRESHOLD, _CATALOG = "centre", "threshold", "calibrated-on"


class Space:
    """What is kept of the calibration in one journal, for one embedder."""

    def __init__(self, journal: Journal, fingerprint: str, dimension: int) -> None:
        self._journal = journal
        self._fingerprint = fingerprint
        self._dimension = dimension

    @property
    def catalog(self) -> str | None:
        """The name of the catalog that was measured, or None."""
        return self._journal.get_meta(_CATALOG)

    def load(self) -> Calibration:
        """The calibration that is kept, or the one that stands until there is one."""
        threshold = self._journal.get_meta(_THRESHOLD)
        centre = self._journal.item_vectors(self._fingerprint, [_CENTRE]).get(_CENTRE)
        if threshold is None or centre is None:
            return uncalibrated(self._dimension)
        return Calibration(centre, float(threshold))

    @staticmethod
    def named_values(calibration: Calibration, catalog: str) -> dict[str, str | None]:
        """What is kept by name of a calibration measured on this catalog."""
        return {_THRESHOLD: repr(calibration.threshold), _CATALOG: catalog}

    def prepare(self, calibration: Calibration) -> None:
        """Keep the centre for this embedder, before the named values make it count."""
        self._journal.put_item_vectors(self._fingerprint, {_CENTRE: calibration.centre})

    def keep(self, calibration: Calibration, catalog: str) -> None:
        """Keep ``calibration`` under the name of the catalog it was measured on."""
        self.prepare(calibration)
        self._journal.put_all_meta(self.named_values(calibration, catalog))
