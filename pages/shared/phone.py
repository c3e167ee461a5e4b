"""Layout of screens for a phone: one column, touch targets (44 px at least, WCAG 2.5.5), grids of buttons."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

_STYLE = """<style>
.st-key-phone { max-width: 34rem; margin: 0 auto; }
.st-key-phone button, .st-key-phone summary { min-height: 44px; }
.st-key-phone button p { white-space: normal; }
.st-key-phone .stSelectbox [role="group"], .st-key-phone .stDateInput [role="group"] {
  height: auto !important; min-height: 44px; }
.st-key-phone [class*="st-key-grid"] [role="radiogroup"], .st-key-phone [class*="st-key-row"] [role="radiogroup"] {
  display: grid; gap: .4rem; width: 100%; }
.st-key-phone [class*="st-key-grid"] [role="radiogroup"] { grid-template-columns: 1fr 1fr; }
.st-key-phone [class*="st-key-row"] [role="radiogroup"] { grid-auto-flow: column; grid-auto-columns: 1fr; gap: 0; }
.st-key-phone [role="radio"] { width: 100%; }
.st-key-phone [class*="st-key-grid"] [role="radio"] { min-height: 56px; border-radius: .5rem; }
</style>"""


@contextmanager
def column() -> Iterator[None]:
    """One column, not wider than a phone held sideways, centred on a wide screen.

    A container in it whose key begins with "grid" shows its buttons in two columns, one with "row" in one row.
    """
    with st.container(key="phone"):
        st.html(_STYLE)
        yield
