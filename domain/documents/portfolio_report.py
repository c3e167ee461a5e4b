"""The report of all projects: a row per project, the pooled effect of approaches, and the total hours."""

from collections.abc import Sequence
from datetime import date

from domain.backtest.track_record import Quarter
from domain.backtest.verdicts import in_short
from domain.documents.document import (
    WITHHELD,
    Document,
    Facts,
    Heading,
    Interval,
    Intervals,
    Paragraph,
    Part,
    Points,
    Table,
)
from domain.documents.phrases import (
    EFFECT_WORDS,
    MEASURED,
    PHASES,
    REPORTED,
    WHY_WITHHELD,
    footer,
    is_measured,
    newer,
    signed,
    tidy,
)
from domain.documents.redaction import ProjectFacts
from domain.documents.savings_sentences import saved_by_all
from domain.documents.what_works import DRAWN_CHANGE_MAX, by_kind_table, together, usual_sentences
from domain.effects.effect import HOURS_PER_INCIDENT, hours_saved
from domain.effects.pooled_effect import (
    IMPORTED_WEIGHT,
    MeasuredEffect,
    PooledEffect,
    measured_effect,
    pooled_effects,
)
from domain.effects.savings import together as summed
from domain.errors import N_
from domain.message import Message, Text
from domain.projects.project import ENDED

HEADER = (
    Message(N_("Project")),
    Message(N_("Phase")),
    Message(N_("Hours spent")),
    Message(N_("Hours planned")),
    Message(N_("Months since")),
    Message(N_("Counted")),
    Message(N_("Expected")),
    Message(N_("Change")),
    Message(N_("How sure")),
)
PROJECTS_WIDTHS = (3.0, 1.6, 1.25, 1.3, 1.45, 1.1, 1.4, 1.85, 2.05)
TABLE_TITLE_LENGTH_MAX = 80  # characters of a title in a table
CHART_TITLE_LENGTH_MAX = 50  # and beside a chart


def portfolio_report(
    projects: Sequence[ProjectFacts],
    as_of: date | None,
    imported: Sequence[MeasuredEffect] = (),
    imported_weight: float = IMPORTED_WEIGHT,
    last: Quarter | None = None,
    places: Sequence[Part] = (),
    district: str = "",
    hours_per_incident: float = HOURS_PER_INCIDENT,
    hour_price: float | None = None,
) -> Document:
    """The report of all projects. The usual effect is estimated only from projects whose numbers are shown.

    ``imported``: effects of other associations, and what one counts for against an own one. ``last``: the newest
    quarter of the track record; None: there is none yet. ``places``: see neighbourhood_table.py and postponed_table.py.
    ``district``: the names of what the projects are limited to. ``hours_per_incident``, ``hour_price`` (euros; None: no
    amounts): as stated by the team. The hours saved are those of the projects whose numbers are shown.
    """
    shown = [each for each in projects if is_measured(each.effect) and each.shown]
    own = [measured_effect(each.project, each.effect, each.interventions) for each in shown]
    pooled = pooled_effects([*(each for each in own if each is not None), *imported], imported_weight)
    usual = pooled.whole
    parts: list[Part] = [_figures(projects)]
    if projects:
        parts += [
            Heading(Message(N_("Project by project"))),
            *_intervals(projects),
            Table(Message(N_("Projects")), HEADER, tuple(_row(each) for each in projects), PROJECTS_WIDTHS),
        ]
    if any(is_measured(each.effect) and not each.shown for each in projects):
        parts.append(Paragraph((WHY_WITHHELD,), small=True))
    parts += [
        Heading(Message(N_("What a project usually does here"))),
        Paragraph(usual_sentences(usual)),
        *_saved(shown, hours_per_incident, hour_price),
        *([by_kind_table(pooled), together()] if pooled.by_kind else []),
        *_track_record(last),
        *places,
        Heading(Message(N_("How it was measured"))),
        Paragraph(MEASURED),
        Heading(Message(N_("What is not known"))),
        Points((*_not_known(projects, usual), *newer(as_of))),
    ]
    where = [Message(N_("District: {names}"), names=district)] if district else []
    return Document(
        Message(N_("The block approaches")),
        _answer(projects),
        tuple(parts),
        footer(as_of),
        (Message(N_("Report of all projects")), *where),
    )


def _answer(projects: Sequence[ProjectFacts]) -> Message:
    """The conclusion: how many effects were measured, and in how many projects there are likely fewer incidents."""
    judged = [each for each in projects if is_measured(each.effect)]
    fewer = sum(each.effect.word == "likely_fewer" for each in judged)
    if not projects:
        return Message(N_("There is no project yet."))
    if not judged:
        return Message(N_("For none of the {count} projects is it known yet whether it worked."), count=len(projects))
    return Message(
        N_("For {judged} of the {count} projects the effect was measured. In {fewer} of them there are "
           "probably fewer incidents."),
        judged=len(judged), count=len(projects), fewer=fewer,
    )  # fmt: skip


