"""Changes since the last session: at the top of the list, in silent areas, in projects and in decisions.

Only names and phases: nothing in it is a figure of an area, and nothing was typed by someone
(domain/disclosure_control.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from domain.disclosure_control import Public
from domain.projects.progress import Step
from domain.projects.project import PHASES, Project

QUARTER = 3  # months to look back if there was no earlier session


@dataclass(frozen=True)
class Moved:
    """A project that changed phase: its streets or blocks, the phase, the day, and a key of effects' WORDS.

    ``word``: the wording of its effect, "" where that was not requested.
    """

    areas: tuple[str, ...]
    phase: str
    on: date
    word: str = ""


@dataclass(frozen=True)
class CameOf:
    """The outcome of a decision of the last session. ``phase``: of its project now; None where it has none."""

    name: str
    choice: str
    phase: str | None


@dataclass(frozen=True)
class Emerging:
    """An emerging cluster of adjoining blocks: their names, and its first day."""

    names: tuple[str, ...]
    since: date


@dataclass(frozen=True)
class SessionChanges:
    """The changes since a day. ``entered``, ``gone``: names at the top of the list now and not then, and the reverse;
    ``silent``: names of areas that are silent now and were not; ``emerging``: emerging clusters; ``hot``: names of
    areas that are high together with their neighbours now and were not.
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

    Empty where ``then`` is empty: without an earlier list everything would be new.
    """
    if not then.height:
        return ()
    known = then["members"].explode().unique().to_list()
    is_new = now["members"].list.eval(pl.element().is_in(known).any()).list.first()
    return tuple(now.filter(~is_new)["name"])


def emerged(found: pl.DataFrame, public: Public) -> tuple[Emerging, ...]:
    """The emerging clusters (domain/scoring/emerging_clusters.py) of blocks whose figures may be shown.

    ``public``: of blocks, whatever the session is about.
    """
    told = found.select("names", "members", "since").iter_rows()
    return tuple(Emerging(tuple(names), since) for names, members, since in told if public.may_show(members))


def newly_hot(then: pl.DataFrame, now: pl.DataFrame, public: Public, emerging: Sequence[Emerging]) -> tuple[str, ...]:
    """The names of hot spots now (domain/indicators/hot_spots.py) that were none then, whose figures may be shown.

    Without those that are reported as emerging. Both: area_id, hot.
    """
    new = now.filter("hot").join(then.filter("hot"), on="area_id", how="anti", maintain_order="left")
    named = new.join(public.areas.filter("shown"), on="area_id", maintain_order="left")["name"].to_list()
    told = {name for each in emerging for name in each.names}
    return tuple(name for name in named if name not in told)


def moved(
    projects: Sequence[Project], steps: Mapping[int, Sequence[Step]], since: date, words: Mapping[int, str]
) -> tuple[Moved, ...]:
    """The projects that changed phase after a day, in the order of the phases.

    ``steps``: day and phase of each move (data.store.projects.phase_steps). ``words``: by project, the wording of its
    effect.
    """
    found = []
    for project in projects:
        last = [day for day, phase in steps.get(project.project_id, ()) if phase == project.phase]
        if last and last[-1] > since:
            names = tuple(name for _area, name in project.areas)
            found.append(Moved(names, project.phase, last[-1], words.get(project.project_id, "")))
    return tuple(sorted(found, key=lambda each: PHASES.index(each.phase)))
