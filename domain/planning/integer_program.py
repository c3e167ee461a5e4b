"""The plan as an integer program, for the solver.

    maximise   the sum of the values of the chosen options
    such that  a job is chosen at most once (a pinned job exactly once),
               at most one of several neighbouring jobs is chosen,
               no week of a lead has more hours than are free.

Pairs of neighbours are merged into cliques (groups of mutual neighbours), which gives a tighter bound. The hours
divided by presence are constant during a phase. Of the weeks with the same constraint, only the one with the fewest
free hours is kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from domain.planning.assignments import Desk, Options
from domain.planning.jobs import neighbours

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class LeadWeeks:
    """The binding weeks of one lead.

    ``rows``: the lead's options. ``hours``: of those options, divided by presence; a row per option, a column per week
    whose limit can be reached. ``free``: the free hours of these weeks, divided by presence.
    """

    rows: Ints
    hours: Floats
    free: Floats


@dataclass(frozen=True)
class Programme:
    """The constraints. ``shared`` @ choice <= ``most``: those that concern all leads. ``leads``: those of one lead."""

    options: Options
    shared: sp.csr_matrix
    most: Floats
    leads: tuple[LeadWeeks, ...]

    def whole(self) -> tuple[sp.csr_matrix, Floats]:
        """The matrix and the upper limits of all constraints: the shared ones, then those of the leads."""
        parts = [self.shared]
        for weeks in self.leads:
            hours = sp.coo_matrix(weeks.hours.T)
            shape = (len(weeks.free), self.shared.shape[1])
            parts.append(sp.csr_matrix((hours.data, (hours.row, weeks.rows[hours.col])), shape=shape))
        return sp.csr_matrix(sp.vstack(parts)), np.concatenate([self.most, *(weeks.free for weeks in self.leads)])


def programme(options: Options, jobs: int, team: Sequence[Desk], apart: Ints, pinned: Sequence[int] = ()) -> Programme:
    """The program of these options. ``apart``: pairs of neighbouring jobs. ``pinned``: jobs that must be chosen."""
    each = (np.ones(len(options.job)), (options.job, np.arange(len(options.job))))
    once = sp.csr_matrix(each, shape=(jobs, len(options.job)))
    groups = [sp.csr_matrix(once[list(clique)].sum(axis=0)) for clique in cliques(apart)]
    shared = sp.csr_matrix(sp.vstack([once, *groups, -once[list(pinned)]]))
    most = np.concatenate([np.ones(jobs + len(groups)), -np.ones(len(pinned))])
    return Programme(options, shared, most, tuple(_weeks(options, lead, desk) for lead, desk in enumerate(team)))


def cliques(pairs: Ints) -> list[tuple[int, ...]]:
    """Cliques (groups of mutual neighbours) that together contain all pairs."""
    beside = neighbours(pairs)
    found, covered = [], set()
    for one, other in pairs.tolist():
        if (one, other) in covered:
            continue
        clique = [one, other]
        for third in sorted(beside[one] & beside[other]):
            if all(third in beside[member] for member in clique):
                clique.append(third)
        covered |= {(a, b) for a in clique for b in clique if a < b}
        found.append(tuple(sorted(clique)))
    return found


def _weeks(options: Options, lead: int, desk: Desk) -> LeadWeeks:
    """The distinct weeks of one lead whose limit can be reached."""
    mine = np.flatnonzero(options.lead == lead)
    works = desk.there > 0
    if not len(mine):
        return LeadWeeks(mine, np.zeros((0, 0)), np.zeros(0))
    hours = (options.load[mine][:, works] / desk.there[works]).T
    free = (desk.free[works] / desk.there[works]).round(9)
    weeks, which = np.unique(hours.round(9), axis=0, return_inverse=True)
    most = np.full(len(weeks), np.inf)
    np.minimum.at(most, which.ravel(), free)
    binding = weeks.sum(axis=1) > most
    return LeadWeeks(mine, np.ascontiguousarray(weeks[binding].T), most[binding])
