"""Effects that are exchanged: nothing in the file says where, and nothing comes in that is not as it should be."""

import contextlib
import json
import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.effects.effect import Effect
from domain.effects.exchange import (
    BYTES_MOST,
    EFFECTS_MOST,
    EXCHANGED_COUNT_MIN,
    SIZES,
    SharedEffect,
    from_json,
    shared_effect,
    size,
    to_json,
)
from domain.errors import NotUnderstood
from domain.projects.interventions import KINDS, Intervention
from domain.projects.project import Project

PROJECT = Project(
    "Klipperstraat schoon en stil",
    (("street:trintelwaard/klipperstraat", "Klipperstraat"),),
    date(2024, 11, 4),
    goal="Minder bij nummer 12",
    lead="S. Voorbeeldstra",
    carried_out_from=date(2025, 2, 3),
    baseline={"version": 2},
    project_id=731,
)
EFFECT = Effect(
    731, "likely_fewer", 24, 20, incidents=138, expected=203.4, log_ratio=-0.3841, error=0.1217, before=11.0
)  # fmt: skip
DONE = [Intervention(731, "clean_up", date(2025, 2, 3)), Intervention(731, "gardens", date(2025, 2, 5))]
SHARED = SharedEffect(("clean_up", "gardens"), -0.38, 0.12, "50-99", 2025)


def test_what_leaves_the_house_is_kinds_ratio_error_class_of_size_and_year():
    assert shared_effect(PROJECT, EFFECT, DONE, 64) == SHARED
    assert json.loads(to_json([SHARED])) == {
        "format": "blokwijzer-effects",
        "version": 1,
        "effects": [
            {"done": ["clean_up", "gardens"], "log_ratio": -0.38, "error": 0.12, "homes": "50-99", "year": 2025}
        ],
    }
    assert from_json(to_json([SHARED])) == [SHARED]


@pytest.mark.parametrize(
    "changed",
    [
        {"incidents": EXCHANGED_COUNT_MIN - 1},
        {"expected": EXCHANGED_COUNT_MIN - 0.1},
        {"before": 0.8},
        {"before": 11.0, "months_before": 0},
        {"log_ratio": None},
        {"error": 2.01},
        {"log_ratio": 3.01},
    ],
)
def test_no_count_under_ten_and_nothing_extreme_leaves_the_house(changed):
    assert shared_effect(PROJECT, replace(EFFECT, **changed), DONE, 64) is None


def test_few_homes_stay_in_the_house_and_unknown_homes_are_said_to_be():
    assert shared_effect(PROJECT, EFFECT, DONE, 9) is None
    assert shared_effect(PROJECT, EFFECT, DONE, None).homes == "unknown"
    assert [size(homes) for homes in (10, 49, 50, 100, 249, 250, 9_999)] == [
        "10-49", "10-49", "50-99", "100-249", "100-249", "250+", "250+",
    ]  # fmt: skip


words = st.text("abcdefghijklmnopqrstuvwxyz0123456789 -", min_size=4, max_size=30).filter(lambda text: text.strip())


@given(
    words, words, words, words, st.integers(1_000, 10**9), st.dates(date(2000, 1, 1), date(2030, 1, 1)),
    st.integers(10, 5_000), st.floats(10, 5_000), st.floats(1, 400), st.integers(10, 5_000),
)  # fmt: skip
def test_nothing_in_the_file_can_identify_an_area(title, area, lead, goal, number, day, n, expected, before, homes):
    """Two projects that differ in all that says where, who and on which day of the year give the same file."""
    project = Project(
        title, ((f"street:{area}", area),), day, goal=goal, lead=lead, carried_out_from=day, baseline={"version": 2},
        project_id=number, team=(("role", lead),), partners=(goal,),
    )  # fmt: skip
    effect = Effect(
        number, "cannot_tell", 24, 20, incidents=n, expected=expected, log_ratio=-0.2, error=0.2, before=before,
        compared=(area,), ring=(title,),
    )  # fmt: skip
    found = shared_effect(project, effect, [Intervention(number, "lighting", day, lead)], homes)
    other = replace(
        project, title="P", areas=(("street:x", "X"),), goal="", lead="", team=(), partners=(), project_id=1,
        carried_out_from=date(day.year, 6, 1), started_on=date(day.year, 1, 1),
    )  # fmt: skip
    told = replace(effect, project_id=1, compared=(), ring=(), incidents=11, expected=12.0, before=10.0)
    same = shared_effect(other, told, [Intervention(1, "lighting", date(day.year, 6, 1))], homes)
    assert to_json([found]) == to_json([same])
    text = to_json([found]).decode()
    allowed = {*KINDS, *SIZES, "done", "log_ratio", "error", "homes", "year", "format", "version", "effects"}
    assert set(re.findall(r'"([^"]*)"', text)) <= allowed | {"blokwijzer-effects"}
    assert [float(number) for number in re.findall(r"(?<=: )-?\d+\.?\d*", text)] == [1, -0.2, 0.2, day.year]


