"""A headless client of Streamlit's websocket protocol that draws nothing.

It requests a page, reruns periodic fragments when instructed, returns the messages it keeps, and presses buttons.
"""

import asyncio
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

Hears = Callable[[ForwardMsg, bytes, float], None]
LARGEST = 64 * 2**20  # bytes, largest accepted message


class Client:
    """One tab. ``hears``: called with each message as it comes in, and the moment (``time.perf_counter``)."""

    def __init__(self, url: str, page: str, query: str, hears: Hears | None = None):
        address = urlsplit(url)
        self.address = f"ws://127.0.0.1:{address.port}/_stcore/stream"
        self.page, self.query, self.hears = page, query, hears
        self.received = 0  # bytes
        self.title = ""  # the last heading received
        self.buttons: dict[str, str] = {}  # id -> its fragment, "" for none
        self._drawn = asyncio.Event()  # a run of the whole script ended
        self._whole = False  # a run of the whole script began, and no end was heard of
        self._old: set[str] = set()  # buttons that the current full run has not drawn yet
        self._kept: set[str] = set()
        self._ticks: dict[str, asyncio.Task] = {}
        self._script = ""
        self._socket: ClientConnection | None = None
        self._reader: asyncio.Task | None = None

    async def open(self) -> None:
        """Connect and request the page."""
        protocols = [Subprotocol("streamlit")]
        own = Origin(f"http://{urlsplit(self.address).netloc}")
        self._socket = await connect(
            self.address, origin=own, subprotocols=protocols, max_size=LARGEST, compression=None
        )
        self._reader = asyncio.create_task(self._read())
        await self._ask(ClientState(page_name=self.page))

    async def close(self) -> None:
        """Disconnect, like a closed tab."""
        for task in (*self._ticks.values(), self._reader):
            task.cancel()
        await self._socket.close()

    async def settled(self, seconds: float) -> None:
        """Wait until the page is completely drawn.

        Raises:
            TimeoutError: it was not drawn in time.
            ConnectionError: the connection was closed.
        """
        drawn = asyncio.create_task(self._drawn.wait())
        done, _ = await asyncio.wait({drawn, self._reader}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        drawn.cancel()
        if self._reader in done:
            raise ConnectionError from self._reader.exception()
        if not done:
            raise TimeoutError

    async def press(self, button: str) -> None:
        """Press a button by its id; one in a fragment requests a rerun of that fragment."""
        state = ClientState(page_script_hash=self._script, fragment_id=self.buttons[button])
        state.widget_states.widgets.add(id=button, trigger_value=True)
        await self._ask(state)

    async def follow(self, query: str) -> None:
        """Follow a link to the same page with another query, in the same session."""
        self._drawn.clear()
        self.query = query
        await self._ask(ClientState(page_script_hash=self._script))

    async def turn_to(self, page: str) -> None:
        """Go to another page with the same query, in the same session."""
        self._drawn.clear()
        self.page = page
        await self._ask(ClientState(page_name=page))

    async def _ask(self, state: ClientState) -> None:
        state.query_string = self.query
        state.cached_message_hashes.extend(self._kept)
        state.context_info.timezone = "Europe/Amsterdam"
        state.context_info.timezone_offset = -60
        state.context_info.locale = "en-GB"
        await self._socket.send(BackMsg(rerun_script=state).SerializeToString())

    async def _read(self) -> None:
        async for data in self._socket:
            now = time.perf_counter()
            message = ForwardMsg.FromString(data)
            self.received += len(data)
            getattr(self, f"_on_{message.WhichOneof('type')}", lambda _message: None)(message)
            if self.hears:
                self.hears(message, data, now)

    def _on_new_session(self, message: ForwardMsg) -> None:
        if not message.metadata.run.fragment_ids:
            self._whole = True
            self._old = set(self.buttons)  # they stay until the run has ended without them
            self._stop_ticks(list(self._ticks))

    def _on_navigation(self, message: ForwardMsg) -> None:
        self._script = message.navigation.page_script_hash

    def _on_delta(self, message: ForwardMsg) -> None:
        if message.metadata.cacheable:
            self._kept.add(message.hash)
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "button":
            self.buttons[element.button.id] = message.delta.fragment_id
            self._old.discard(element.button.id)
        elif kind == "heading":
            self.title = element.heading.body

    def _on_page_info_changed(self, message: ForwardMsg) -> None:
        self.query = message.page_info_changed.query_string

    def _on_auto_rerun(self, message: ForwardMsg) -> None:
        asked = message.auto_rerun
        self._stop_ticks([asked.fragment_id])
        self._ticks[asked.fragment_id] = asyncio.create_task(self._tick(asked.fragment_id, asked.interval))

    def _on_stop_auto_rerun(self, message: ForwardMsg) -> None:
        self._stop_ticks(list(message.stop_auto_rerun.fragment_ids))

    def _on_script_finished(self, message: ForwardMsg) -> None:
        # Streamlit drops the end of a run where a fragment is asked for at that moment; what runs next comes after it.
        missed = self._whole and message.script_finished == ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY
        if missed or message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
            self._whole = False
            self._drawn.set()
            for button in self._old:
                self.buttons.pop(button, None)

    def _stop_ticks(self, fragments: list[str]) -> None:
        for fragment in fragments:
            if task := self._ticks.pop(fragment, None):
                task.cancel()

    async def _tick(self, fragment: str, every: float) -> None:
        while True:
            await asyncio.sleep(every)
            state = ClientState(page_script_hash=self._script, fragment_id=fragment, is_auto_rerun=True)
            await self._ask(state)
