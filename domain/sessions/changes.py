"""Changes since the last session: at the top of the list, in silent areas, in projects and in decisions.

It holds only names and phases: no figures of areas and no free text (domain/disclosure_control.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from domain.disclosure_control import Public
from domain.projects.progress import Step
from domain.projects.project import PHASES, Project

MONTHS_WITHOUT_SESSION = 3  # months to look back if there was no earlier session


@dataclass(frozen=True)
class Moved:
    """A project that changed phase: the names of its areas, the new phase and the day.

    ``word``: a key of effects.verdict.WORDS; "" if the effect was not requested.
    """

    areas: tuple[str, ...]
    phase: str
    on: date
    word: str = ""


@dataclass(frozen=True)
class CameOf:
    """The outcome of a decision of the last session. ``phase``: the present phase of its project; None without one."""

    name: str
    choice: str
    phase: str | None


@dataclass(frozen=True)
class Emerging:
    """An emerging cluster of adjoining blocks: the names of the blocks, and its first day."""

    names: tuple[str, ...]
    since: date


@dataclass(frozen=True)
class SessionChanges:
    """The changes since a day.

    ``entered``: names that are at the top of the list now and were not then; ``gone``: the reverse. ``silent``: names
    of areas that became silent. ``moved``: projects that changed phase. ``decided``: outcomes of the last session.
    ``emerging``: emerging clusters. ``hot``: names of areas that became hot spots.
    """

    since: date
    entered: tuple[str, ...]
    gone: tuple[str, ...]
    silent: tuple[str, ...]
    moved: tuple[Moved, ...]
    decided: tuple[CameOf, ...]
    emerging: tuple[Emerging, ...] = ()
    hot: tuple[str, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether nothing changed."""
        return not any((self.entered, self.gone, self.silent, self.moved, self.decided, self.emerging, self.hot))


def entered(then: pl.DataFrame, now: pl.DataFrame) -> tuple[str, ...]:
    """The names of candidates in ``now`` with none of their areas in ``then``. Both: name, members (area ids).

    Empty if ``then`` is empty, because without an earlier list everything would be new.
    """
    if not then.height:
        return ()
    known = then["members"].explode().unique().to_list()
    is_new = now["members"].list.eval(pl.element().is_in(known).any()).list.first()
    return tuple(now.filter(~is_new)["name"])


def emerged(found: pl.DataFrame, public: Public) -> tuple[Emerging, ...]:
    """The emerging clusters (domain/scoring/emerging_clusters.py) of blocks whose figures may be shown.

    ``public``: the figures of blocks, also in a session about streets.
    """
    rows = found.select("names", "members", "since").iter_rows()
    return tuple(Emerging(tuple(names), since) for names, members, since in rows if public.may_show(members))


def newly_hot(then: pl.DataFrame, now: pl.DataFrame, public: Public, emerging: Sequence[Emerging]) -> tuple[str, ...]:
    """The names of new hot spots (domain/indicators/hot_spots.py) whose figures may be shown.

    Areas in ``emerging`` are left out. ``then``, ``now``: area_id, hot.
    """
    new = now.filter("hot").join(then.filter("hot"), on="area_id", how="anti", maintain_order="left")
    named = new.join(public.areas.filter("shown"), on="area_id", maintain_order="left")["name"].to_list()
    left_out = {name for each in emerging for name in each.names}
    return tuple(name for name in named if name not in left_out)


def moved(
    projects: Sequence[Project], steps: Mapping[int, Sequence[Step]], since: date, words: Mapping[int, str]
) -> tuple[Moved, ...]:
    """The projects that changed phase after a day, in the order of the phases.

    ``steps``: by project id, the day and phase of every change (data.store.projects.phase_steps). ``words``: by project
    id, the key of the wording of its effect.
    """
    found = []
    for project in projects:
        last = [day for day, phase in steps.get(project.project_id, ()) if phase == project.phase]
        if last and last[-1] > since:
            names = tuple(name for _area, name in project.areas)
            found.append(Moved(names, project.phase, last[-1], words.get(project.project_id, "")))
    return tuple(sorted(found, key=lambda each: PHASES.index(each.phase)))
