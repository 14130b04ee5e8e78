"""How lists are asked for: by score alone, with each knob by itself, and as they usually are.

Knows the knobs of a list and their usual values; knows nothing of people or figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from penchant.memory.records import Request
from penchant.tools.listing.knobs import CALIBRATION, DIVERSITY

CALIBRATIONS = (0.5, 0.9, 1.0)
DIVERSITIES = (0.6, 1.5)
EXPLORED = 0.1
"""One place of ten, on average."""

DRAWS = 4
"""Lists for each person where chance has a part: their figures are the mean."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One position of the knobs."""

    diversity: float = 0.0
    calibration: float = 0.0
    exploration: float = 0.0

    @property
    def name(self) -> str:
        """Which knobs are turned, and how far."""
        turned = (
            ("calibration", self.calibration),
            ("diversity", self.diversity),
            ("exploration", self.exploration),
        )
        said = ", ".join(f"{name} {value:g}" for name, value in turned if value)
        return f"{said} (usual)" if self == USUAL else said or "by score alone"

    def requests(self) -> tuple[Request, ...]:
        """What is asked for: nothing but these knobs, once or, with chance, DRAWS times."""
        return tuple(
            Request(
                diversity=self.diversity,
                calibration=self.calibration,
                exploration=self.exploration,
                seed=seed,
            )
            for seed in range(DRAWS if self.exploration else 1)
        )


BY_SCORE = Setting()
USUAL = Setting(DIVERSITY, CALIBRATION)


def standing() -> tuple[Setting, ...]:
    """Those that are measured where nothing else is asked for."""
    found = [BY_SCORE]
    found += [Setting(calibration=one) for one in sorted({*CALIBRATIONS, CALIBRATION} - {0.0})]
    found += [Setting(diversity=one) for one in sorted({*DIVERSITIES, DIVERSITY} - {0.0})]
    found += [USUAL, Setting(DIVERSITY, CALIBRATION, EXPLORED)]
    return tuple(dict.fromkeys(found))


def crossed(diversities: Sequence[float], calibrations: Sequence[float]) -> tuple[Setting, ...]:
    """By score alone, and each of the one with each of the other."""
    pairs = [Setting(*pair) for pair in product(diversities, calibrations)]
    return tuple(dict.fromkeys([BY_SCORE, *pairs]))
