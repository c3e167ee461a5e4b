"""Opening a tab or an expander of a screen, as a click does."""

from streamlit.testing.v1 import AppTest


def open_tab(test: AppTest, key: str, name: str) -> AppTest:
    """Open the tab with this name of the tabs with this key (see ``pages.shared.open_tab``)."""
    test.session_state[key] = test.session_state[f"{key}-labels"][name]
    return test.run()


def with_table(test: AppTest) -> AppTest:
    """Open the table of the page Map."""
    return open_expander(test, "map-in-a-table")


def open_expander(test: AppTest, key: str) -> AppTest:
    """Open the expander with this key (see ``pages.shared.on_demand``)."""
    test.session_state[key] = True
    return test.run()