@given(st.permutations([SHARED, replace(SHARED, year=2021), replace(SHARED, log_ratio=0.4)]))
def test_the_order_in_the_file_says_nothing(effects):
    assert to_json(effects) == to_json(sorted(effects))


def file(**changed: Any) -> bytes:
    row = {"done": ["lighting"], "log_ratio": -0.2, "error": 0.2, "homes": "unknown", "year": 2025}
    return json.dumps({"format": "blokwijzer-effects", "version": 1, "effects": [row | changed]}).encode()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b'{"format": NaN}', "not JSON"),
        (b'{"format": "x", "format": "blokwijzer-effects"}', "not JSON"),
        (b" " * (BYTES_MOST + 1), "larger than one megabyte"),
        (b"[]", "not a file of effects"),
        (b'{"format": "other"}', "not a file of effects"),
        (b'{"format": "blokwijzer-effects", "version": 2, "effects": []}', "version of the file is not known"),
        (b'{"format": "blokwijzer-effects", "version": true, "effects": []}', "version of the file is not known"),
        (b'{"format": "blokwijzer-effects", "version": 1, "effects": []}', "no list of 1 to"),
        (b'{"format": "blokwijzer-effects", "version": 1}', "lacks “effects”"),
        (b'{"format": "blokwijzer-effects", "version": 1, "effects": [], "town": "x"}', "a field “town”"),
        (b'{"format": "blokwijzer-effects", "version": 1, "effects": [1]}', "Effect 1 of the file is not an object"),
        (file(street="Klipperstraat"), "Effect 1 has a field “street”"),
        (file(**{"x" * 100: 1}), "a field “xxxxxx"),
        (file(done=["magic"]), "the measure “magic”"),
        (file(done=["lighting", "lighting"]), "not a list of measures"),
        (file(done="lighting"), "not a list of measures"),
        (file(done=[["lighting"]]), "has the measure"),
        (file(homes="12"), "“homes” is none of"),
        (file(homes=["unknown"]), "“homes” is none of"),
        (file(year=2025.5), "“year” is not a number"),
        (file(year=True), "“year” is not a number"),
        (file(year=1066), "“year” is not a number"),
        (file(log_ratio="-0.2"), "“log_ratio” is not a number"),
        (file(log_ratio=-99), "“log_ratio” is not a number"),
        (file(log_ratio=10**400), "“log_ratio” is not a number"),
        (file(error=0), "“error” is not a number"),
        (file(error=None), "“error” is not a number"),
    ],
)
def test_what_is_not_as_it_should_be_is_refused_in_words(content, said):
    with pytest.raises(NotUnderstood) as refused:
        from_json(content)
    assert said in str(refused.value)
    assert len(str(refused.value)) < 200


def test_too_many_effects_are_refused():
    with pytest.raises(NotUnderstood, match="no list of 1 to"):
        from_json(to_json([SHARED] * (EFFECTS_MOST + 1)))
    assert len(from_json(to_json([SHARED] * EFFECTS_MOST))) == EFFECTS_MOST


shared = st.builds(
    SharedEffect,
    st.lists(st.sampled_from(list(KINDS)), unique=True, max_size=5).map(
        lambda kinds: tuple(kind for kind in KINDS if kind in kinds)
    ),
    st.integers(-300, 300).map(lambda n: n / 100),
    st.integers(1, 200).map(lambda n: n / 100),
    st.sampled_from(SIZES),
    st.integers(1990, 2100),
)


@given(st.lists(shared, min_size=1, max_size=8))
def test_what_goes_out_comes_in_as_it_was(effects):
    assert from_json(to_json(effects)) == sorted(effects)


@given(st.binary(max_size=300))
def test_no_bytes_raise_anything_else(content):
    with contextlib.suppress(NotUnderstood):
        from_json(content)
