"""The plan as an integer program, for the solver.

    maximise   the sum of what the chosen options are worth
    such that  each job is chosen at most once (a pinned one exactly once),
               of jobs that are neighbours at most one is chosen,
               no week of a lead holds more hours than are free.

Pairs of neighbours are gathered in cliques, groups of which all are neighbours of each other: a tighter bound. Hours
divided by presence are the same all through a phase, so of the weeks that ask the same of the options only the one with
the fewest hours is kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from domain.planning.assignments import Desk, Options

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Weeks:
    """Of one lead: ``rows`` of the options; their hours (a row per option, a column per week that can bind);
    ``free``."""

    rows: Ints
    hours: Floats
    free: Floats


@dataclass(frozen=True)
class Programme:
    """``shared`` times the choice is at most ``most``: the rows that are of no one lead. ``leads``: those of each."""

    options: Options
    shared: sp.csr_matrix
    most: Floats
    leads: tuple[Weeks, ...]

    def whole(self) -> tuple[sp.csr_matrix, Floats]:
        """All rows, those of the leads after the shared ones, and what each may be at most."""
        parts = [self.shared]
        for weeks in self.leads:
            hours = sp.coo_matrix(weeks.hours.T)
            shape = (len(weeks.free), self.shared.shape[1])
            parts.append(sp.csr_matrix((hours.data, (hours.row, weeks.rows[hours.col])), shape=shape))
        return sp.csr_matrix(sp.vstack(parts)), np.concatenate([self.most, *(weeks.free for weeks in self.leads)])


def programme(options: Options, jobs: int, team: Sequence[Desk], apart: Ints, pinned: Sequence[int] = ()) -> Programme:
    """The rows for these options; ``apart``: pairs of jobs that are neighbours; ``pinned``: jobs that must be in."""
    each = (np.ones(len(options.job)), (options.job, np.arange(len(options.job))))
    once = sp.csr_matrix(each, shape=(jobs, len(options.job)))
    groups = [sp.csr_matrix(once[list(clique)].sum(axis=0)) for clique in cliques(apart, jobs)]
    shared = sp.csr_matrix(sp.vstack([once, *groups, -once[list(pinned)]]))
    most = np.concatenate([np.ones(jobs + len(groups)), -np.ones(len(pinned))])
    return Programme(options, shared, most, tuple(_weeks(options, lead, desk) for lead, desk in enumerate(team)))


def cliques(pairs: Ints, jobs: int) -> list[tuple[int, ...]]:
    """Groups of jobs that are all neighbours of each other, such that each pair is in one of them."""
    beside: list[set[int]] = [set() for _job in range(jobs)]
    for one, other in pairs:
        beside[one].add(int(other))
        beside[other].add(int(one))
    found, told = [], set()
    for one, other in pairs:
        if (one, other) in told:
            continue
        clique = [int(one), int(other)]
        for third in sorted(beside[one] & beside[other]):
            if all(third in beside[member] for member in clique):
                clique.append(third)
        told |= {(a, b) for a in clique for b in clique if a < b}
        found.append(tuple(sorted(clique)))
    return found


def _weeks(options: Options, lead: int, desk: Desk) -> Weeks:
    """The weeks that differ and can bind, of the options by one lead."""
    mine = np.flatnonzero(options.lead == lead)
    works = desk.there > 0
    if not len(mine):
        return Weeks(mine, np.zeros((0, 0)), np.zeros(0))
    hours = (options.load[mine][:, works] / desk.there[works]).T
    free = (desk.free[works] / desk.there[works]).round(9)
    weeks, which = np.unique(hours.round(9), axis=0, return_inverse=True)
    most = np.full(len(weeks), np.inf)
    np.minimum.at(most, which.ravel(), free)
    binding = weeks.sum(axis=1) > most
    return Weeks(mine, np.ascontiguousarray(weeks[binding].T), most[binding])
