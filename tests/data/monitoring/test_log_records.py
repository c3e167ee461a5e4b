"""The log says where an error happened, and nothing of what it was about."""

import logging

import pytest

from data.monitoring.log_records import leave_out_messages


@pytest.fixture
def plain():
    before = logging.getLogRecordFactory()
    yield
    logging.setLogRecordFactory(before)


def test_the_message_of_an_error_and_of_its_cause_is_left_out(plain, caplog):
    leave_out_messages()
    leave_out_messages()  # by a second server of the same process
    try:
        try:
            raise ValueError("Jan Jansen 0612345678")
        except ValueError as cause:
            raise RuntimeError("Lindehof 12") from cause
    except RuntimeError:
        logging.getLogger("streamlit.error_util").exception("Uncaught app execution")
    assert "Uncaught app execution" in caplog.text
    assert "test_log_records.py" in caplog.text
    assert "ValueError\n" in caplog.text
    assert caplog.text.rstrip().endswith("RuntimeError")
    assert "Jansen" not in "".join(line for line in caplog.text.splitlines() if "raise " not in line)
    assert caplog.records[0].exc_info is None
