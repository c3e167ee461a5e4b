"""No damaged upload harms more than itself. ``python -m tests.bench.fuzz`` reads more of them."""

import logging

from data.reading.limits import Limits
from data.reading.process import Pool
from tests.data.reading import fuzz


def test_2000_damaged_files_are_read_or_refused_in_one_sentence(caplog):
    caplog.set_level(logging.WARNING)
    pool = Pool(Limits(megabytes=2048, cpu_seconds=20, seconds=120))
    results = list(fuzz.read(range(2000), pool))
    pool.close()
    odd = [result for result in results if result.outcome not in ("read", "refused")]
    assert not odd, (odd, caplog.messages)
    assert min(fuzz.counted(results).values()) > 200
    assert all("{" not in result.sentence and "\n" not in result.sentence for result in results)
