"""The download of the rows of a file that were set aside, with their reasons; each is recorded."""

import streamlit as st

from data.services.check_file import Checked
from domain.documents.rejected_rows import rejected_csv
from domain.roles import Act
from pages.imports.labels import reason_template
from pages.shared import full_figures
from pages.shared.texts import _, in_this_language, markdown, number


def download_set_aside(checked: Checked, key: str) -> None:
    """Draw the button of a checked file that has a table."""
    name, rejected, columns = checked.upload.name, checked.rejected, checked.upload.table.cells.columns
    record = full_figures.recorder("set-aside", Act.IMPORT)

    def written() -> bytes:
        record(rejected.height)
        return rejected_csv(columns, rejected, reason_template, _("Why not"))

    st.download_button(
        markdown("Download what was set aside of {file} ({n})", n=number(rejected.height), file=name),
        in_this_language(written),
        file_name=f"{name.rsplit('.', 1)[0].replace('/', '-')}-{_('set-aside')}.csv",
        mime="text/csv",
        icon=":material/download:",
        key=key,
        on_click="ignore",
    )
