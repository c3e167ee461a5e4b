"""Placebo tests: the effect that would be reported for areas without a project.

The work "begins" on the day after the date, in one area with enough incidents. The baseline uses only the data known
then, as when real work begins, and the effect is estimated with the app's own functions. Nothing was done, so the true
effect is none: nine in ten intervals should contain no change, and by chance one in twenty should show fewer incidents,
and one in twenty more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from domain.backtest.measures import by_chance
from domain.effects.baseline import Baselines
from domain.effects.effect import Effect, effect_by
from domain.effects.monthly_panel import Counts
from domain.effects.observed_to_expected import EFFECT_COVERAGE, EFFECT_TAIL
from domain.projects.project import Project


@dataclass(frozen=True)
class Placebos:
    """The estimated effects in areas without a project."""

    effects: tuple[Effect, ...]


def placebos(then: Counts, since: Counts, area_ids: Sequence[str], on: date, *, most: int, seed: int) -> Placebos:
    """The effects of fictitious work that begins on the day after ``on``, in ``most`` random areas of ``area_ids``.

    ``then``: the counts known on that day. ``since``: the counts up to the end of the period. ``seed``: random seed.
    Effects that cannot be estimated are left out.
    """
    rng = np.random.default_rng(seed)
    chosen = rng.choice(np.asarray(area_ids, dtype=object), min(most, len(area_ids)), replace=False)
    start = on + timedelta(1)
    baselines, found = Baselines(then), []
    for area_id in chosen:
        project = Project("placebo", ((area_id, area_id),), start, phase="carry_out", carried_out_from=start)
        frozen = baselines.of(project, start)
        if frozen is None:
            continue
        began = Project(**project.__dict__ | {"baseline": frozen.to_json()})
        effect = effect_by(Baselines(since, [began]), began)
        if effect.ratio is not None and np.isfinite(effect.ratio):
            found.append(effect)
    return Placebos(tuple(found))


def placebo_summary(found: Sequence[Placebos], overlap: float = 1.0) -> dict[str, Any]:
    """The placebo effects of all dates together.

    Keys: n (number of effects), ratio (counted / expected); and shares from 0 to 1, None without effects: covered,
    displaced_covered, total_covered (intervals that contain no change), said_fewer, said_more (intervals entirely below
    or above no change). by_chance: by the name of such a share, n (its number of effects), true (how many of them), low
    and high (measures.by_chance).
    """
    effects = [effect for each in found for effect in each.effects]
    expected = sum(effect.expected for effect in effects)

    def holds_none(name: str) -> list[bool]:
        spans = [getattr(effect, name) for effect in effects if getattr(effect, name) is not None]
        return [low <= 0 <= high for _middle, low, high in spans]

    shares = {
        "covered": (EFFECT_COVERAGE, [effect.low <= 1 <= effect.high for effect in effects]),
        "said_fewer": (EFFECT_TAIL, [effect.high < 1 for effect in effects]),
        "said_more": (EFFECT_TAIL, [effect.low > 1 for effect in effects]),
        "displaced_covered": (EFFECT_COVERAGE, holds_none("displaced")),
        "total_covered": (EFFECT_COVERAGE, holds_none("total")),
    }
    chances = {name: by_chance(np.full(len(held), part), overlap) for name, (part, held) in shares.items()}
    return {
        "n": len(effects),
        "ratio": round(sum(effect.incidents for effect in effects) / expected, 4) if expected else None,
        **{name: round(float(np.mean(held)), 4) if held else None for name, (_part, held) in shares.items()},
        "by_chance": {
            name: {"n": len(held), "true": sum(held), "low": chances[name][0], "high": chances[name][1]}
            for name, (_part, held) in shares.items()
        },
    }
