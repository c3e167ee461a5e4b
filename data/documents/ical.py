"""Entries of a calendar as iCalendar (RFC 5545), which calendar programs subscribe to."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from icalendar import Calendar, Event

from data.texts.language import render
from domain.calendar_entries import Entry

FETCHED_EVERY = timedelta(hours=6)  # asked of programs that fetch the calendar


def ical(entries: Iterable[Entry], language: str, name: str, address: str, made_at: datetime) -> bytes:
    """A calendar in a language ("nl" or "en"). ``address``: of the app; each entry links to its page there."""
    calendar = Calendar()
    calendar.add("prodid", "-//Blokwijzer//Blokwijzer//NL")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", FETCHED_EVERY, parameters={"VALUE": "DURATION"})
    for each in entries:
        event = Event()
        event.add("uid", f"{each.key}@blokwijzer")
        event.add("dtstamp", made_at)
        event.add("dtstart", each.on)
        event.add("dtend", each.on + timedelta(1))
        event.add("summary", render(each.title, language))
        event.add("url", f"{address}/{each.page}")
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return calendar.to_ical()
