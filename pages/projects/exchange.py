"""The exchange of effects with other associations: export a file, import files, and remove imported effects."""

import streamlit as st

from data.services import effects
from data.services.effects import OwnEffects
from data.store import effect_imports
from data.store.effect_imports import EffectImport
from domain.errors import BlokwijzerError
from pages.shared import access, cached, theme
from pages.shared.labels import who
from pages.shared.texts import N_, _, day, error_text, local_date, markdown, ngettext, number

_FILE, _WEIGHT = "effects-file", "imported-weight"


def show(own: OwnEffects) -> None:
    """Draw the export of the own effects, and the imported files."""
    st.subheader(_("Exchange with other associations"), anchor=False)
    left, right = st.columns(2, gap="large")
    with left:
        _give(own)
    with right:
        _take()


def _give(own: OwnEffects) -> None:
    st.markdown(f"**{_('Share your effects')}**")
    st.write(
        _(
            "For each project the file gives what was done, the ratio and how sure it is, a class of "
            "size and the year. It has no place, no name, no day, and no project with fewer than ten "
            "incidents or homes. It counts up to the end of the last quarter, as reports do."
        )
    )
    if not own.shared:
        st.caption(_("There is no effect to share yet."))
        return
    store, snapshot = cached.current(), cached.snapshot()
    st.download_button(
        _("Download the effects"),
        lambda: effects.export_effects(store, snapshot)[0],
        file_name=f"{_('effects')}.json",
        mime="application/json",
        icon=theme.ICONS["download"],
        on_click="ignore",
        key="effects-download",
    )


def _take() -> None:
    st.markdown(f"**{_('Use effects of others')}**")
    with st.form("import-effects", clear_on_submit=True, border=False):
        file = st.file_uploader(_("A file of effects (JSON)"), type="json", max_upload_size=1, key=_FILE)
        sent = st.form_submit_button(_("Add the effects"))
    if sent and file is not None:
        _import(file.name, file.getvalue())
    if message := st.session_state.pop("effects-said", None):
        st.success(message)
    imports = effect_imports.load(cached.current())
    for each in imports:
        _imported(each)
    if imports:
        key = f"{_WEIGHT}-{cached.data_set()}"
        st.number_input(
            _("Weight of an effect from elsewhere, if one of your own counts for 1"),
            0.0,
            1.0,
            effects.imported_weight(cached.current()),
            0.05,
            key=key,
            on_change=_weigh,
            args=(key,),
            help=_("Half is an assumption: we do not know how others count. It applies to the whole team."),
        )


def _import(name: str, content: bytes) -> None:
    try:
        _number, count = effects.import_effects(cached.current(), access.require().actor, name, content)
    except BlokwijzerError as error:
        st.error(error_text(error))
        return
    text = ngettext(count, N_("{count} effect was added."), N_("{count} effects were added."))
    st.session_state["effects-said"] = text.format(count=number(count))
    st.rerun()


def _imported(each: EffectImport) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"effects-{each.import_id}"):
        text = ngettext(
            len(each.effects),
            N_("**{name}** · {count} effect · {who}, {day}"),
            N_("**{name}** · {count} effects · {who}, {day}"),
        )
        values = {"name": each.name, "count": number(len(each.effects)), "who": who(each.actor)}
        st.markdown(markdown(text, **values, day=day(local_date(each.at))), width="stretch")
        st.button(
            _("Remove"),
            icon=":material/delete:",
            key=f"take-out-{each.import_id}",
            on_click=_take_out,
            args=(each.import_id,),
        )


def _take_out(import_id: int) -> None:
    try:
        effect_imports.remove(cached.current(), access.require().actor, import_id)
    except BlokwijzerError as error:
        st.toast(error_text(error), icon=":material/error:")


def _weigh(key: str) -> None:
    effects.set_imported_weight(cached.current(), access.require().actor, st.session_state[key])
