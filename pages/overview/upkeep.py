"""What is for an administrator to see to: the last backup or import is too old, or the cluster does not answer."""

from datetime import UTC, datetime, timedelta

import streamlit as st

from data.services import cluster
from data.store.backup_files import first_and_last_import, last_backup
from domain.errors import N_
from domain.roles import Act
from pages.shared import access, cached, taken_in
from pages.shared.texts import _, day, local_date, markdown, ngettext, number

BACKUP_DAYS_MAX = 7  # days since the last backup
IMPORT_DAYS_MAX = 35  # days since the last import; monthly exports are the rarest that are usual
_NO_ANSWER = {
    "no-connection": N_("its scheduler is not reached, or refuses the certificate"),
    "no-worker": N_("it has no worker for this store"),
    "other-version": N_("its workers are of another version of Blokwijzer"),
}
_OTHER = N_("the connection broke, or workers took too long")


def not_counted() -> None:
    """Say how many signals and choices are not counted yet, and offer to count them now.

    Nothing where all are, or while newer data is worked out, which the top of the page says.
    """
    current = cached.current()
    waiting = taken_in.waiting(current.url, current.versions())
    if not waiting or taken_in.worked_on_since(current):
        return
    count = sum(waiting.values())
    one, many = N_("{count} new choice is not counted yet."), N_("{count} new choices are not counted yet.")
    if waiting.keys() == {"signals"}:
        one, many = N_("{count} new signal is not counted yet."), N_("{count} new signals are not counted yet.")
    elif "signals" in waiting:
        many = N_("{count} new signals and choices are not counted yet.")
    text = ngettext(count, one, many)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(text.format(count=number(count)), width="content")
        st.button(_("Count them now"), key="count-signals", type="tertiary", on_click=_take_in)


def _take_in() -> None:
    taken_in.take_in(cached.current().url)


def sentences() -> None:
    """Draw a sentence for each, to who may import; never for the demo."""
    if cached.is_demo() or not access.may(Act.IMPORT):
        return
    if reason := cluster.state().get("cluster_reason"):
        text = N_("The cluster does not answer: {why}. Until it does, this server works everything out itself.")
        st.caption(f":material/dns: {markdown(text, why=_(_NO_ANSWER.get(reason, _OTHER)))}")
    current, now = cached.current(), datetime.now(UTC)
    first, last = first_and_last_import(current)
    if first is None or last is None:
        return
    backup = last_backup(current)
    if now - (backup or first) > timedelta(BACKUP_DAYS_MAX):
        since = N_("The last backup is of {day}. Make one every night.")
        never = N_("No backup was made since the first import on {day}. Make one every night.")
        st.caption(f":material/backup: {markdown(since if backup else never, day=day(local_date(backup or first)))}")
    if now - last > timedelta(IMPORT_DAYS_MAX):
        text = N_("The last import is of {day}. Newer reports are missing.")
        st.caption(f":material/upload_file: {markdown(text, day=day(local_date(last)))}")
