import asyncio

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.bench.client import Client

FRAGMENT = ForwardMsg(script_finished=ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


def test_a_page_is_drawn_where_the_end_of_its_run_was_dropped():
    async def heard() -> None:
        tab, begun = Client("http://localhost:1", "", ""), ForwardMsg()
        begun.new_session.SetInParent()
        tab._on_script_finished(FRAGMENT)
        assert not tab._drawn.is_set()  # of the page before
        tab._on_new_session(begun)
        assert not tab._drawn.is_set()
        tab._on_script_finished(FRAGMENT)
        assert tab._drawn.is_set()

    asyncio.run(heard())
