"""The report of one project: the work done, the hours, the change with its uncertainty, and what is not known."""

from datetime import date

from domain.documents.document import (
    WITHHELD,
    Bars,
    Document,
    Facts,
    Heading,
    Interval,
    Intervals,
    Paragraph,
    Part,
    Points,
)
from domain.documents.phrases import (
    MEASURED,
    PHASES,
    REPORTED,
    THEMES,
    WHY_WITHHELD,
    effect_sentence,
    footer,
    hours_sentence,
    is_measured,
    newer,
    period,
    tidy,
)
from domain.documents.redaction import YEAR_MONTHS, ProjectFacts
from domain.documents.savings_sentences import saved_by_one
from domain.documents.walkabout_grades import walkabout_grades
from domain.effects.effect import hours_saved
from domain.effects.minimum_detectable_effect import PROSPECT_MONTHS
from domain.effects.verdict import WHY
from domain.errors import N_
from domain.message import Message, Share, Text
from domain.projects.interventions import KINDS, RESEARCH, Intervention
from domain.projects.walkabouts import before_and_after

ROWS = {
    "direct": N_("In its own streets or blocks"),
    "displaced": N_("In the areas around them"),
    "total": N_("Both together"),
    "naive": N_("Simply before and after"),
}


def project_report(
    facts: ProjectFacts, as_of: date | None, hours_per_incident: float, hour_price: float | None = None
) -> Document:
    """The report of one project. ``as_of``: end date of the data.

    ``hours_per_incident``, ``hour_price`` (euros; None: no amounts): as stated by the team.
    """
    project = facts.project
    parts: list[Part] = [
        *_figures(facts),
        *_done(facts),
        *_hours(facts),
        *_changed(facts, hours_per_incident, hour_price),
        *walkabout_grades(facts.walkabouts),
        Heading(Message(N_("How it was measured"))),
        Paragraph(MEASURED),
        Heading(Message(N_("What is not known"))),
        Points((*_not_known(facts, hours_per_incident), *newer(as_of))),
    ]
    return Document(
        title=facts.title,
        answer=Message(
            N_("{effect} {hours}"),
            effect=effect_sentence(facts.effect, facts.shown),
            hours=hours_sentence(project.hours_spent, project.hours_planned),
        ),
        parts=tuple(parts),
        footer=footer(as_of),
        about=(Message(N_("Report of a project")), Message(PHASES[project.phase])),
    )


def _figures(facts: ProjectFacts) -> list[Part]:
    """Three figures: hours, incidents counted, and expected."""
    pairs: list[tuple[Text, Text]] = [(Message(N_("hours spent")), tidy(facts.project.hours_spent))]
    if is_measured(facts.effect):
        counted, expected = _numbers(facts)
        pairs.append((Message(N_("incidents in {months} months since"), months=facts.effect.months_after), counted))
        pairs.append((Message(N_("expected without the project")), expected))
    return [Facts(tuple(pairs), large=True)]


def _numbers(facts: ProjectFacts) -> tuple[Text, Text]:
    """Incidents counted since, and expected; or that they are not shown."""
    if not facts.shown:
        return WITHHELD, WITHHELD
    return facts.effect.incidents, round(facts.effect.expected or 0)


def _done(facts: ProjectFacts) -> list[Part]:
    """What was done: areas, goal, target, period, interventions and partners."""
    project = facts.project
    measures = tuple(Message(THEMES[theme]) for theme in project.measures) or Message(N_("all incidents"))
    target: Text = Message(N_("none written down"))
    if project.target is not None:
        target = Message(
            N_("at most {target} incidents a year ({measures})"), target=tidy(project.target), measures=measures
        )
    pairs: list[tuple[Text, Text]] = [
        (Message(N_("Where")), facts.areas),
        (Message(N_("When")), period(project)),
        (Message(N_("Goal")), facts.goal or Message(N_("none written down"))),
        (Message(N_("Target")), target),
        (Message(N_("Led by")), facts.lead or Message(N_("a colleague"))),
    ]
    if facts.roles:
        pairs.append((Message(N_("Team")), facts.roles))
    if facts.partners:
        pairs.append((Message(N_("Together with")), facts.partners))
    if facts.decisions:
        pairs.append((Message(N_("Decisions written down")), facts.decisions))
    done = tuple(_intervention(each) for each in facts.interventions)
    return [Heading(Message(N_("What was done"))), Facts(tuple(pairs)), *([Points(done)] if done else [])]


def _intervention(done: Intervention) -> Message:
    """An intervention, its first day, and the research about it."""
    values: dict[str, Text] = {"what": Message(KINDS[done.kind]), "day": done.starts_on}
    if done.kind not in RESEARCH:
        return Message(N_("{what}, from {day}."), **values)
    return Message(N_("{what}, from {day}. Research: {research}"), **values, research=Message(RESEARCH[done.kind]))


def _hours(facts: ProjectFacts) -> list[Part]:
    """Hours by phase: a bar for each phase with hours spent or planned."""
    kept = [row for row in facts.hours.select("phase", "planned", "spent").iter_rows() if row[1] or row[2]]
    if not kept:
        return []
    rows = tuple(
        (Message(PHASES[phase]), tidy(spent), None if planned is None else tidy(planned), _spent(spent, planned))
        for phase, planned, spent in kept
    )
    return [Bars(Message(N_("Hours by phase: spent (bar) and planned (line)")), rows)]


def _spent(spent: float, planned: float | None) -> Message:
    if planned is None:
        return Message(N_("{spent} hours"), spent=tidy(spent))
    return Message(N_("{spent} of {planned} hours"), spent=tidy(spent), planned=tidy(planned))


