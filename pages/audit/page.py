"""The screen of the audit trail: who did what and when, with filters, a download of all, and a check of its chain."""

import json
from functools import partial

import polars as pl
import streamlit as st

from data import clock
from data.store import audit
from data.store.audit import Narrowed
from data.store.audit_check import verify
from data.store.database import Store
from domain.calendar import TIME_ZONE
from domain.errors import N_
from pages.audit.labels import action_name, entity_name
from pages.shared import access, cached, navigation, tables
from pages.shared.labels import who
from pages.shared.texts import _, day, each_in_words, local_date, markdown, ngettext, number

SHOWN_MOST = 500  # rows on the screen; the download has all


def main() -> None:
    """Draw the filters, the rows, their download and the check."""
    access.require(access.PAGES["audit"])
    current = cached.current()
    people = audit.people(current)
    navigation.opening(_("Audit trail"), _answer(people))
    if people.is_empty():
        return
    _check(current)
    narrowed = _filters(current, people)
    count = audit.number_of_rows(current, narrowed)
    if not count:
        st.info(_("Nothing was done that fits these choices."))
        return
    _rows(audit.trail(current, last=SHOWN_MOST, narrowed=narrowed), count)
    tables.download(partial(_whole, current, narrowed), _("audit-trail"), "audit", _about(narrowed))


def _answer(people: pl.DataFrame) -> str:
    if people.is_empty():
        return _("Nobody has changed anything yet.")
    text = ngettext(
        people["changes"].sum(),
        N_("{count} change is kept, the last on {day}."),
        N_("{count} changes are kept, the last on {day}."),
    )
    return markdown(text, count=number(people["changes"].sum()), day=day(local_date(people["last"][0])))


def _check(current: Store) -> None:
    """A button that checks the chain, and what came of it."""
    if not st.button(_("Check whether the trail is whole"), icon=":material/verified:", key="audit-check"):
        return
    found = verify(current)
    if found.broken is not None:
        text = N_("The trail is broken at row {row}: it was changed, or rows were added or removed outside the app.")
        st.error(markdown(text, row=number(found.broken)), icon=":material/link_off:")
        return
    text = N_("All {count} rows follow on one another: none was changed, added or removed.")
    st.success(markdown(text, count=number(found.rows)), icon=":material/verified:")
    st.caption(_("Note this down elsewhere. A later check can show that the trail was not made anew."))
    st.code(f"{found.last_id}:{found.last_hash}", language=None)


def _filters(current: Store, people: pl.DataFrame) -> Narrowed:
    """The period, the person, the action and the kind of thing that are asked for."""
    kinds = audit.kinds(current)
    when, by, done, what = st.columns(4)
    period = when.date_input(_("Period"), (), max_value=clock.today(), format="DD-MM-YYYY", key="audit-period")
    first, last = (*period, None, None)[:2] if isinstance(period, tuple) else (period, period)
    actions, entities = (kinds[name].unique().to_list() for name in ("action", "entity"))
    return Narrowed(
        first,
        last,
        by.selectbox(_("Who"), people["actor"].to_list(), None, who, placeholder=_("Everyone"), key="audit-actor"),
        done.selectbox(
            _("What"),
            sorted(actions, key=action_name),
            None,
            action_name,
            placeholder=_("Everything"),
            key="audit-action",
        ),
        what.selectbox(
            _("Of what"),
            sorted(entities, key=entity_name),
            None,
            entity_name,
            placeholder=_("Everything"),
            key="audit-entity",
        ),
    )


def _rows(rows: pl.DataFrame, count: int) -> None:
    """The newest rows; of a chosen one, what was stored with it."""
    shown = rows.select(
        pl.col("at").dt.convert_time_zone(TIME_ZONE).dt.replace_time_zone(None).alias(_("When")),
        each_in_words(rows["actor"], who).alias(_("Who")),
        each_in_words(rows["action"], action_name).alias(_("What")),
        each_in_words(rows["entity"], entity_name).alias(_("Of what")),
        pl.when(pl.col("entity_id").str.contains(r"^\d+$")).then("entity_id").alias(_("Number")),  # no name, no address
    )
    chosen = st.dataframe(
        shown,
        hide_index=True,
        placeholder="",
        column_config={_("When"): st.column_config.DatetimeColumn(_("When"), format="DD-MM-YYYY HH:mm:ss")},
        key="audit-rows",
        selection_mode="single-row",
        on_select="rerun",
    )
    if count > rows.height:
        text = N_("These are the newest {shown} of {count}. The download has all of them.")
        st.caption(markdown(text, shown=number(rows.height), count=number(count)))
    for at in chosen.selection.rows if hasattr(chosen, "selection") else []:
        if at < rows.height:
            st.caption(_("Stored with it, as it was written:"))
            st.code(json.dumps(json.loads(rows["details"][at]), ensure_ascii=False, indent=2), language="json")


def _whole(current: Store, narrowed: Narrowed) -> pl.DataFrame:
    """All rows that are asked for, as stored."""
    return audit.trail(current, narrowed=narrowed)


def _about(narrowed: Narrowed) -> list[tuple[str, str]]:
    """The filters of a download, each a name and a value."""
    found = {
        _("From"): narrowed.first and day(narrowed.first),
        _("Until"): narrowed.last and day(narrowed.last),
        _("Who"): narrowed.actor and who(narrowed.actor),
        _("What"): narrowed.action and action_name(narrowed.action),
        _("Of what"): narrowed.entity and entity_name(narrowed.entity),
    }
    return [(name, value) for name, value in found.items() if value]


main()
