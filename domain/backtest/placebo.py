"""Placebo tests: the effect that would be reported for areas without a project.

The work "begins" the day after the date, in one area that had incidents enough to be taken on. The baseline is made of
what was known then, as it is frozen on the day that real work begins; the effect is that of the app. Nothing was done,
so the effect should be none: nine in ten intervals should hold it, and one in twenty should say fewer, or more, by
chance.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from domain.effects.baseline import Baselines
from domain.effects.effect import Effect, effect_by
from domain.effects.monthly_panel import Counts
from domain.projects.project import Project


@dataclass(frozen=True)
class Placebos:
    """The effects of areas where nothing was done, that could be told."""

    effects: tuple[Effect, ...]


def placebos(then: Counts, since: Counts, area_ids: Sequence[str], on: date, *, most: int, seed: int) -> Placebos:
    """The effects in ``most`` of these areas, drawn without replacement, of work that would have begun after ``on``.

    ``then``: the counts of what was known on that day; ``since``: of what is known by the end of what is looked at.
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


def told(found: Sequence[Placebos]) -> dict[str, Any]:
    """Over all dates: n, ratio (counted over expected), covered, said_fewer, said_more, displaced_covered ...

    ... and total_covered: parts from 0 to 1 that held that nothing changed; None where there is none to take a part of.
    """
    effects = [effect for each in found for effect in each.effects]
    expected = sum(effect.expected for effect in effects)

    def part(held: list[bool]) -> float | None:
        return round(float(np.mean(held)), 4) if held else None

    def holds_none(name: str) -> list[bool]:
        spans = [getattr(effect, name) for effect in effects if getattr(effect, name) is not None]
        return [low <= 0 <= high for _middle, low, high in spans]

    return {
        "n": len(effects),
        "ratio": round(sum(effect.incidents for effect in effects) / expected, 4) if expected else None,
        "covered": part([effect.low <= 1 <= effect.high for effect in effects]),
        "said_fewer": part([effect.high < 1 for effect in effects]),
        "said_more": part([effect.low > 1 for effect in effects]),
        "displaced_covered": part(holds_none("displaced")),
        "total_covered": part(holds_none("total")),
    }
