"""The signal form for a phone: where, what, how serious; or that nothing was found."""

import streamlit as st

from data import clock
from data.reference import lexicon
from data.services import signals
from domain.errors import BlokwijzerError
from domain.intake.signals import EYES, SIGNAL_NOTE_LENGTH_MAX, Signal, all_codes
from domain.places.address_picker import address_label
from domain.schemas import SERIOUSNESS
from pages.shared import access, cached, cached_signals, navigation, phone
from pages.shared.labels import category_name
from pages.shared.signal_labels import I_AM, ICONS, MORE, SERIOUS, short_name
from pages.shared.texts import _, error_text
from pages.signals import place as signal_place
from pages.signals import sent as signal_sent

OTHER = "other"
WRONG = "signal-wrong"


def main() -> None:
    """Draw the form, or the confirmation of the last signal, and today's signals."""
    sent = signal_sent.today(access.require(access.PAGES["signals"]).actor)
    with phone.column():
        navigation.opening(_("Signal"), signal_sent.answer(sent))
        if not signal_sent.just_sent(sent):
            _form()
        signal_sent.mine(sent)


def _form() -> None:
    """Draw the questions; answers are kept under the form's key, so that the next form starts empty."""
    key = signal_place.form()["key"]
    _who()
    signal_place.ask()
    _category(key)
    with st.container(key="row-serious"):
        st.segmented_control(
            _("How serious is it?"),
            list(SERIOUSNESS),
            format_func=lambda level: _(SERIOUS[level]),
            key=f"serious-{key}",
            width="stretch",
        )
    with st.expander(_("Add a note, or another day")):
        advice = _("No names or addresses of residents, please.")
        st.text_area(_("Note"), key=f"note-{key}", max_chars=SIGNAL_NOTE_LENGTH_MAX, height=80, placeholder=advice)
        st.date_input(_("Day"), clock.today(), max_value=clock.today(), format="DD-MM-YYYY", key=f"day-{key}")
    if wrong := st.session_state.pop(WRONG, None):
        st.error(wrong, icon=":material/error:")
    st.button(_("Send"), type="primary", icon=":material/send:", width="stretch", on_click=_send, key="send")
    st.button(
        _("I looked: nothing to report"),
        icon=":material/check:",
        width="stretch",
        on_click=_send,
        args=(True,),
        key="nothing",
    )
    st.caption(
        _("That you looked and found nothing counts too: it separates a quiet place from one that nobody knows.")
    )


def _who() -> None:
    """The kind of sender: asked once, then kept in the session and the link, so that a bookmark keeps it."""
    asked = st.query_params.get("as")
    if asked in EYES:
        st.session_state["signal-as"] = asked
    elif "signal-as" in st.session_state:
        st.query_params["as"] = st.session_state["signal-as"]
    known = st.session_state.get("signal-as")
    key = f"as-{known}"
    st.selectbox(
        _("I am"),
        list(I_AM),
        index=list(I_AM).index(known) if known else None,
        format_func=lambda source: _(I_AM[source]),
        placeholder=_("Choose once; a bookmark remembers it"),
        label_visibility="collapsed" if known else "visible",
        key=key,
        on_change=_is,
        args=(key,),
    )


def _is(key: str) -> None:
    if st.session_state[key]:
        st.session_state["signal-as"] = st.query_params["as"] = st.session_state[key]


def _category(key: str) -> None:
    """A button for each frequent category; the others behind the last button."""
    with st.container(key="grid-category"):
        picked = st.pills(
            _("What do you see?"),
            [*cached_signals.signal_buttons(), OTHER],
            format_func=lambda code: f"{MORE} {_('Other…')}" if code == OTHER else f"{ICONS[code]} {short_name(code)}",
            key=f"category-{key}",
            width="stretch",
        )
    if picked == OTHER:
        st.selectbox(
            _("Which?"),
            all_codes(lexicon()),
            index=None,
            format_func=category_name,
            placeholder=_("Choose a kind"),
            key=f"other-{key}",
        )


def _send(nothing: bool = False) -> None:
    """Store the answers; missing answers are shown on the next run, above the button."""
    if signal_sent.JUST in st.session_state:
        return  # a second tap on the same button
    kept, key = st.session_state, signal_place.form()["key"]
    code = kept.get(f"category-{key}")
    code = kept.get(f"other-{key}") if code == OTHER else code
    if not nothing and not code:
        kept[WRONG] = _("First choose what you see, or say that there is nothing to report.")
        return
    try:
        signal = Signal(
            key=key,
            source=kept.get("signal-as") or "",
            place=signal_place.chosen(),
            seen_on=kept.get(f"day-{key}") or clock.today(),
            code=None if nothing else code,
            seriousness=None if nothing else kept.get(f"serious-{key}"),
            note="" if nothing else kept.get(f"note-{key}") or "",
        )
        signals.send(cached.current(), access.require().actor, signal, clock.today(), _in_words(signal))
    except BlokwijzerError as error:
        kept[WRONG] = error_text(error)
    else:
        kept[signal_sent.JUST] = signal.visit_key


def _in_words(signal: Signal) -> str:
    """The signal as text for the history of manual entries."""
    what = category_name(signal.code) if signal.code else _("nothing to report")
    where = address_label(dict(signal.place)) if signal.place else ""
    return f"{_('Signal')}: {what}, {where}"


main()
