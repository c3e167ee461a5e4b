"""A compact frame is equal to the frame that it is made of, and holds none of its memory."""

import polars as pl
from polars.testing import assert_frame_equal

from domain.compact import compact, with_own_texts


def test_texts_are_the_same_and_held_once():
    long = "a text that is longer than twelve letters "
    texts = pl.Series("text", [None, "", "kort", *(f"{long}{number % 3}" for number in range(997))])
    whole = pl.DataFrame([texts, pl.Series("number", range(1000)), texts.cast(pl.Categorical).alias("kind")])
    for frame, distinct in ((whole.filter(pl.col("number") >= 990), 3), (whole, 5)):
        found = compact(frame)
        assert_frame_equal(found, frame)
        assert held(found["text"]) <= distinct * len(long) + 5 * len("kort")


def test_texts_that_differ_are_the_same_and_hold_no_others():
    texts = pl.Series("text", [None, *(f"a text that is longer than twelve letters {number}" for number in range(999))])
    few = pl.DataFrame([texts, pl.Series("number", range(1000))]).filter(pl.col("number") < 10)
    for made in (compact, with_own_texts):
        assert_frame_equal(made(few), few)
        assert held(made(few)["text"]) <= 10 * len(texts[-1])


def held(texts: pl.Series) -> int:
    """The bytes of text that a column holds."""
    return sum(each.size for each in texts.to_arrow(compat_level=pl.CompatLevel.newest()).buffers()[2:])


def test_an_empty_frame_stays_empty():
    assert compact(pl.DataFrame(schema={"text": pl.String})).schema == {"text": pl.String}
