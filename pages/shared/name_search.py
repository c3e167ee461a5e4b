"""Choosing among the names of many areas: the browser gets those that fit what was typed, not all."""

from collections.abc import Iterable, Mapping
from itertools import islice

import streamlit as st

from pages.shared.texts import N_, _, markdown, number

SENT_MAX = 2_000  # names that a browser gets all of
FOUND_MAX = 100  # names that it gets of more


def narrowed(
    names: Mapping[str, str], key: str, chosen: Iterable[str | None] = (), label: str | None = None
) -> dict[str, str]:
    """The names to choose from, by id: all, or where there are many those that have what is typed in a search field.

    ``names``: the most important first. ``key``: of the widget that offers them. ``chosen``: ids that are always among
    them. ``label``: of the search field, where it does not stand beside that widget.
    """
    if len(names) <= SENT_MAX:
        return dict(names)
    typed = st.text_input(label or _("Search by name"), key=f"{key}-typed", placeholder=_("Part of the name"))
    words = typed.casefold().split()
    fitting = ((area, name) for area, name in names.items() if all(word in name.casefold() for word in words))
    found = dict(islice(fitting, FOUND_MAX))
    if words and not found:
        st.caption(_("No name has this in it."))
    elif words and len(found) == FOUND_MAX:
        st.caption(markdown(N_("The first {count} are below. Type more to find others."), count=number(FOUND_MAX)))
    return {area: names[area] for area in chosen if area in names} | found