def _figures(projects: Sequence[ProjectFacts]) -> Facts:
    running = sum(each.project.phase not in ENDED for each in projects)
    spent = sum(each.project.hours_spent for each in projects)
    return Facts(
        (
            (Message(N_("projects")), len(projects)),
            (Message(N_("of which still running")), running),
            (Message(N_("hours spent")), tidy(spent)),
        ),
        large=True,
    )


def _intervals(projects: Sequence[ProjectFacts]) -> list[Part]:
    """The chart of the measured effects, the largest drop first."""
    judged = [each for each in projects if is_measured(each.effect) and each.shown and each.effect.ratio is not None]
    if not judged:
        return []
    rows = [
        Interval(
            _short(each.title, CHART_TITLE_LENGTH_MAX),
            min(each.effect.ratio - 1, DRAWN_CHANGE_MAX),
            min(each.effect.low - 1, DRAWN_CHANGE_MAX),
            min(each.effect.high - 1, DRAWN_CHANGE_MAX),
            _change(each),
        )
        for each in sorted(judged, key=lambda each: each.effect.ratio)
    ]
    axis = Message(N_("Fewer incidents (left) or more (right) than without the project; dashed: no change"))
    return [
        Intervals(Message(N_("Change, with the range that holds it nine times out of ten")), tuple(rows), axis, True)
    ]


def _short(title: Text, longest: int) -> Text:
    """A long title, truncated to keep its row on one line."""
    return title[: longest - 1].rstrip() + "…" if isinstance(title, str) and len(title) > longest else title


def _change(facts: ProjectFacts) -> Text:
    """The interval of the change; None if the effect was not measured."""
    effect = facts.effect
    if not is_measured(effect) or effect.low is None or effect.high is None:
        return None
    if not facts.shown:
        return WITHHELD
    return Message(N_("{low} to {high}"), low=signed(effect.low - 1), high=signed(effect.high - 1))


def _row(facts: ProjectFacts) -> tuple[Text, ...]:
    """A project's row of the table."""
    effect, project = facts.effect, facts.project
    counted, expected = None, None
    if is_measured(effect):
        counted = effect.incidents if facts.shown else WITHHELD
        expected = round(effect.expected or 0) if facts.shown else WITHHELD
    planned = None if project.hours_planned is None else tidy(project.hours_planned)
    months = effect.months_after if effect.months_after else None
    return (
        _short(facts.title, TABLE_TITLE_LENGTH_MAX),
        Message(PHASES[project.phase]),
        tidy(project.hours_spent),
        planned,
        months,
        counted,
        expected,
        _change(facts),
        Message(EFFECT_WORDS[effect.word]),
    )


def _saved(shown: Sequence[ProjectFacts], hours_per_incident: float, hour_price: float | None) -> list[Part]:
    """The hours that these projects saved together, and the assumption in them; nothing without a measured effect."""
    hours = summed(hours_saved(each.effect, hours_per_incident) for each in shown)
    if hours is None:
        return []
    assumed = Message(N_("That assumes {hours} hours for one incident."), hours=tidy(hours_per_incident))
    return [Paragraph((*saved_by_all(hours, hour_price), assumed))]


def _track_record(last: Quarter | None) -> list[Part]:
    """How good the list of candidates was: the outcome of its first areas a year ago."""
    if last is None:
        return []
    how = Message(
        N_("The list of that day was made again from what was known then. Areas where a project ran are left out.")
    )
    return [
        Heading(Message(N_("How good the list of candidates was"))),
        Paragraph(in_short(last, with_sum=False)),
        Paragraph((how,), small=True),
    ]


def _not_known(projects: Sequence[ProjectFacts], usual: PooledEffect) -> tuple[Text, ...]:
    """The limitations: projects without a measured effect, and what the pooled effect leaves open."""
    found: list[Text] = []
    early = sum(each.effect.word in ("too_early", "not_begun") for each in projects)
    unsure = sum(each.effect.word.startswith(("cannot", "no_")) for each in projects)
    if early:
        found.append(Message(N_("Too early to judge: {count} of the {all}."), count=early, all=len(projects)))
    if unsure:
        found.append(Message(N_("Not clear from the reports: {count} of the {all}."), count=unsure, all=len(projects)))
    if usual.low < 1 < usual.high:
        found.append(Message(N_("Whether projects work here in general: no effect at all is still possible.")))
    found.append(REPORTED)
    return tuple(found)
