"""The points of a score in whole numbers, as people see them."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from domain.scoring.weights import COMPONENTS


def whole_points(row: Mapping[str, Any]) -> dict[str, int]:
    """The points of each component in whole numbers that add up to the rounded score.

    Rounded down first; what is missing goes, a point each, to those that lost most (the method of largest remainders,
    Hamilton 1792). ``row``: of a ranking: score and by_<component>.

    >>> row = {"score": 10.0} | {f"by_{name}": 0.0 for name in COMPONENTS} | {"by_burden": 4.6, "by_fit": 5.4}
    >>> {name: count for name, count in whole_points(row).items() if count}
    {'burden': 5, 'fit': 5}
    """
    exact = np.array([row[f"by_{name}"] for name in COMPONENTS])
    whole = np.floor(exact).astype(int)
    left = max(round(row["score"]) - int(whole.sum()), 0)
    whole[np.argsort(whole - exact, kind="stable")[:left]] += 1
    return dict(zip(COMPONENTS, whole.tolist(), strict=True))
