"""One problem, one candidate: clusters, and which unit represents overlapping ones."""

import numpy as np
import polars as pl
import pytest

from domain.scoring.overlap import NO_CLUSTER, found_clusters, higher_stands, same_problems
from tests.domain.frames import at

SIDE = 6


def blocks(**cases: dict[int, int]) -> pl.DataFrame:
    """36 blocks of 20 homes in a square, with two incidents per theme, except where given."""
    place = [at(60 * (i % SIDE), 60 * (i // SIDE)) for i in range(SIDE * SIDE)]
    counted = {
        f"counted_{theme}": [cases.get(theme, {}).get(i, 2) for i in range(len(place))]
        for theme in ("environment", "social", "other")
    }
    return pl.DataFrame(place).with_columns(
        candidate_id=pl.format("b{}", pl.int_range(pl.len())),
        homes=pl.lit(20, pl.UInt32),
        takes_part=pl.lit(True),
        **{name: pl.Series(values) for name, values in counted.items()},
    )


def beside() -> pl.DataFrame:
    pairs = [(i, i + 1) for i in range(SIDE * SIDE) if (i + 1) % SIDE] + [
        (i, i + SIDE) for i in range(SIDE * (SIDE - 1))
    ]
    return pl.DataFrame([{"area_id": f"b{a}", "neighbour_id": f"b{b}"} for a, b in pairs])


def test_two_adjoining_blocks_with_one_problem_are_one():
    found = found_clusters(blocks(social={14: 25, 15: 22}), beside(), seed=1)
    assert np.flatnonzero(found.of_block == 0).tolist() == [14, 15]
    assert found.theme == ("social",)
    assert found.p[0] <= 0.05 / 3


def test_litter_here_and_noise_next_door_are_two_problems():
    found = found_clusters(blocks(social={14: 25}, environment={15: 25}), beside(), seed=1)
    assert (found.of_block == NO_CLUSTER).all()


def test_chance_makes_no_cluster():
    rng = np.random.default_rng(4)
    by_chance = {theme: dict(enumerate(rng.poisson(3, 36).tolist())) for theme in ("environment", "social", "other")}
    assert found_clusters(blocks(**by_chance), beside(), seed=1).theme == ()


def test_an_individual_case_takes_no_part():
    alone = blocks(social={14: 25, 15: 22}).with_columns(takes_part=pl.col("candidate_id") != "b15")
    assert (found_clusters(alone, beside(), seed=1).of_block == NO_CLUSTER).all()


def told(units: list[tuple], incidents: list[tuple]) -> list[tuple]:
    """(stands_for, inside) of units (kind, at, cluster), given incidents (block, street, cluster, number)."""
    rows = [row for *row, many in incidents for _ in range(many)]
    each = pl.DataFrame(rows, schema=dict.fromkeys(("block", "street", "cluster"), pl.Int64), orient="row")
    frame = pl.DataFrame(units, schema={"kind": pl.String, "level_index": pl.Int64, "cluster": pl.Int64}, orient="row")
    counted = [each.filter(pl.col(kind) == at).height for kind, at, _ in units]
    frame = frame.with_columns(unit_id=pl.int_range(pl.len(), dtype=pl.Int64), incidents=pl.Series(counted))
    return same_problems(frame, each).select("stands_for", "inside").rows()


def test_a_street_that_is_one_block_is_that_block():
    units = [("block", 0, None), ("street", 0, None)]
    assert told(units, [(0, 0, None, 9), (None, 0, None, 1)]) == [(None, None), (0, None)]


def test_blocks_in_a_street_wait_for_their_scores():
    units = [("block", 0, None), ("block", 1, None), ("street", 0, None)]
    assert told(units, [(0, 0, None, 5), (1, 0, None, 5)]) == [(None, 2), (None, 2), (None, None)]


def test_a_cluster_over_two_streets_stands_for_its_blocks_and_both_streets():
    units = [("block", 0, 0), ("block", 1, 0), ("block", 2, None), ("street", 0, None), ("street", 1, None)]
    units.append(("cluster", 0, None))
    found = told(units, [(0, 0, 0, 9), (1, 1, 0, 9), (2, 1, None, 8)])
    assert found == [(5, None), (5, None), (None, None), (5, None), (5, None), (None, None)]


def test_a_street_that_lies_mostly_in_a_cluster_is_that_cluster():
    units = [("block", 0, 0), ("block", 1, 0), ("block", 2, None), ("street", 0, None), ("street", 1, None)]
    units.append(("cluster", 0, None))
    in_squares = [(0, 0, 0, 6), (0, 1, 0, 9), (1, 1, 0, 5), (1, 2, 0, 8), (2, 0, None, 3), (2, 1, None, 20)]
    found = told(units, in_squares)  # no block lies in one street, as squares of a map do not
    assert found == [(5, None), (5, None), (None, 4), (5, None), (None, None), (None, None)]


def test_a_cluster_that_is_most_of_itself_in_one_street_waits_for_its_score():
    units = [("block", 0, 0), ("block", 1, 0), ("block", 2, None), ("street", 0, None), ("cluster", 0, None)]
    found = told(units, [(0, 0, 0, 5), (1, 0, 0, 5), (2, 0, None, 10)])
    assert found == [(4, None), (4, None), (None, 3), (None, None), (None, 3)]


def test_a_cluster_that_is_a_whole_street_stands_for_it():
    units = [("block", 0, 0), ("block", 1, 0), ("street", 0, None), ("cluster", 0, None)]
    assert told(units, [(0, 0, 0, 5), (1, 0, 0, 5)]) == [(3, None), (3, None), (3, None), (None, None)]


@pytest.mark.parametrize(
    ("scores", "stands"),
    [
        (
            [50, 60, 40],
            [1, NO_CLUSTER, NO_CLUSTER],
        ),  # one block is worse: it stands for the street, the other for itself
        ([70, 60, 40], [NO_CLUSTER, 0, 0]),  # the street as a whole is worse
        ([60, 60, 40], [1, NO_CLUSTER, NO_CLUSTER]),  # equal: the block
    ],
)
def test_of_a_street_and_its_blocks_the_higher_score_stands(scores, stands):
    inside, listed = np.array([NO_CLUSTER, 0, 0]), np.ones(3, dtype=bool)
    assert higher_stands(inside, np.array(scores, dtype=float), listed).tolist() == stands
