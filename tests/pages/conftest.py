"""The screens without a browser: the whole script, header and navigation included."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

START = Path(__file__).parents[2] / "pages" / "start.py"


@pytest.fixture
def local(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder for the stores, empty, with the app set to use it."""
    monkeypatch.delenv("BLOKWIJZER_DATABASE", raising=False)
    monkeypatch.setenv("BLOKWIJZER_LOCAL", str(tmp_path))
    st.cache_resource.clear()
    return tmp_path


@pytest.fixture
def with_demo(local: Path, made_demo: Path) -> Path:
    """As ``local``, with the demo in it."""
    shutil.copy(made_demo, local)
    return local


@pytest.fixture
def screen() -> Callable[..., AppTest]:
    """Open a screen ("settings"; none for the first) as a reader with this browser and this link would."""

    def opened(page: str | None = None, locale: str = "nl-NL", link: dict[str, str] | None = None, **kept) -> AppTest:
        test = AppTest.from_file(str(START), default_timeout=60)
        test.context = {"locale": locale}
        for name, value in (link or {}).items():
            test.query_params[name] = value
        for name, value in kept.items():
            setattr(test, name, value)
        if page:
            test.run()  # a page with an address of its own ("/data") is known only after a first run
            test.switch_page(f"{page}/page.py")
        return test.run()

    return opened


def words(test: AppTest) -> str:
    """Everything that is written on a screen, one element a line."""
    kinds = ("title", "subheader", "markdown", "caption", "info", "warning", "error", "text")
    return "\n".join(str(element.value) for kind in kinds for element in getattr(test, kind))
