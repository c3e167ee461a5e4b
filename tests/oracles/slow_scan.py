"""A direct and very slow implementation of Kulldorff's scan: an independent reference for small data."""

import math
from collections.abc import Iterable, Iterator

Window = tuple[float, frozenset[int]]


def circles(points: list[tuple[float, float]], population: list[float], share: float) -> Iterator[frozenset[int]]:
    """The circular windows around the areas, with one more distance at a time."""
    for middle in points:
        far = [math.dist(middle, point) for point in points]
        for radius in sorted(set(far)):
            window = frozenset(area for area, away in enumerate(far) if away <= radius)
            if sum(population[area] for area in window) > share * sum(population):
                break
            yield window


def likelihood(window: Iterable[int], cases: list[int], population: list[float]) -> float:
    """The log-likelihood ratio of two risks (inside and outside) against one risk."""
    c, total = sum(cases[area] for area in window), sum(cases)
    n, everyone = sum(population[area] for area in window), sum(population)
    if c < 2 or c / n <= (total - c) / (everyone - n):
        return 0.0
    log = c * math.log(c / n) - total * math.log(total / everyone)
    return log + ((total - c) * math.log((total - c) / (everyone - n)) if total > c else 0.0)


def striking(windows: Iterable[frozenset[int]], cases: list[int], population: list[float]) -> list[Window]:
    """The windows by descending likelihood ratio, without those that share an area with an earlier one."""
    ranked = sorted({(likelihood(w, cases, population), w) for w in windows}, key=lambda each: -each[0])
    found: list[Window] = []
    for ratio, window in ranked:
        if ratio > 1e-9 and not any(window & other for _, other in found):
            found.append((ratio, window))
    return found
