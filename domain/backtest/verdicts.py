"""The track record in sentences: of one quarter, and what the list was good and not good at over all of them.

Something is called good or not good only where the numbers bear it. Quarter ends are MONTHS_BETWEEN_CUTS months apart
and the years after them overlap. Areas therefore count for fewer: their number divided by how many quarter ends share a
year.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from domain.backtest.cuts import overlapping
from domain.backtest.emerging_record import Emerged
from domain.backtest.measures import FEW, SIGNIFICANT_Z, Chances, bins, by_chance
from domain.backtest.track_record import AHEAD, ORDER_CANDIDATES_MIN, Quarter, Together
from domain.disclosure_control import SMALL_COUNT
from domain.errors import N_
from domain.message import Message, Share
from domain.statistics.negative_binomial import INTERVAL_COVERAGE

P_LIKELY_MIN = 0.6  # probability from which something was called likely
ENOUGH_SAID, ENOUGH_RANGES = 10, 20  # forecasts and intervals, corrected for overlap; with fewer, no conclusion
COVERAGE_TOLERANCE = 0.03  # difference from 90 % within which intervals have the right width
RATIO_MORE_MIN = 1.1  # ratio from which a number is called more
AGREEING_QUARTERS_MIN = 3  # fewest quarters that must all agree
TOWN_CHANGE_MIN = 0.1  # change of the town from which it is mentioned
KNOWN_SHARE_MIN = 0.9  # share of the outcome in known areas below which it is mentioned
PROBABILITY_BANDS = 5  # equal parts of the probabilities in the calibration chart
SUM_MIN = 3  # fewest areas whose sum may be in a report

STAYED = {
    "all": N_("The {of} on {day} all stayed among the first {highest}."),
    "some": N_("Of the {of} on {day}, {stayed} stayed among the first {highest}."),
    "one": N_("Of the {of} on {day}, one stayed among the first {highest}."),
    "none": N_("Of the {of} on {day}, none stayed among the first {highest}."),
}
FIRST = N_("first {areas}")
WITHOUT = N_("{areas} areas without a project out of the first {few}")
CAME = {
    "within": N_("Together they had {came} incidents in the year after; {low} to {high} were expected."),
    "more": N_("Together they had {came} incidents in the year after, more than the {low} to {high} expected."),
    "fewer": N_("Together they had {came} incidents in the year after, fewer than the {low} to {high} expected."),
}
TOWN = {
    True: N_("In all areas together there were {share} more incidents than the year before."),
    False: N_("In all areas together there were {share} fewer incidents than the year before."),
}
ALL_PROJECTS = N_("In each of the first {few} on {day} a project ran, so there is nothing to test.")
NO_LIST = N_("On {day} no area was in the list.")
TOO_FEW = N_("On {day} only {count} areas were in the list: too few to test their order.")


@dataclass(frozen=True)
class Verdict:
    """A conclusion, and whether it speaks for the list."""

    good: bool
    text: Message


def stayed(quarter: Quarter, five: Together | None) -> Message:
    """The sentence about how many of the first areas of an order stayed among the highest."""
    if not quarter.candidates:
        return Message(NO_LIST, day=quarter.as_of)
    if quarter.candidates < ORDER_CANDIDATES_MIN:
        return Message(TOO_FEW, day=quarter.as_of, count=quarter.candidates)
    if five is None:
        return Message(ALL_PROJECTS, few=FEW, day=quarter.as_of)
    key = {0: "none", 1: "one", five.areas: "all"} | {1: "one"}
    of = Message(FIRST, areas=five.areas) if five.areas == FEW else Message(WITHOUT, areas=five.areas, few=FEW)
    text = STAYED[key.get(five.stayed, "some")]
    return Message(text, of=of, day=quarter.as_of, stayed=five.stayed, highest=quarter.highest)


def came(five: Together) -> Message:
    """The sentence about the incidents of the first areas together, against those expected."""
    key = "within" if five.held else "more" if five.came > five.high else "fewer"
    return Message(CAME[key], came=five.came, low=five.low, high=five.high)


def town(quarter: Quarter) -> Message | None:
    """The sentence about the change of the whole town; None if it is smaller than TOWN_CHANGE_MIN."""
    if quarter.town is None or abs(quarter.town - 1) < TOWN_CHANGE_MIN:
        return None
    return Message(TOWN[quarter.town > 1], share=Share(abs(quarter.town - 1)))


def in_short(quarter: Quarter, *, with_sum: bool = True) -> tuple[Message, ...]:
    """The outcome of the first areas of a quarter end in up to three sentences, without sums of too few areas.

    ``with_sum``: false where the sentences leave the association: a sum minus published figures is that of the others.
    """
    five = quarter.list_five
    sentences = [stayed(quarter, five)]
    if five is not None and five.areas >= SUM_MIN and five.came >= SMALL_COUNT:
        sentences += [*([came(five)] if with_sum else []), *filter(None, [town(quarter)])]
    return tuple(sentences)


def calibration(chances: Sequence[Chances]) -> list[dict[str, Any]]:
    """Calibration by band of the probabilities of successive quarter ends, lowest first; see measures.bins."""
    return bins(chances, PROBABILITY_BANDS, overlapping(len(chances), AHEAD))


def emerging_before(found: Sequence[Emerged], dates: int) -> Message:
    """The sentence about emerging clusters at ``dates`` past dates (1 or more), and how often they continued."""
    more = sum(each.went_on for each in found)
    if not found:
        return Message(N_("At the end of {dates} past quarters nothing was emerging."), dates=dates)
    if len(found) == 1:
        followed = N_("At the end of {dates} past quarters something was emerging once, and more followed.")
        not_followed = N_("At the end of {dates} past quarters something was emerging once, and no more followed.")
        return Message(followed if more else not_followed, dates=dates)
    text = N_(
        "At the end of {dates} past quarters something was emerging {count} times. After {more} of "
        "these, more followed."
    )
    return Message(text, dates=dates, count=len(found), more=more)


def verdicts(quarters: Sequence[Quarter]) -> list[Verdict]:
    """The conclusions that the numbers support, favourable ones first."""
    shared = overlapping(len(quarters), AHEAD)
    found = [
        _order(quarters, shared),
        _chances(quarters, shared),
        _ranges(quarters, shared),
        _against_busiest_first(quarters),
        _town(quarters),
        _new_areas(quarters),
    ]
    return sorted(filter(None, found), key=lambda each: not each.good)


def _order(quarters: Sequence[Quarter], shared: int) -> Verdict | None:
    pairs = [(each, each.list_five) for each in quarters if each.candidates >= ORDER_CANDIDATES_MIN]
    areas = sum(five.areas for _of, five in pairs if five)
    if not areas:
        return None
    stayed = sum(five.stayed for _of, five in pairs if five)
    chance = sum(five.areas * of.highest / of.candidates for of, five in pairs if five) / areas
    share = stayed / areas
    error = np.sqrt(max(share * (1 - share), chance * (1 - chance)) * shared / areas)
    values = {"stayed": stayed, "areas": areas, "share": Share(chance)}
    if share > chance + SIGNIFICANT_Z * error:
        text = N_(
            "It finds what stays: {stayed} of {areas} first places stayed among the highest; by chance "
            "it would be {share}."
        )
        return Verdict(True, Message(text, **values))
    if areas / shared >= ENOUGH_SAID:
        text = N_("What comes first changes a lot: {stayed} of {areas} first places stayed among the highest.")
        return Verdict(False, Message(text, **values))
    return None


def _chances(quarters: Sequence[Quarter], shared: int) -> Verdict | None:
    """Whether forecasts that were called likely came true as often as stated."""
    forecast = np.concatenate(
        [np.zeros(0), *(of.forecast for each in quarters for of in (each.p_top, each.p_high_next))]
    )
    true = np.concatenate([np.zeros(0), *(of.came for each in quarters for of in (each.p_top, each.p_high_next))])
    forecast, true = forecast[forecast >= P_LIKELY_MIN], true[forecast >= P_LIKELY_MIN]
    if len(forecast) < ENOUGH_SAID * shared:
        return None
    low, high = by_chance(forecast, shared)
    values = {"n": len(forecast), "true": int(true.sum()), "low": low, "high": high}
    if low <= values["true"] <= high:
        text = N_(
            "It was as sure as it should be: of {n} times that it called something probable, {true} came "
            "true. That should be {low} to {high}."
        )
        return Verdict(True, Message(text, **values))
    if values["true"] < low:
        text = N_(
            "It was too sure: of {n} times that it called something probable, {true} came true. That "
            "should be {low} to {high}."
        )
        return Verdict(False, Message(text, **values))
    text = N_(
        "It was too cautious: of {n} times that it called something probable, {true} came true. That "
        "should be {low} to {high}."
    )
    return Verdict(False, Message(text, **values))


def _ranges(quarters: Sequence[Quarter], shared: int) -> Verdict | None:
    """Whether the intervals contained the outcome nine times in ten."""
    held = np.concatenate([np.zeros(0, dtype=bool), *(each.held for each in quarters)])
    but_for = np.concatenate([np.zeros(0, dtype=bool), *(each.held_but_for_town for each in quarters)])
    if len(held) < ENOUGH_RANGES * shared:
        return None
    low, high = _nine_in_ten(len(held), shared)
    values = {"n": len(held), "held": int(held.sum()), "low": low, "high": high, "but_for": int(but_for.sum())}
    if low <= values["held"] <= high:
        text = N_("Its ranges are right: {held} of {n} held the actual number. That should be {low} to {high}.")
        return Verdict(True, Message(text, **values))
    if values["held"] > high:
        text = N_(
            "Its ranges are wider than needed: {held} of {n} held the actual number. That should be {low} to {high}."
        )
    elif values["but_for"] > values["held"] + COVERAGE_TOLERANCE * len(held):
        text = N_(
            "Its ranges were not right often enough: {held} of {n} held the actual number. That should be "
            "{low} to {high}. Without what all areas did together it would have been {but_for}."
        )
    else:
        text = N_("Its ranges are too narrow: {held} of {n} held the actual number. That should be {low} to {high}.")
    return Verdict(False, Message(text, **values))


def _nine_in_ten(n: int, shared: int) -> tuple[int, int]:
    """The fewest and most of n intervals that contain the outcome if their width is right.

    Chance allows some more and fewer than nine in ten. So does COVERAGE_TOLERANCE, because no width is exactly right.
    """
    low, high = by_chance(np.full(n, INTERVAL_COVERAGE), shared)
    least, most = ((INTERVAL_COVERAGE + away) * n for away in (-COVERAGE_TOLERANCE, COVERAGE_TOLERANCE))
    return min(low, round(least)), max(high, round(most))


def _against_busiest_first(quarters: Sequence[Quarter]) -> Verdict | None:
    """Whether the first areas of the list had more incidents than those of "busiest first", per home or per area."""
    pairs = [(each.list_five, each.busiest_five) for each in quarters if each.list_five and each.busiest_five]
    if len(pairs) < AGREEING_QUARTERS_MIN:
        return None
    by_home = all(five.homes and other.homes for five, other in pairs)

    def much(five: Together) -> float:
        return five.came / (five.homes if by_home else five.areas) if five.areas else 0.0

    ratios = [much(five) / max(much(other), 1e-9) for five, other in pairs]
    mine, theirs = (sum(side) / len(pairs) for side in zip(*((much(a), much(b)) for a, b in pairs), strict=True))
    scale = 100 if by_home else 1
    values = {"mine": round(mine * scale), "theirs": round(theirs * scale)}
    if min(ratios) > 1 and mine > RATIO_MORE_MIN * theirs:
        text = (
            N_("Its first areas had more per home: {mine} incidents per 100 homes a year, busiest first {theirs}.")
            if by_home
            else N_("Its first areas had more: {mine} incidents a year each, busiest first {theirs}.")
        )
        return Verdict(True, Message(text, **values))
    if max(ratios) < 1 and theirs > RATIO_MORE_MIN * mine:
        text = (
            N_("Busiest first found more per home: {theirs} incidents per 100 homes a year, the list {mine}.")
            if by_home
            else N_("Busiest first found more incidents: {theirs} a year in each area, the list {mine}.")
        )
        return Verdict(False, Message(text, **values))
    return None


def _town(quarters: Sequence[Quarter]) -> Verdict | None:
    moved = [each for each in quarters if each.town is not None and abs(each.town - 1) >= TOWN_CHANGE_MIN]
    if not moved:
        return None
    most = max(moved, key=lambda each: abs((each.town or 1) - 1))
    assert most.town is not None
    texts = {
        True: N_("It cannot foresee what all areas do together: {share} more incidents in the year after {day}."),
        False: N_("It cannot foresee what all areas do together: {share} fewer incidents in the year after {day}."),
    }
    return Verdict(False, Message(texts[most.town > 1], share=Share(abs(most.town - 1)), day=most.as_of))


def _new_areas(quarters: Sequence[Quarter]) -> Verdict | None:
    known = [each.known_share for each in quarters if each.known_share is not None]
    if not known or np.mean(known) >= KNOWN_SHARE_MIN:
        return None
    text = N_("It knows only where something was reported before: {share} of the incidents came elsewhere.")
    return Verdict(False, Message(text, share=Share(1 - float(np.mean(known)))))
