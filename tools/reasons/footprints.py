"""Footprints: what the store knows of items by what was done with them, for the reasons' words.

Reads the crowd and the person's own actions in the journal; knows nothing of scores or sentences.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from penchant.memory.core.behaviour.crowd import Crowd
from penchant.memory.core.decay import HALF_LIVES, Array
from penchant.memory.core.signals import BEHAVIOUR
from penchant.memory.records import Evidence, Item, Profile, to_day
from penchant.tools.catalog.catalog import Catalog
from penchant.tools.history import Chosen, History
from penchant.tools.impressions import shortened
from penchant.tools.reasons.hearsay import Heard
from penchant.tools.retrieval.ground import Ground
from penchant.tools.words.marks import in_marks

CITED = 3
"""Own actions cited per signal, those that count most."""

_DAY, _DAYS_3, _DAYS_10, _DAYS_40 = map(HALF_LIVES.tolist().index, (1.0, 3.0, 10.0, 40.0))

SOME = 1.0
"""Fewer people than this of late make nothing popular."""

NEAR = 1.5
"""As popular as something else: within this factor, either way."""

_MOST_FADED = 1.0 - 2.0 ** (-10.0 / 40.0)
"""What one choice ten days old has lost of itself at a half-life of 40 days."""

Shares = Mapping[str, Mapping[str, float]]


class Footprints:
    """Facts about items as reasons tell them, from the ``history`` of people."""

    def __init__(self, history: History) -> None:
        self._history = history

    def heard(
        self, profile: Profile, crowd: Crowd, items: Sequence[Item], ground: Ground
    ) -> dict[str, Heard]:
        """What is known of each of ``items``, by id; but for those whom the person follows, nothing
        while nothing is learned.
        """
        user, day = profile.user, to_day(profile.at)
        followed = crowd.followed(user, day, [one.id for one in items]).people.tolist()
        if not crowd.choices or not items:
            return {
                one.id: Heard(followed=people)
                for one, people in zip(items, followed, strict=True)
                if people
            }
        catalog = ground.catalog
        usual = crowd.usual(ground.crowd.there(crowd.ids), day, _DAYS_10)
        people = crowd.people([one.id for one in items], day)
        own = crowd.chosen_by(user)
        mine = float(crowd.people(sorted(own), day)[:, _DAYS_40].mean()) if own else None
        sources = crowd.sources_of(user, day, [one.id for one in items])
        actions = self._actions(profile, sources)
        marked = {own: in_marks(item) for own in actions if (item := catalog.known(own))}
        return {
            one.id: _told(
                sums,
                usual,
                mine,
                people_followed,
                {
                    signal: _cited(shares, actions, catalog)
                    for signal, shares in sources[one.id].items()
                    if signal in BEHAVIOUR and one.id not in own
                },
                marked,
            )
            for one, sums, people_followed in zip(items, people, followed, strict=True)
        }

    def _actions(self, profile: Profile, sources: Mapping[str, Shares]) -> dict[str, Chosen]:
        """The newest action that counts with each own item that will be cited."""
        wanted = {
            own for shown in sources.values() for shares in shown.values() for own in _top(shares)
        }
        found: dict[str, Chosen] = {}
        if not wanted:
            return found
        for done in self._history.chosen(profile.user):
            if done.occurred_at <= profile.at and done.item in wanted:
                found[done.item] = done
                wanted.discard(done.item)
                if not wanted:
                    break
        return found


def _told(
    sums: Array,
    usual: float,
    mine: float | None,
    followed: int,
    behind: Mapping[str, tuple[Evidence, ...]],
    marked: Mapping[str, str],
) -> Heard:
    """The facts in ``sums`` (H,), an item's people with decay. An item has ``usual`` of them on
    average within ten days, one that the person chose ``mine`` within forty. Of those whom the
    person follows ``followed`` chose it.
    """
    everybody, month = float(sums[-1]), float(sums[_DAYS_40])
    return Heard(
        used=everybody > 0,
        # Many faded choices may not pass for a recent one. All together have lost no less than
        # the oldest alone; and from the sum of three days' half-life to that of one day's, the
        # newest has faded no more than they do on average: to a quarter after three days.
        new=everybody > 0 and everybody - month <= _MOST_FADED,
        current=bool(sums[_DAYS_3] > 0 and sums[_DAY] >= sums[_DAYS_3] / 4),
        popular=bool(sums[_DAYS_10] > usual and sums[_DAYS_10] >= SOME),
        usual=mine is not None and month > 0 and mine / NEAR <= month <= mine * NEAR,
        followed=followed,
        behind=behind,
        marked=marked,
    )


def _top(shares: Mapping[str, float]) -> list[str]:
    return sorted(shares, key=lambda own: (-shares[own], own))[:CITED]


def _cited(
    shares: Mapping[str, float], actions: Mapping[str, Chosen], catalog: Catalog
) -> tuple[Evidence, ...]:
    cited = []
    for own in _top(shares):
        done, item = actions.get(own), catalog.known(own)
        if done is not None:
            cited.append(
                Evidence(
                    entry=done.entry,
                    kind=done.kind,
                    occurred_at=done.occurred_at,
                    amount=shares[own],
                    item=own,
                    quote=shortened(item.title) if item is not None else "",
                )
            )
    return tuple(cited)