def _changed(facts: ProjectFacts, hours_per_incident: float, hour_price: float | None) -> list[Part]:
    """The effect with its intervals, the simple before and after comparison, displacement, and the hours saved."""
    effect = facts.effect
    parts: list[Part] = [Heading(Message(N_("What changed, and how sure")))]
    if not is_measured(effect):
        return [*parts, Paragraph((effect_sentence(effect, facts.shown),)), *_could_show(facts)]
    if not facts.shown:
        return [*parts, Paragraph((effect_sentence(effect, facts.shown), WHY_WITHHELD))]
    parts.append(_intervals(facts))
    sentences: list[Text] = [_target_met(facts), _plainly(facts), _moved(facts)]
    parts.append(Paragraph(tuple(each for each in sentences if each is not None)))
    if saved := saved_by_one(hours_saved(effect, hours_per_incident), hour_price):
        parts.append(Paragraph((*saved, *_assumed(facts, hours_per_incident))))
    return parts + (_could_show(facts) if effect.word == "cannot_tell" else [])


def _intervals(facts: ProjectFacts) -> Intervals:
    effect = facts.effect
    rows = [
        Interval(Message(ROWS[name]), *value, _more_or_fewer(*value))
        for name in ("direct", "displaced", "total")
        if (value := getattr(effect, name))
    ]
    if effect.before is not None and effect.incidents is not None:
        plain = effect.incidents - effect.before * effect.months_after
        rows.append(Interval(Message(ROWS["naive"]), plain, None, None, round(plain)))
    axis = Message(N_("Fewer incidents (left) or more (right) than without the project; dashed: no change"))
    title = Message(N_("Incidents in {months} months since the work began"), months=effect.months_after)
    return Intervals(title, tuple(rows), axis)


def _more_or_fewer(middle: float, low: float, high: float) -> Message:
    return Message(N_("{middle} ({low} to {high})"), middle=round(middle), low=round(low), high=round(high))


def _target_met(facts: ProjectFacts) -> Text:
    """Counted against the target, as a year; None without a target or with less than a year since."""
    effect, target = facts.effect, facts.project.target
    if target is None or effect.incidents is None or effect.months_after < YEAR_MONTHS:
        return None
    a_year = effect.incidents / effect.months_after * YEAR_MONTHS
    text = (
        N_("{count} incidents a year were counted. The target of {target} is met.")
        if a_year <= target
        else N_("{count} incidents a year were counted. The target of {target} is not met.")
    )
    return Message(text, count=round(a_year), target=tidy(target))


def _plainly(facts: ProjectFacts) -> Text:
    """The simple before and after comparison, and why it differs from the effect."""
    effect = facts.effect
    if effect.naive is None or effect.why is None:
        return None
    text = (
        N_("Simply comparing before and after gives {percent} fewer a month than in the year before. {why}")
        if effect.naive < 1
        else N_("Simply comparing before and after gives {percent} more a month than in the year before. {why}")
    )
    return Message(text, percent=Share(abs(effect.naive - 1)), why=Message(WHY[effect.why]))


def _moved(facts: ProjectFacts) -> Text:
    """Whether there was displacement to the ring, as far as the interval shows."""
    if facts.effect.displaced is None:
        return None
    _middle, low, high = facts.effect.displaced
    if low > 0:
        return Message(N_("Around it there are probably more incidents: part may have moved there."))
    if high < 0:
        return Message(N_("Around it there are probably fewer incidents as well: it did not move there."))
    return Message(N_("It is not known whether anything moved to the areas around it."))


def _assumed(facts: ProjectFacts, hours_per_incident: float) -> tuple[Message, Message]:
    """The two assumptions of the hours saved."""
    return (
        Message(N_("We assume that an incident takes {hours} hours,"), hours=tidy(hours_per_incident)),
        Message(
            N_("and that without the project its areas would have changed like the {count} areas it is compared with."),
            count=len(facts.effect.compared),
        ),
    )


def _could_show(facts: ProjectFacts) -> list[Part]:
    """The minimum detectable effect."""
    if facts.detectable is None or facts.a_year is None:
        return []
    many = Message(
        N_("About {incidents} incidents a year are to be expected here without a project."),
        incidents=round(facts.a_year),
    )
    drops = [
        Message(N_("After {months} months: no drop would show at all; there are too few incidents."), months=months)
        if drop is None
        else Message(N_("After {months} months: a drop of {drop} or more."), months=months, drop=Share(drop))
        for months, drop in zip(PROSPECT_MONTHS, facts.detectable, strict=True)
    ]
    return [Heading(Message(N_("What effect could show?"))), Paragraph((many, *drops))]


def _not_known(facts: ProjectFacts, hours_per_incident: float) -> tuple[Text, ...]:
    """What is not known, the most important first."""
    effect, found = facts.effect, []
    if not is_measured(effect):
        found.append(Message(N_("Whether it worked: see above.")))
    elif effect.word == "cannot_tell":
        found.append(Message(N_("Whether it worked: no effect at all and a real effect both fit the count.")))
    if is_measured(effect) and facts.shown:
        found.append(Message(N_("The time for one incident was not measured: {hours} hours is an assumption."),
                          hours=tidy(hours_per_incident)))  # fmt: skip
    found.append(REPORTED)
    if not any(before_and_after([one for one in facts.walkabouts if one.area_id == area]) for area, _name in
               facts.project.areas):  # fmt: skip
        found.append(Message(N_("How it looks there before and after: there are no two walkabouts of the same place.")))
    if facts.project.target is None:
        found.append(Message(N_("When it is enough: no target was written down.")))
    return tuple(found)
