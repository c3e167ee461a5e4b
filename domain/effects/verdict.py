"""The verdict on an effect: its wording follows from the interval."""

from math import log

from domain.errors import N_

WORDS = {
    "likely_fewer": N_("Probably fewer: {least} to {most} fewer incidents than without the project."),
    "likely_more": N_("Probably more: {least} to {most} more incidents than without the project."),
    "cannot_tell": N_("Not clear yet: it may be {fewer} fewer incidents than without the project, or {more} more."),
    "cannot_tell_at_all": N_("Not clear: there are too few incidents to say anything about it."),
    "too_early": N_(
        "Too early: three whole months of data are needed after the start of the work. So far there are {months}."
    ),
    "not_begun": N_("The work has not begun yet. Once it does, this page compares."),
    "no_before": N_("Not clear: the data has fewer than six months before the work."),
    "no_area": N_("Not clear: the streets or blocks of this project have changed in the data."),
    "no_comparison": N_("Not clear: there are too few areas without a project to compare with."),
}
"""The texts about an effect, by ``Effect.word``; the values of their placeholders are in ``Effect``."""

WHY = {
    "high_before": N_(
        "The year before was busier than usual there, partly by chance: it would have calmed down by itself."
    ),
    "low_before": N_(
        "The year before was quieter than usual there, partly by chance: it would have got busier by itself."
    ),
    "town_fell": N_("The comparison areas have fewer incidents as well: that part is not due to the project."),
    "town_rose": N_(
        "The comparison areas have more incidents: without the project the number would have risen here too."
    ),
    "same": N_("That is nearly the same here: the year before was an ordinary one, there and in the comparison areas."),
}
"""The texts about why a simple before and after comparison gives a different result, by ``Effect.why``."""

TOLD = ("likely_fewer", "likely_more", "cannot_tell")
UPPER_RATIO_MAX = 4.0  # upper end of a ratio's interval above which the interval is useless
LOG_RATIO_TOLERANCE = 0.05  # difference of logarithms from which two ratios count as different


def word(low: float, high: float) -> str:
    """The key of WORDS for a ratio's 90 % interval."""
    if high < 1:
        return "likely_fewer"
    if low > 1:
        return "likely_more"
    return "cannot_tell" if high <= UPPER_RATIO_MAX else "cannot_tell_at_all"


def why_naive_differs(regression: float, town: float) -> str:
    """The key of WHY: the larger of the two corrections that a simple before and after comparison lacks.

    ``regression``: incidents expected a month / those counted in the year before. ``town``: the ratio of the comparison
    areas.
    """
    if regression <= 0 or town <= 0 or abs(log(regression * town)) < LOG_RATIO_TOLERANCE:
        return "same"
    by_chance, by_town = log(regression), log(town)
    of_chance = by_chance if abs(by_chance) >= abs(by_town) else 0.0
    if of_chance:
        return "high_before" if of_chance < 0 else "low_before"
    return "town_fell" if by_town < 0 else "town_rose"
