"""The Track record screen: the list at past quarter ends, compared with the incidents of the year after."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TypeVar

import streamlit as st

from data import clock
from data.services import track_record
from domain.backtest.emerging_record import once_each
from domain.backtest.look_back import incidents_after
from domain.backtest.track_record import AHEAD, Quarter, year_before
from domain.backtest.verdicts import in_short
from domain.question import Question
from domain.snapshot.district import Within
from domain.snapshot.snapshot import Snapshot
from pages.shared import access, cached, cached_quarters, district, navigation
from pages.shared.empty_state import no_reports
from pages.shared.texts import N_, _, day, document_text, markdown, number
from pages.shared.track_record_line import ALL_QUARTERS_REPORTS_MAX
from pages.track_record import all_quarters, one_quarter
from pages.track_record.method import how_do_we_know

PARAM = "quarter"
T = TypeVar("T")


def main() -> None:
    """Draw one quarter with its outcome, then all quarters together."""
    access.require(access.PAGES["track_record"])
    snapshot = cached.snapshot()
    if not snapshot.reports.height:
        navigation.opening(_("Track record"), _("There is no track record yet: there are no reports."))
        no_reports()
        return
    ends = track_record.ends(snapshot)
    if not ends:
        _too_short(snapshot)
        return
    chosen = _chosen(ends)
    within = district.current()
    quarter = _quarter(snapshot, chosen, within)
    first, *others = in_short(quarter)
    navigation.opening(_("Track record"), document_text(first))
    if others:
        st.markdown(" ".join(map(document_text, others)))
    _choice(ends, chosen)
    one_quarter.show(quarter)
    st.divider()
    _all(snapshot, ends, chosen)
    how_do_we_know()


def _too_short(snapshot: Snapshot) -> None:
    """The date from which there is a track record, and the data that it takes."""
    since = track_record.from_when(snapshot)
    if since and since > clock.today():
        navigation.opening(
            _("Track record"), markdown(N_("From {day} on this page says how good the list was."), day=day(since))
        )
    else:
        navigation.opening(_("Track record"), _("There is no track record yet: the reports cover too short a time."))
    st.markdown(
        markdown(
            N_(
                "Two years of reports are needed. The list is made again from the year before the end of a "
                "quarter. The year after it shows what happened. Here that means reports from {first} to "
                "{last}. Now they end on {until}."
            ),
            first=day(snapshot.begins_on),
            last=day(since),
            until=day(snapshot.as_of),
        )
    )
    navigation.link("imports", _("Import an export"))


def _quarter(snapshot: Snapshot, chosen: date, within: Within) -> Quarter:
    """One quarter; the first time in a session with many reports, what is known at once is shown until it is there."""
    again = _("Making the list of {day} again.").format(day=day(chosen))
    seen = st.session_state.setdefault("track-record-seen", set())
    if snapshot.reports.height <= ALL_QUARTERS_REPORTS_MAX or chosen in seen:
        with st.spinner(again):
            return cached_quarters.past_quarter(chosen, within)
    meanwhile = st.empty()
    with meanwhile.container():
        navigation.opening(_("Track record"), again)
        st.markdown(_known_at_once(snapshot, chosen))
        with st.spinner(_("With so many reports this takes about a minute.")):
            quarter = cached_quarters.past_quarter(chosen, within)
    meanwhile.empty()
    seen.add(chosen)
    return quarter


def _known_at_once(snapshot: Snapshot, chosen: date) -> str:
    """The incidents of the whole town in the year after a day and, if known, in the year before it; Markdown."""
    before, after = year_before(snapshot, chosen), incidents_after(snapshot, Question(as_of=chosen), AHEAD)[1]
    if before is None:
        return markdown(
            N_("In all areas together there were {after} incidents in the year after."), after=number(after)
        )
    text = N_("In all areas together there were {after} incidents in the year after, and {before} in the year before.")
    return markdown(text, after=number(after), before=number(before))


def _chosen(ends: list[date]) -> date:
    """The quarter end in the link, else the newest."""
    asked = st.query_params.get(PARAM)
    return next((each for each in ends if each.isoformat() == asked), ends[-1])


def _choice(ends: list[date], chosen: date) -> None:
    """The choice of a quarter end, stored in the link."""
    picked = st.segmented_control(
        _("The list of"),
        ends[::-1],
        default=chosen,
        required=True,
        format_func=day,
        key=f"quarter-{chosen}",  # a new widget after a link to another quarter
    )
    if picked and picked != chosen:
        st.query_params[PARAM] = picked.isoformat()
        st.rerun()


def _all(snapshot: Snapshot, ends: list[date], chosen: date) -> None:
    """All quarter ends together; with more than ``ALL_QUARTERS_REPORTS_MAX`` reports only after a click."""
    asked = "track-record-all"
    if snapshot.reports.height > ALL_QUARTERS_REPORTS_MAX and not st.session_state.get(asked):
        st.subheader(_("All quarters together"), anchor=False)
        st.write(_("With so many reports it takes a few minutes to make all lists again."))
        st.button(
            _("Work out all quarters"), key="track-record-ask", on_click=st.session_state.update, args=({asked: True},)
        )
        return
    within, making = district.current(), _("Making the list of {day} again: {done} of {all}")
    quarters = _with_progress(ends, making, partial(cached_quarters.past_quarter, within=within))
    all_quarters.show(quarters, chosen)
    dates = track_record.emerging_ends(snapshot)
    looking = _("Looking for what was emerging on {day}: {done} of {all}")
    emerged = _with_progress(dates, looking, partial(cached_quarters.emerged, within=within))
    all_quarters.emerging(once_each(emerged), len(dates))


def _with_progress(days: list[date], text: str, compute: Callable[[date], T]) -> list[T]:
    """What ``compute`` gives for each day, with a progress bar; ``text`` names the day and how far it is."""
    bar, found = st.empty(), []
    for done, as_of in enumerate(days):
        shown = text.format(day=day(as_of), done=number(done + 1), all=number(len(days)))
        bar.progress(done / len(days), shown)
        found.append(compute(as_of))
    bar.empty()
    return found


main()
