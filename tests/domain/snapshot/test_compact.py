"""A compact frame is equal to the frame that it is made of, and holds none of its memory."""

import polars as pl
from polars.testing import assert_frame_equal

from domain.snapshot.compact import compact


def test_texts_are_the_same_and_held_once():
    long = "a text that is longer than twelve letters "
    texts = pl.Series("text", [None, "", "kort", *(f"{long}{number % 3}" for number in range(997))])
    whole = pl.DataFrame([texts, pl.Series("number", range(1000)), texts.cast(pl.Categorical).alias("kind")])
    for frame, distinct in ((whole.filter(pl.col("number") >= 990), 3), (whole, 5)):
        found = compact(frame)
        assert_frame_equal(found, frame)
        buffers = found["text"].to_arrow(compat_level=pl.CompatLevel.newest()).buffers()[2:]
        assert sum(each.size for each in buffers) <= distinct * len(long) + 5 * len("kort")


def test_an_empty_frame_stays_empty():
    assert compact(pl.DataFrame(schema={"text": pl.String})).schema == {"text": pl.String}
