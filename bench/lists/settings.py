"""How lists are asked for: by score alone, with each knob by itself, and as they usually are.

Knows the knobs of a list and their usual values; knows nothing of people or figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from penchant.memory.records import Request
from penchant.tools.listing.knobs import CALIBRATION, CALIBRATION_WITH_BEHAVIOUR, DIVERSITY

CALIBRATIONS = tuple(sorted({CALIBRATION_WITH_BEHAVIOUR, CALIBRATION, 1.0}))
DIVERSITIES = (DIVERSITY, 2.5 * DIVERSITY)
EXPLORED = 0.1
"""One place of ten, on average."""

DRAWS = 4
"""Lists for each person where chance has a part: their figures are the mean."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One position of the knobs; None: as it usually is."""

    diversity: float | None = 0.0
    calibration: float | None = 0.0
    exploration: float = 0.0

    @property
    def name(self) -> str:
        """Which knobs are turned, and how far."""
        turned = {"calibration": self.calibration, "diversity": self.diversity}
        if None not in turned.values():
            said = [f"{name} {value:g}" for name, value in turned.items() if value]
        else:
            said = [
                "usual",
                *(f"{name} {value:g}" for name, value in turned.items() if value is not None),
            ]
        said += [f"exploration {self.exploration:g}"] * bool(self.exploration)
        return ", ".join(said) or "by score alone"

    def requests(self, person: int) -> tuple[Request, ...]:
        """What is asked for: nothing but these knobs, once or, with chance, DRAWS times. Each
        ``person`` has their own luck: with one seed for all, the same places would be explored.
        """
        return tuple(
            Request(
                diversity=self.diversity,
                calibration=self.calibration,
                exploration=self.exploration,
                seed=DRAWS * person + draw,
            )
            for draw in range(DRAWS if self.exploration else 1)
        )


BY_SCORE = Setting()
USUAL = Setting(None, None)


def standing() -> tuple[Setting, ...]:
    """Those that are measured where nothing else is asked for."""
    return (
        BY_SCORE,
        *(Setting(calibration=one) for one in CALIBRATIONS),
        *(Setting(diversity=one) for one in DIVERSITIES),
        USUAL,
        Setting(None, None, EXPLORED),
    )


def explored(explorations: Sequence[float]) -> tuple[Setting, ...]:
    """By score alone, as usual, and with each of these explorations."""
    found = [Setting(None, None, exploration) for exploration in explorations]
    return tuple(dict.fromkeys([BY_SCORE, USUAL, *found]))


def crossed(
    diversities: Sequence[float | None], calibrations: Sequence[float | None]
) -> tuple[Setting, ...]:
    """By score alone, and each of the one with each of the other."""
    pairs = [Setting(*pair) for pair in product(diversities, calibrations)]
    return tuple(dict.fromkeys([BY_SCORE, *pairs]))
