"""What works: the effect of approaches, and by kind of intervention; for the report and the screen."""

from domain.documents.document import Interval, Intervals, Paragraph, Table
from domain.documents.phrases import EFFECT_WORDS, signed
from domain.effects.pooled_effect import PooledEffect, PooledEffects
from domain.effects.verdict import word
from domain.errors import N_
from domain.message import Message, Share, Text
from domain.planning.benefit import PRIOR_SHARE_AVOIDED, expected_effect
from domain.projects.interventions import KINDS

DRAWN_CHANGE_MAX = 1.5  # a change further up than this is drawn to here
HEADER = (
    Message(N_("What was done")),
    Message(N_("Change")),
    Message(N_("How sure")),
    Message(N_("Own projects")),
    Message(N_("From elsewhere")),
)
KINDS_WIDTHS = (3.0, 2.4, 2.0, 1.3, 1.4)
TOGETHER = Message(
    N_(
        "If measures were taken together, we cannot see which one had the effect, so each gets an "
        "equal part. With few projects a figure stays near that of all projects. A change after a "
        "measure does not prove that the measure was the cause."
    )
)


def usual_sentences(whole: PooledEffect) -> tuple[Message, ...]:
    """The expected effect of an approach, and the weight of the prior in it."""
    values: dict[str, Text] = {
        "low": signed(whole.low - 1),
        "high": signed(whole.high - 1),
        "change": signed(whole.mean - 1),
        "count": whole.measured,
        "imported": whole.imported,
    }
    if not whole.measured and not whole.imported:
        text = N_(
            "Nothing has been measured yet. The plan starts from a cautious {change} incidents ({low} to {high})."
        )
        return (Message(text, **values),)
    if whole.imported:
        text = N_(
            "Incidents change by about {change} after a project ({low} to {high}). That follows from "
            "the {count} measured so far, {imported} from elsewhere and a cautious start."
        )
    else:
        text = N_(
            "Incidents change by about {change} after a project ({low} to {high}). That follows from "
            "the {count} measured so far and a cautious start."
        )
    return (Message(text, **values), *_start(whole))


def _start(whole: PooledEffect) -> tuple[Message, ...]:
    """The weight of the prior; no message if it is small."""
    if expected_effect(whole).outvoted:
        return ()
    text = N_("The assumed start ({stated} fewer, not measured) still counts for {part} of that.")
    return (Message(text, stated=Share(PRIOR_SHARE_AVOIDED), part=Share(whole.prior)),)


def by_kind_chart(pooled: PooledEffects) -> Intervals:
    """The change by kind of intervention, with its interval."""
    rows = [
        Interval(
            Message(KINDS[kind]),
            min(each.mean - 1, DRAWN_CHANGE_MAX),
            min(each.low - 1, DRAWN_CHANGE_MAX),
            min(each.high - 1, DRAWN_CHANGE_MAX),
            change(each),
        )
        for kind, each in pooled.by_kind.items()
    ]
    axis = Message(N_("Fewer incidents (left) or more (right) than without the project; dashed: no change"))
    return Intervals(Message(N_("Incidents after projects with this measure")), tuple(rows), axis, shares=True)


def by_kind_table(pooled: PooledEffects) -> Table:
    """The same as a table, with the number of projects."""
    lines = tuple(
        (
            Message(KINDS[kind]),
            change(each),
            Message(EFFECT_WORDS[word(each.low, each.high)]),
            each.measured,
            each.imported,
        )
        for kind, each in pooled.by_kind.items()
    )
    return Table(Message(N_("What works")), HEADER, lines, KINDS_WIDTHS)


def together() -> Paragraph:
    """How to read the table."""
    return Paragraph((TOGETHER,), small=True)


def change(each: PooledEffect) -> Message:
    """A change with its interval."""
    values = {"middle": signed(each.mean - 1), "low": signed(each.low - 1), "high": signed(each.high - 1)}
    return Message(N_("{middle} ({low} to {high})"), **values)
