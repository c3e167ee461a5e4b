"""Opening a tab of a screen, as a click does."""

from streamlit.testing.v1 import AppTest


def open_tab(test: AppTest, key: str, name: str) -> AppTest:
    """Open the tab with this name of the tabs with this key (see ``pages.shared.open_tab``)."""
    test.session_state[key] = test.session_state[f"{key}-labels"][name]
    return test.run()


def with_table(test: AppTest) -> AppTest:
    """Open the table of the page Map."""
    test.session_state["map-in-a-table"] = True
    return test.run()
