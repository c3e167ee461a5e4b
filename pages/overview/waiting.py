"""What waits for a decision, as rows: areas, work of projects, opportunities, and the data; each with its action."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import polars as pl

from data import clock
from data.store import projects
from domain.errors import BlokwijzerError
from domain.indicators.overview import ENTRIES_MAX
from domain.judgement.postponed import Postponed, proposed
from domain.projects.actions import Action, is_late
from domain.projects.progress import silent
from domain.projects.project import ENDED, Project
from domain.roles import Act
from domain.schemas import NEIGHBOURHOOD
from domain.scoring import decisions
from domain.scoring.evidence import Evidence
from domain.snapshot.snapshot import Snapshot
from pages.area import postponing
from pages.shared import access, cached, district, navigation, postponed
from pages.shared.candidate_texts import reason_text
from pages.shared.released import DataState
from pages.shared.texts import N_, _, day, error_text, ngettext, number

SEPARATOR = " · "
LEVELS = {"street": "street", "block": "block", "cluster": "block"}  # of the form for a project, by kind of candidate
_ACTIONS = {
    "rising": (N_("Start"), N_("Start a project")),
    "standing_out": (N_("Start"), N_("Start a project")),
    "silent": (N_("Go and see"), N_("Write down what you see there")),
    "individual": (N_("Look"), N_("Look at the reports of this area")),
}


@dataclass(frozen=True)
class Waiting:
    """A row of the list. ``opens`` and ``acts``: the page that a click on the row, or on its action, opens, with its
    parameters. ``does``: instead of ``acts``, a function that stores something; it returns what to say, "" for nothing.
    """

    key: str
    group: str
    name: str
    why: str
    action: str
    meaning: str
    opens: tuple[str, Mapping[str, Any]]
    acts: tuple[str, Mapping[str, Any]] | None = None
    does: Callable[[], str] | None = None
    place: str = ""

    @property
    def row(self) -> dict[str, Any]:
        """The row, see ``pages.shared.interval_list``."""
        return {
            "id": self.key,
            "group": self.group,
            "number": "",
            "name": self.name,
            "place": self.place,
            "why": self.why,
            "interval": "",
            "action": self.action,
            "does": self.meaning,
        }


@dataclass(frozen=True)
class _Work:
    """The projects and what belongs to them."""

    every: tuple[Project, ...] = ()
    running: Mapping[int, Project] = field(default_factory=dict)


def of_projects() -> list[Waiting]:
    """The rows about projects: late actions, and projects without news."""
    work = _work()
    return [*_late(work), *_quiet(work)]


def _work() -> _Work:
    every = tuple(each for each in projects.load(cached.current()) if district.holds(dict(each.areas)))
    return _Work(every, {project.project_id: project for project in every if project.phase not in ENDED})


def waiting(evidence: Evidence, ranked: pl.DataFrame, snapshot: Snapshot) -> list[Waiting]:
    """All rows, those that are most urgent first."""
    work = _work()
    return [
        *_to_review(),
        *areas(evidence, ranked, work.running.values()),
        *_late(work),
        *_opening(ranked, work),
        *_quiet(work),
        *(data(DataState.of(snapshot)) if access.may_open("imports") else ()),
    ]


def _to_review() -> list[Waiting]:
    """The places that were postponed until today or before, in the district, for who may say that they count again."""
    if not access.may(Act.WORK):
        return []
    return [_review(each) for each in postponed.to_review() if district.holds(area.area_id for area in each.areas)]


def _review(each: Postponed) -> Waiting:
    opens = ("map", {"area": each.area_id, "level": "neighbourhood"})
    if not each.area_id.startswith(f"{NEIGHBOURHOOD}:"):
        opens = ("candidates", {"area": each.area_id})
    return Waiting(
        f"review {each.area_id}",
        _("To review: counts again"),
        each.name,
        postponed.until_and_why(each.review_on, each.reason),
        _("Reviewed"),
        _("It may count again"),
        opens,
        does=lambda: postponing.reviewed(each),
    )


def areas(evidence: Evidence, ranked: pl.DataFrame, running: Any) -> list[Waiting]:
    """The areas that need a decision; ``running``: the projects of which the areas are left out."""
    covered = frozenset(area_id for project in running for area_id, _name in project.areas)
    kinds = evidence.units.select("unit_id", "kind", "members")
    later = postponed.ids(postponed.marked(evidence.units)) | postponed.ids(ranked)
    found = decisions.pending(evidence, ranked, covered, later).join(
        kinds, on="unit_id", how="left", maintain_order="left"
    )
    return [_area(row) for row in found.iter_rows(named=True)]


def _area(row: dict[str, Any]) -> Waiting:
    action, meaning = _ACTIONS[row["why"]]
    opens = ("candidates", {"area": row["candidate_id"]})
    acts = opens
    if row["why"] in ("rising", "standing_out"):
        areas = navigation.AREAS_SEPARATOR.join(row["members"])
        acts = ("projects", {"start": areas, "level": LEVELS[row["kind"]]})
    elif row["why"] == "silent":
        acts = ("signals", {})
    group = _(decisions.DECISIONS[row["why"]])
    return Waiting(
        f"area {row['candidate_id']}", group, row["name"], reason_text(row), _(action), _(meaning), opens, acts
    )


def _late(work: _Work) -> list[Waiting]:
    may_work = access.may(Act.WORK)
    late = [
        action
        for action in projects.actions(cached.current())
        if action.project_id in work.running and is_late(action, clock.today())
    ]
    return [
        Waiting(
            f"action {action.action_id}",
            _("Late actions"),
            action.what,
            SEPARATOR.join(filter(None, (action.who, _("by {day}").format(day=day(action.due_on))))),
            _("Done") if may_work else _("Open"),
            _("This action is done") if may_work else _("Open project"),
            ("projects", {"project": action.project_id}),
            ("projects", {"project": action.project_id}),
            does=(lambda action=action: _finished(action)) if may_work else None,
            place=work.running[action.project_id].title,
        )
        for action in late[:ENTRIES_MAX]
    ]


def _finished(action: Action) -> str:
    try:
        projects.update_action(cached.current(), access.require().actor, replace(action, done_on=clock.today()))
    except BlokwijzerError as error:
        return error_text(error)
    return _("“{what}” is done.").format(what=action.what)


def _opening(ranked: pl.DataFrame, work: _Work) -> list[Waiting]:
    used = frozenset(key for project in work.every for key in project.opportunities)
    found = decisions.opening(cached.snapshot().opportunities, proposed(ranked), used, clock.today())
    units = ranked.join(found.select("candidate_id").unique(), on="candidate_id", how="semi")
    of = dict(units.select("candidate_id", pl.struct("kind", "members")).iter_rows())
    return [
        Waiting(
            f"opportunity {at}",
            _("Opportunities that start soon, where much happens"),
            row["title"],
            _("{area}, from {day}").format(area=row["name"], day=day(row["starts_on"])),
            _("Start"),
            _("Start a project"),
            ("candidates", {"area": row["candidate_id"]}),
            (
                "projects",
                {
                    "start": navigation.AREAS_SEPARATOR.join(of[row["candidate_id"]]["members"]),
                    "level": LEVELS[of[row["candidate_id"]]["kind"]],
                },
            ),
        )
        for at, row in enumerate(found.iter_rows(named=True))
    ]


def _quiet(work: _Work) -> list[Waiting]:
    quiet = silent(list(work.every), projects.last_entries(cached.current()), datetime.now(UTC))
    return [
        Waiting(
            f"project {project.project_id}",
            _("No news for a month"),
            project.title,
            project.lead,
            _("Open"),
            _("Open project"),
            ("projects", {"project": project.project_id}),
            ("projects", {"project": project.project_id}),
        )
        for project in quiet[:ENTRIES_MAX]
    ]


def data(state: DataState) -> list[Waiting]:
    """What waits in the data: unknown words, unmatched addresses, gaps, old reports, no homes."""
    words, addresses, gaps = state.words, state.addresses, state.gaps
    days = 0 if cached.is_demo() or state.as_of is None else (clock.today() - state.as_of).days
    in_words = ngettext(
        words, N_("{count} category that is not assigned yet"), N_("{count} categories that are not assigned yet")
    )
    without = ngettext(addresses, N_("{count} address without a dwelling"), N_("{count} addresses without a dwelling"))
    missing = ngettext(gaps, N_("{count} period that looks like a gap"), N_("{count} periods that look like a gap"))
    old = _("The newest report is of {day}").format(day=day(state.as_of))
    better = N_("They stand on their street or block all the same; matching them makes the rates better.")
    waits = (
        (words, in_words, N_("They count in no theme until someone says what they are."), N_("Sort"), "categories"),
        (addresses, without, better, N_("Match"), "addresses"),
        (gaps, missing, N_("An export may be missing, or nothing came in."), N_("Look"), "quality"),
        (days if days > decisions.OLD_DAYS else 0, old, N_("A newer export would help."), N_("Add"), ""),
    )
    return [
        Waiting(
            f"data {at}",
            _("In the data"),
            name.format(count=number(count)),
            _(why),
            _(action),
            _(action),
            ("imports", {"show": shows or None}),
            ("imports", {"show": shows or None}),
        )
        for at, (count, name, why, action, shows) in enumerate(waits)
        if count
    ]
