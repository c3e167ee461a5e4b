"""The controls of the weights: presets, a slider for each component, and the button that stores them for the team."""

from collections.abc import Iterable
from datetime import UTC, datetime

import streamlit as st

from data.store.team_weights import TeamWeights, current_weights, keep_weights, team_weights
from domain.errors import WrongValue
from domain.scoring.weights import COMPONENT_WORDS, COMPONENTS, DEFINITIONS, PRESET_WORDS, PRESETS, Weights
from pages.shared import access, cached, chosen_weights
from pages.shared.labels import who
from pages.shared.texts import N_, _, day, error_text, format_list, local_date, markdown

TEAM = "team"


def show(has_evidence: Iterable[bool]) -> None:
    """Draw the presets, and the sliders behind them.

    ``has_evidence``: whether the data says anything about each component, in the order of ``COMPONENTS``.
    """
    weights, kept = chosen_weights.current(), team_weights(cached.current())
    choices = PRESETS if kept is None else {TEAM: kept.weights, **PRESETS}
    names = {name: _(PRESET_WORDS[name]) if name in PRESETS else _("Our team's") for name in choices}
    st.session_state["weights-preset"] = next((name for name, each in choices.items() if each == weights), None)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", width="content"):
        st.selectbox(
            _("What weighs most"),
            list(choices),
            index=None,
            format_func=names.get,
            placeholder=_("Own weights"),
            key="weights-preset",
            on_change=_take_preset,
            width=210,
        )
        with st.popover(_("Weights"), icon=":material/tune:"):
            _sliders(weights, has_evidence)
            _team(weights, kept)


def _sliders(weights: Weights, has_evidence: Iterable[bool]) -> None:
    """A slider for each component that the data says something about."""
    for name, has_data in zip(COMPONENTS, has_evidence, strict=True):
        if not has_data:
            continue
        st.session_state[f"weight-{name}"] = round(getattr(weights, name))
        st.slider(
            _(COMPONENT_WORDS[name]).capitalize(),
            0,
            chosen_weights.WEIGHT_MAX,
            step=5,
            help=_(DEFINITIONS[name]),
            key=f"weight-{name}",
            on_change=_take_sliders,
        )


def say_without_data(has_evidence: Iterable[bool]) -> None:
    """List the components without data."""
    without = [
        _("“{word}”").format(word=_(COMPONENT_WORDS[name]))
        for name, has_data in zip(COMPONENTS, has_evidence, strict=True)
        if not has_data
    ]
    if without:
        st.caption(
            markdown(
                N_("These data say nothing about {components}, so only the other weights count."),
                components=format_list(without),
            )
        )


def _team(weights: Weights, kept: TeamWeights | None) -> None:
    """Show the team's weights, and the button that replaces them by these."""
    if kept is None or kept.weights != weights:
        st.button(_("Save as our team's weights"), key="weights-keep", on_click=_keep, args=(weights,))
    if kept is None:
        st.caption(_("The team has not saved weights of its own yet. Only their proportions matter."))
    else:
        text = N_("The team's weights were saved by {who} on {day}. Only their proportions matter.")
        st.caption(markdown(text, who=who(kept.actor), day=day(local_date(kept.at))))


def _keep(weights: Weights) -> None:
    keep_weights(cached.current(), access.require().actor, weights, datetime.now(UTC))


def _take_preset() -> None:
    name = st.session_state["weights-preset"]
    if name in PRESETS:
        chosen_weights.choose(PRESETS[name])
    elif name == TEAM:
        chosen_weights.choose(current_weights(cached.current()))


def _take_sliders() -> None:
    try:
        before = chosen_weights.current()
        given = {name: st.session_state.get(f"weight-{name}", getattr(before, name)) for name in COMPONENTS}
        chosen_weights.choose(Weights(**given))
    except WrongValue as error:
        st.toast(error_text(error))
