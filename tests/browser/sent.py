"""Everything that the server sends to someone who opens a page without signing in, drawn by a browser or not."""

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor

from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.bench.client import Client

TO_STRANGERS = [
    ("html", ""),
    ("space", ""),
    ("button_group", "NL EN"),
    ("heading", "Blokwijzer"),
    ("markdown", "Sign in with your organisation's account to continue."),
    ("button", "Sign in"),
]
_CODE = re.compile(r"<(style|script)>.*?</\1>", re.DOTALL)


def elements_sent(url: str, page: str, query: str = "") -> list[tuple[str, str]]:
    """The kind and the text of each element that is sent to a new tab of an English reader without cookies."""
    elements: list[tuple[str, str]] = []

    def hears(message: ForwardMsg, _data: bytes, _now: float) -> None:
        if message.WhichOneof("type") == "delta" and message.delta.WhichOneof("type") != "add_block":
            elements.append(_told(message.delta.new_element))

    async def opened() -> None:
        tab = Client(url, page, query, hears)
        await tab.open()
        await tab.settled(60)
        await tab.close()

    with ThreadPoolExecutor(1) as other:  # Playwright's own loop runs in this thread
        other.submit(asyncio.run, opened()).result()
    return elements


def _told(element: Element) -> tuple[str, str]:
    """The kind and the text of an element: all of it, where it is none of the kinds that a stranger may see."""
    kind = element.WhichOneof("type") or ""
    what = getattr(element, kind, None)
    match kind:
        case "html":
            return kind, _CODE.sub("", what.body).strip()
        case "heading" | "markdown":
            return kind, what.body
        case "button":
            return kind, what.label
        case "button_group":
            return kind, " ".join(option.content for option in what.options)
        case "space":
            return kind, ""
    return kind, str(what)
