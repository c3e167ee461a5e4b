from datetime import date

import polars as pl
import pytest

from domain import overview


@pytest.fixture
def figures() -> pl.DataFrame:
    rows = [
        # name, enough, p_high, p_rise, change, individual, resident_share, rank
        ("calm", True, 0.02, 0.4, 0, False, 0.0, 5),
        ("far above", True, 0.99, 0.5, 2, False, 0.7, 1),
        ("rising", True, 0.60, 0.97, 14, False, 0.9, 3),
        ("both", True, 0.95, 0.99, 9, False, 0.6, 2),
        ("one address", True, 0.97, 0.2, -3, True, 0.9, 4),
        ("silent", True, 0.03, 0.3, -6, False, 0.02, 6),
        ("small", False, 0.95, 0.99, 3, False, 1.0, None),
    ]
    names = ["name", "enough", "p_high", "p_rise", "change", "individual", "resident_share", "rank"]
    frame = pl.DataFrame(rows, schema=names, orient="row")
    frame = frame.with_columns(ratio=pl.when(pl.col("name") == "calm").then(0.8).otherwise(1.2))
    return frame.with_columns(area_id="block:" + pl.col("name"), rate=pl.lit(10.0), homes_are=pl.lit("dwellings"))


def why(found: pl.DataFrame) -> dict[str, str]:
    return dict(found.select("name", "why").iter_rows())


def test_each_area_waits_for_one_decision_the_most_pressing(figures):
    assert why(overview.decisions(figures, frozenset())) == {
        "both": "rising",
        "rising": "rising",
        "far above": "standing_out",
        "silent": "silent",
        "one address": "individual",
    }


def test_nothing_waits_where_a_project_runs(figures):
    found = why(overview.decisions(figures, frozenset({"block:both", "block:silent"})))
    assert "both" not in found
    assert "silent" not in found
    assert "rising" in found


def test_no_kind_crowds_out_the_others(figures):
    many = pl.concat([figures.with_columns(pl.col("name", "area_id") + str(at)) for at in range(9)])
    counts = overview.decisions(many, frozenset())["why"].value_counts()
    assert counts["count"].max() == overview.LISTED


def test_standing_out_needs_enough_to_go_on(figures):
    assert overview.standing_out(figures)["name"].to_list() == ["far above", "both", "one address"]


def test_what_changed_most(figures):
    assert overview.risen(figures)["name"].to_list() == ["rising", "both", "small"]
    assert overview.fallen(figures)["name"].to_list() == ["silent", "one address"]


@pytest.mark.parametrize(
    ("first_on", "before"), [(date(2025, 1, 14), 3), (date(2025, 2, 1), None)], ids=["long enough", "too short"]
)
def test_the_window_before_is_only_told_where_the_data_reaches_it(monkeypatch, first_on, before):
    months = pl.DataFrame(
        {
            "month": [date(2025, month, 1) for month in (1, 2, 3, 4)] * 2,
            "theme": ["social"] * 4 + ["environment"] * 4,
            "incidents": [1, 2, 5, 6, 10, 20, 30, 40],
        }
    )
    monkeypatch.setattr(
        overview, "months_by_theme", lambda _situation, question: months if question.months == 4 else None
    )

    class Situation:
        pass

    Situation.first_on = first_on
    found = overview.totals(Situation, overview.Question(months=2)).rows_by_key("theme", named=True, unique=True)
    assert found["social"] == {"now": 11, "before": before}
    assert found["all"]["now"] == 81
    assert found["all"]["before"] == (33 if before else None)
