"""Steps 1 and 2 of the check of outlines: what they are, and which columns describe them."""

import polars as pl
import streamlit as st

from data.services.recognise import ImportOptions
from data.store.database import Store
from pages.imports.batch import Batch
from pages.imports.group import Group
from pages.imports.labels import FINE
from pages.imports.steps import FIRST_ROWS, read_again
from pages.shared.texts import N_, _, markdown, number


def outlines(store: Store, kept: Batch, group: Group) -> None:
    """Steps 1 and 2 for outlines: what they are, and the outlines found."""
    upload = group.uploads[0]
    text = N_("1. Read as: outlines of {count} blocks")
    if group.kind == "neighbourhoods":
        text = N_("1. Read as: outlines of {count} neighbourhoods")
    label = markdown(text, count=number(upload.outlines.height))
    with st.expander(label, expanded=False, icon=FINE, key=group.key("read")):
        described = upload.columns
        kinds = {
            "blocks": _("Blocks"),
            "neighbourhoods": _("Neighbourhoods"),
            "indicators": _("Figures of areas"),
        }
        kind = st.segmented_control(
            _("These are"),
            list(kinds),
            format_func=kinds.get,
            default=group.kind,
            required=True,
            key=group.key("outlines"),
        )
        labels = {"code": _("Code of the area"), "name": _("Name of the area")}
        chosen = {}
        for place, (field, title) in zip(st.columns(2), labels.items(), strict=True):
            now = group.wishes.columns.get(field)
            chosen[field] = place.selectbox(
                title,
                described,
                index=described.index(now) if now else None,
                placeholder=_("found automatically"),
                key=group.key(field),
            )
        wanted = {field: column for field, column in chosen.items() if column}
        if wanted != group.wishes.columns or kind != group.kind:
            columns = {} if kind == "indicators" else wanted
            read_again(store, kept, group, ImportOptions(kind=kind, columns=columns))
        first = upload.outlines.select(pl.col("code").alias(_("Code")), pl.col("name").alias(_("Name")))
        st.dataframe(first.head(FIRST_ROWS), hide_index=True, placeholder="")
