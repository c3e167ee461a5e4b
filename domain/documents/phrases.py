"""The sentences that the reports of one project and of all projects have in common."""

from datetime import date

from domain.effects.effect import Effect
from domain.effects.verdict import TOLD, WORDS
from domain.errors import N_
from domain.message import Message, Share, Text
from domain.projects.project import Project

PHASES = {
    "explore": N_("Explore"),
    "analyse": N_("Analyse"),
    "prepare": N_("Prepare"),
    "carry_out": N_("Carry out"),
    "secure": N_("Sustain"),
    "closed": N_("Ended"),
    "stopped": N_("Stopped"),
}
THEMES = {"environment": N_("Living environment"), "social": N_("Nuisance"), "other": N_("Other or unknown")}
EFFECT_WORDS = {
    "likely_fewer": N_("Probably fewer"),
    "likely_more": N_("Probably more"),
    "cannot_tell": N_("Not clear yet"),
    "cannot_tell_at_all": N_("Not clear: too few"),
    "too_early": N_("Too early"),
    "not_begun": N_("Not started"),
    "no_before": N_("Not clear: nothing measured before"),
    "no_area": N_("Not clear: areas changed"),
    "no_comparison": N_("Not clear: nothing to compare with"),
}
"""The verdict in a cell of a table, by ``Effect.word``."""
WITHOUT_NUMBERS = {
    "likely_fewer": N_("Probably fewer incidents than without the project."),
    "likely_more": N_("Probably more incidents than without the project."),
    "cannot_tell": N_("It is not clear yet whether there are fewer incidents than without the project."),
}
"""The verdict in a sentence without numbers, by ``Effect.word``."""
WHY_WITHHELD = Message(N_("Small numbers, or numbers about few homes, could point at a household. They are not shown."))
COUNTED_ONCE = N_("Reports of the same thing at the same place within a short time are one incident and count once.")
RANGE = N_(
    "A range holds the true number nine times out of ten. We say “probably” only if the whole "
    "range lies on one side of no change."
)
"""The meanings of "incident" and "range", which the glossary gives as well."""
MEASURED = (
    Message(COUNTED_ONCE),
    Message(
        N_(
            "Incidents since the work began are compared with those expected without it. Expected is "
            "what was usual there (a very busy year calms down by itself), adjusted as similar areas "
            "without a project changed."
        )
    ),
    Message(RANGE),
)
"""The method, in three sentences."""
REPORTED = Message(N_("Not everything is reported: fewer reports can also mean that fewer people take the trouble."))


def effect_sentence(effect: Effect, shown: bool) -> Message:
    """The wording of an effect, as far as the interval goes; without numbers where those are not shown."""
    if effect.word in WITHOUT_NUMBERS and not shown:
        return Message(WITHOUT_NUMBERS[effect.word])
    values: dict[str, Text] = {"months": effect.months_after}
    if effect.low is not None and effect.high is not None:
        low, high = effect.low - 1, effect.high - 1
        values |= {"fewer": Share(-low), "more": Share(high)}
        values |= {"least": Share(min(abs(low), abs(high))), "most": Share(max(abs(low), abs(high)))}
    return Message(WORDS[effect.word], **values)


def signed(change: float) -> Text:
    """A change as whole per cents with its sign."""
    if round(100 * change) == 0:
        return Share(0.0)
    return Message(N_("+{share}") if change > 0 else N_("−{share}"), share=Share(abs(change)))


def is_measured(effect: Effect) -> bool:
    """Whether the effect has numbers."""
    return effect.word in TOLD


def period(project: Project) -> Text:
    """The period of the project, and of the work itself."""
    texts: list[Text] = [Message(N_("Started on {day}"), day=project.started_on)]
    if project.carried_out_from and project.carried_out_until:
        texts.append(
            Message(N_("work from {day} until {end}"), day=project.carried_out_from, end=project.carried_out_until)
        )
    elif project.carried_out_from:
        texts.append(Message(N_("work since {day}"), day=project.carried_out_from))
    if project.ended_on:
        texts.append(Message(N_("ended on {day}"), day=project.ended_on))
    return tuple(texts)


def hours_sentence(spent: float, planned: float | None) -> Message:
    """Hours spent, of those planned."""
    if planned is None:
        return Message(N_("{spent} hours were spent."), spent=tidy(spent))
    return Message(N_("{spent} hours were spent; {planned} were planned."), spent=tidy(spent), planned=tidy(planned))


def tidy(hours: float) -> float:
    """Hours to one decimal."""
    return round(float(hours), 1)


def newer(as_of: date | None) -> tuple[Message, ...]:
    """That later reports are not in it yet (domain/releases); nothing without data."""
    return (
        (Message(N_("What was reported after {day}: that counts from the next quarter on."), day=as_of),)
        if as_of
        else ()
    )


def footer(as_of: date | None) -> Message:
    """The end date of the data."""
    if as_of is None:
        return Message(N_("Blokwijzer. No reports in the data."))
    return Message(N_("Blokwijzer. Data up to {day}."), day=as_of)
