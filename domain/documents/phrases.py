"""The sentences of a report that one project and all projects share."""

from datetime import date

from domain.documents.document import Said, Share, Text
from domain.effects.effect import Effect
from domain.effects.verdict import TOLD, WORDS
from domain.errors import _
from domain.projects.project import Project

PHASES = {
    "explore": _("Explore"),
    "analyse": _("Analyse"),
    "prepare": _("Prepare"),
    "carry_out": _("Carry out"),
    "secure": _("Secure"),
    "closed": _("Closed"),
    "stopped": _("Stopped"),
}
THEMES = {"environment": _("Pollution"), "social": _("Nuisance"), "other": _("Kind not known")}
SURE = {
    "likely_fewer": _("Likely fewer"),
    "likely_more": _("Likely more"),
    "cannot_tell": _("Cannot tell yet"),
    "cannot_tell_at_all": _("Cannot tell: too few"),
    "too_early": _("Too early"),
    "not_begun": _("Not begun"),
    "no_before": _("Cannot tell: no before"),
    "no_area": _("Cannot tell: areas changed"),
    "no_comparison": _("Cannot tell: nothing to compare with"),
}
"""How sure, in a cell of a table."""
WITHOUT_NUMBERS = {
    "likely_fewer": _("Likely fewer incidents than without the approach."),
    "likely_more": _("Likely more incidents than without the approach."),
    "cannot_tell": _("Cannot tell yet whether there are fewer incidents than without the approach."),
}
"""What is said where the numbers are not shown."""
WHY_WITHHELD = Said(
    _("Numbers that are so small, or about so few homes, that they could point at a household are not shown.")
)
MEASURED = (
    Said(_("Reports of the same thing at the same place within a short time are one incident and count once.")),
    Said(
        _(
            "Incidents since the work began are held against those that were to be expected without it: what was usual "
            "there (a very busy year comes down by itself), moved as comparable areas without an approach moved."
        )
    ),
    Said(
        _(
            "An interval holds the true number nine times out of ten; “likely” is said only where all of it lies on "
            "one side of no change."
        )
    ),
)
"""How it was measured, in three plain sentences."""
REPORTED = Said(
    _("Not everything that happens is reported: fewer reports can also mean that fewer people take the trouble.")
)


def effect_sentence(effect: Effect, shown: bool) -> Said:
    """What may be said of an effect, as far as the interval goes; without numbers where those are not shown."""
    if effect.word in WITHOUT_NUMBERS and not shown:
        return Said(WITHOUT_NUMBERS[effect.word])
    values: dict[str, Text] = {"months": effect.months_after}
    if effect.low is not None and effect.high is not None:
        low, high = effect.low - 1, effect.high - 1
        values |= {"fewer": Share(-low), "more": Share(high)}
        values |= {"least": Share(min(abs(low), abs(high))), "most": Share(max(abs(low), abs(high)))}
    return Said(WORDS[effect.word], **values)


def is_told(effect: Effect) -> bool:
    """Whether there is an effect with numbers."""
    return effect.word in TOLD


def period(project: Project) -> Text:
    """From when until when it runs, and the work itself."""
    texts: list[Text] = [Said(_("Started on {day}"), day=project.started_on)]
    if project.carried_out_from and project.carried_out_until:
        texts.append(
            Said(_("work from {day} until {end}"), day=project.carried_out_from, end=project.carried_out_until)
        )
    elif project.carried_out_from:
        texts.append(Said(_("work since {day}"), day=project.carried_out_from))
    if project.ended_on:
        texts.append(Said(_("ended on {day}"), day=project.ended_on))
    return tuple(texts)


def hours_sentence(spent: float, planned: float | None) -> Said:
    """Hours spent, of those planned."""
    if planned is None:
        return Said(_("{spent} hours were spent."), spent=tidy(spent))
    return Said(_("{spent} hours were spent; {planned} were planned."), spent=tidy(spent), planned=tidy(planned))


def tidy(hours: float) -> float:
    """Hours to one decimal."""
    return round(float(hours), 1)


def footer(as_of: date | None) -> Said:
    """Until when the data goes."""
    if as_of is None:
        return Said(_("Blokwijzer. No reports in the data."))
    return Said(_("Blokwijzer. Data up to {day}."), day=as_of)
