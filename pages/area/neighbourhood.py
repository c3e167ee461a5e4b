"""What the card of a neighbourhood says of its blocks, and where it leads: it is no area for one approach."""

from dataclasses import replace

import streamlit as st

from domain.analysis import Card
from domain.errors import N_
from domain.question import Question
from pages.shared import cached, navigation, theme
from pages.shared.texts import _, markdown, ngettext, number


def made_of(found: Card, question: Question) -> None:
    """Draw how its blocks add up to it, and links to its blocks and candidates."""
    here = (found.area["area_id"],)
    blocks = cached.figures(replace(question, level="block", within=here))
    inside, rest = blocks["incidents"].sum(), found.figures["incidents"] - blocks["incidents"].sum()
    text = ngettext(
        blocks.height,
        N_("Its one block has {incidents} of these incidents."),
        N_("Its {count} blocks have {incidents} of these incidents."),
    )
    sentences = [markdown(text, count=number(blocks.height), incidents=number(inside))]
    if rest:
        text = ngettext(
            rest,
            N_("{count} is known by its street or neighbourhood only."),
            N_("{count} are known by their street or neighbourhood only."),
        )
        sentences.append(markdown(text, count=number(rest)))
    st.markdown(" ".join(sentences))
    within = ",".join(here)
    params = {**replace(question, level="block", within=here).to_params(), "level": "block", "within": within}
    navigation.link("map", _("Its blocks on the map"), icon=theme.ICONS["area"], **params)
    navigation.link("candidates", _("Its candidates"), icon=theme.ICONS["candidates"], within=within)
