"""What works: the effect of approaches of this association, and by kind of intervention."""

import streamlit as st

from data.services import effects
from data.services.effects import OwnEffects
from data.store.database import INPUT, Store
from data.store.incident_hours import hour_price, hours_per_incident
from data.texts import language as notation
from domain.documents.savings_sentences import saved_by_all
from domain.documents.what_works import by_kind_chart, by_kind_table, together, usual_sentences
from domain.effects.effect import Three
from domain.effects.pooled_effect import KIND_SPREAD, PooledEffect, PooledEffects
from domain.projects.interventions import RESEARCH
from pages.projects import exchange, report
from pages.projects.done import kind_name
from pages.shared import cached, navigation
from pages.shared.cached import cached_per_version
from pages.shared.texts import N_, _, document_text, escape_markdown, language, markdown, percent

PARAM = "works"
ENOUGH_PROJECTS = 5  # with fewer, the answer says no percentage


@cached_per_version(max_entries=4, topics=(*INPUT, "work"))
def effects_here(store: Store) -> tuple[OwnEffects, PooledEffects]:
    """The effects of the current store's projects, and all effects pooled."""
    own = effects.own_effects(store, cached.snapshot())
    return own, effects.pooled_with(store, own)


def link() -> None:
    """The button to this screen."""
    st.button(_("What works"), icon=":material/balance:", key="what-works", on_click=_open)


def _open() -> None:
    st.query_params.clear()
    st.query_params[PARAM] = ""


def show() -> None:
    """Draw the effects and their exchange."""
    own, pooled = effects_here()
    navigation.opening(_("What works"), answer(pooled.whole))
    st.button(_("All projects"), icon=":material/arrow_back:", on_click=st.query_params.clear)
    st.markdown(" ".join(notation.render(text, language(), escape_markdown) for text in usual_sentences(pooled.whole)))
    _saved(own.avoided)
    if pooled.by_kind:
        report.intervals(by_kind_chart(pooled), language(), listed=False)
        for part in (by_kind_table(pooled), together()):
            report.draw(part, language())
    else:
        st.write(
            _("Write down on a project's page what was done. From three months after the start, its effect shows here.")
        )
    _research(pooled)
    _how_do_we_know(pooled)
    exchange.show(own)


def _saved(avoided: Three | None) -> None:
    """The hours that all measured projects saved together. ``avoided``: incidents; None without a measured effect."""
    if avoided is None:
        return
    middle, low, high = (each * hours_per_incident(cached.current()) for each in avoided)
    sentences = saved_by_all((middle, low, high), hour_price(cached.current()))
    st.markdown(" ".join(map(document_text, sentences)))


def answer(whole: PooledEffect) -> str:
    """The expected effect of an approach, in one sentence."""
    if not whole.measured and not whole.imported:
        return _("It is not known yet what works here.")
    if whole.low < 1 < whole.high:
        return _("It is not known yet whether projects work here.")
    number = whole.measured + whole.imported
    if number < ENOUGH_PROJECTS:
        text = (
            N_("There are probably fewer incidents after a project ({n} measured so far).")
            if whole.mean < 1
            else N_("There are probably more incidents after a project ({n} measured so far).")
        )
        return markdown(text, n=number)
    text = (
        N_("After a project there are usually about {part} fewer incidents here.")
        if whole.mean < 1
        else N_("After a project there are usually about {part} more incidents here.")
    )
    return markdown(text, part=percent(abs(whole.mean - 1)))


def _research(pooled: PooledEffects) -> None:
    """The research about kinds of interventions; the kinds that were done here come first."""
    with st.expander(_("What research says")):
        st.caption(_("Each source was checked. Most are about crime or other towns: a reason to try, not a promise."))
        for kind in sorted(RESEARCH, key=lambda kind: kind not in pooled.by_kind):
            st.markdown(f"**{escape_markdown(kind_name(kind))}.** {escape_markdown(_(RESEARCH[kind]))}")


def _how_do_we_know(pooled: PooledEffects) -> None:
    """The method by name, and which of its numbers are assumptions."""
    with st.expander(_("How do we know?")):
        st.markdown(_(METHOD))
        text = ASSUMED if not pooled.by_kind else ESTIMATED
        st.markdown(markdown(text, assumed=percent(KIND_SPREAD), found=percent(pooled.kind_spread)))


METHOD = N_(
    "**Effects together.** The surer an effect, the more it counts, and projects really differ "
    "(random effects; Paule and Mandel). A measure is drawn towards the average of all "
    "projects, and that average towards the cautious start. The less was measured, the more "
    "(best linear prediction; Robinson 1991)."
)
ASSUMED = N_(
    "**An assumption.** How much measures differ was not measured here. We assume about "
    "{assumed} around the average of all projects."
)
ESTIMATED = N_(
    "**Partly an assumption.** How much measures differ starts from an assumed {assumed} around "
    "the average of all projects. With the effects measured so far it is {found}."
)
