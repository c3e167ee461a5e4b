"""The measured effects of a store's projects: pooled, and exchanged with other associations."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from data.reading.files import read_effects
from data.services.releases import countable, report_release, told_effect
from data.store import effect_imports, projects, settings
from data.store.database import Store
from domain.effects.baseline import as_fixed
from domain.effects.effect import Effect, Three, each_effect, hours_saved
from domain.effects.exchange import SharedEffect, shared_effect, to_json
from domain.effects.monthly_panel import Counts
from domain.effects.pooled_effect import IMPORTED_WEIGHT, MeasuredEffect, PooledEffects, measured_effect, pooled_effects
from domain.effects.savings import together
from domain.effects.verdict import TOLD
from domain.errors import N_, WrongValue
from domain.projects.project import Project
from domain.releases.release import period_end
from domain.roles import Act
from domain.snapshot.snapshot import Snapshot

_WEIGHT = "imported_effect_weight"


@dataclass(frozen=True)
class OwnEffects:
    """The effects of a store's own projects.

    ``measured``: as of now. ``shared``: as other associations may have them, up to the last period end. ``avoided``:
    the incidents that all measured projects avoided together, as of now (``savings.together``); None without any.
    """

    measured: tuple[MeasuredEffect, ...]
    shared: tuple[SharedEffect, ...]
    avoided: Three | None = None


def own_effects(store: Store, snapshot: Snapshot, every: Sequence[Project] | None = None) -> OwnEffects:
    """The effects of the projects with work begun and an estimate. ``every``: all projects; loaded if not given."""
    every = projects.load(store) if every is None else every
    if not any(project.baseline for project in every):
        return OwnEffects((), ())
    now = each_effect(snapshot, every)
    shared = _shared(store, snapshot, every, told_effect)
    avoided = together(hours_saved(effect, 1.0) for effect in now if effect.word in TOLD)
    return OwnEffects(_measured(store, every, now), tuple(shared), avoided)


def _measured(store: Store, every: Sequence[Project], effects: Sequence[Effect]) -> tuple[MeasuredEffect, ...]:
    """Those of the projects' ``effects`` that have an estimate."""
    done = projects.interventions_by_project(store)
    found = (
        measured_effect(project, effect, done.get(project.project_id, []))
        for project, effect in zip(every, effects, strict=True)
    )
    return tuple(each for each in found if each)


def _shared(
    store: Store,
    snapshot: Snapshot,
    every: Sequence[Project],
    release: Callable[[Store, Snapshot, Project, Effect], tuple[Effect, bool]],
) -> list[SharedEffect]:
    """The effects that may be shared. ``release``: gives the effect of a project that may leave, and whether it may."""
    until, counted = period_end(snapshot), countable(store, snapshot)
    done = projects.interventions_by_project(store)
    found = []
    for project, now in zip(every, each_effect(counted, every, until), strict=True):
        effect, may_leave = release(store, counted, project, now)
        homes = _homes(as_fixed(counted, project), project) if may_leave else None
        if may_leave and (out := shared_effect(project, effect, done.get(project.project_id, []), homes)):
            found.append(out)
    return found


def pooled(
    store: Store,
    snapshot: Snapshot,
    every: Sequence[Project] | None = None,
    effects: Callable[[Sequence[Project]], Sequence[Effect]] | None = None,
) -> PooledEffects:
    """The pooled effect of approaches, and of approaches with each kind of intervention.

    ``effects``: gives the effect of each project, where these are kept; else they are worked out.
    """
    every = projects.load(store) if every is None else every
    if not effect_imports.load(store):  # what may be shared is needed only beside what others shared
        now = effects(every) if effects else each_effect(snapshot, every)
        return pooled_effects(_measured(store, every, now), imported_weight(store))
    return pooled_with(store, own_effects(store, snapshot, every))


def pooled_with(store: Store, own: OwnEffects) -> PooledEffects:
    """As ``pooled``, if the own effects are already known."""
    return pooled_effects([*own.measured, *imported(store, own)], imported_weight(store))


def imported(store: Store, own: OwnEffects) -> list[MeasuredEffect]:
    """The imported effects. A file that is a part of another one, or of the own effects, is not counted again.

    An association's newer file holds what its older one had. Two associations can have equal effects; these both count.
    """
    files = sorted((Counter(each.effects) for each in effect_imports.load(store)), key=Counter.total, reverse=True)
    counted = [Counter(own.shared)]
    for file in files:
        if not any(file <= other for other in counted):
            counted.append(file)
    return [each.measured() for each in sorted(each for file in counted[1:] for each in file.elements())]


def export_effects(store: Store, snapshot: Snapshot) -> tuple[bytes, int]:
    """The file of the store's own effects that may be shared (see ``exchange``), and their number.

    They are those that reports tell: of a release, up to the last period end.

    Raises:
        WrongValue: there are none.
    """
    shared = _shared(store, snapshot, projects.load(store), report_release)
    if not shared:
        raise WrongValue(
            N_("There is no effect to share yet. It takes ten incidents, ten homes, and three months since the start.")
        )
    return to_json(shared), len(shared)


def import_effects(store: Store, actor: str, name: str, content: bytes) -> tuple[int, int]:
    """Store the effects of a file of another association; returns the number of the import and that of its effects.

    Raises:
        NotUnderstood: the file is not valid (see ``exchange.from_json``).
        WrongValue: the file was already imported.
    """
    effects = read_effects(name, content)
    return effect_imports.add(store, actor, name, content, effects), len(effects)


def imported_weight(store: Store) -> float:
    """The weight of an imported effect relative to an own one (0 to 1): the team's setting, else the default."""
    return float(settings.get(store, _WEIGHT, IMPORTED_WEIGHT))


def set_imported_weight(store: Store, actor: str, weight: float) -> None:
    """Store the weight of an imported effect, for the whole team.

    Raises:
        WrongValue: the weight is not between 0 and 1.
    """
    if not 0 <= weight <= 1:
        raise WrongValue(N_("{weight} is not a number between 0 and 1."), weight=weight)
    settings.put(store, actor, _WEIGHT, float(weight), act=Act.WORK)


def _homes(snapshot: Snapshot, project: Project) -> float | None:
    """The number of homes of a project's areas together; None if that of any area is unknown."""
    ids = [area_id for area_id, _name in project.areas]
    known = snapshot.areas.filter(pl.col("area_id").is_in(ids), pl.col("denominator") != "one").height
    return Counts(snapshot).homes(ids) if known == len(set(ids)) else None
