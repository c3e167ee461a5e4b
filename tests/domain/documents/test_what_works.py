"""What works, in words: the stated start is told until it is outvoted."""

import numpy as np

from domain.documents.what_works import by_kind_chart, by_kind_table, change, usual_sentences
from domain.effects.pooled_effect import MeasuredEffect, pooled_effects

ONE = MeasuredEffect(float(np.log(0.6)), 0.2, ("lighting",))


def said(*effects):
    return [text.text.format(**text.values) for text in usual_sentences(pooled_effects(effects).whole)]


def test_the_stated_start_is_told_until_it_is_outvoted():
    (nothing,) = said()
    assert nothing.startswith("Nothing has been measured yet. The plan starts from")
    _measured, start = said(ONE)
    assert "fewer, not measured" in start
    assert len(said(*[ONE] * 9)) == 1


def test_what_came_from_elsewhere_is_told_apart():
    (first, *_start) = said(ONE, MeasuredEffect(-0.1, 0.2, (), imported=True))
    assert "the 1 measured so far, 1 from elsewhere" in first
    assert "elsewhere" not in said(ONE)[0]


def test_each_kind_has_its_row_with_how_many_and_how_sure():
    few = pooled_effects([ONE, MeasuredEffect(0.1, 0.4, ("gardens",))])
    table = by_kind_table(few)
    assert [(row[0].text, *row[3:]) for row in table.lines] == [("Gardens and greenery", 1, 0), ("Lighting", 1, 0)]
    many = by_kind_table(pooled_effects([ONE] * 20))
    assert many.lines[0][2].text == "Probably fewer"
    (row,) = by_kind_chart(pooled_effects([ONE] * 20)).rows
    assert row.low < row.middle < row.high < 0
    assert row.text == change(pooled_effects([ONE] * 20).by_kind["lighting"])
