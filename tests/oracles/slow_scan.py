"""Kulldorff's scan written out as a person would do it by hand: an independent reference for small data, very slow."""

import math
from collections.abc import Iterable, Iterator

Window = tuple[float, frozenset[int]]


def circles(points: list[tuple[float, float]], population: list[float], share: float) -> Iterator[frozenset[int]]:
    """Go through the areas around each area, one distance more at a time."""
    for middle in points:
        far = [math.dist(middle, point) for point in points]
        for radius in sorted(set(far)):
            window = frozenset(area for area, away in enumerate(far) if away <= radius)
            if sum(population[area] for area in window) > share * sum(population):
                break
            yield window


def likelihood(window: Iterable[int], cases: list[int], population: list[float]) -> float:
    """Compare the likelihood of two risks, inside and outside, with that of one."""
    c, total = sum(cases[area] for area in window), sum(cases)
    n, everyone = sum(population[area] for area in window), sum(population)
    if c < 2 or c / n <= (total - c) / (everyone - n):
        return 0.0
    log = c * math.log(c / n) - total * math.log(total / everyone)
    return log + ((total - c) * math.log((total - c) / (everyone - n)) if total > c else 0.0)


def striking(windows: Iterable[frozenset[int]], cases: list[int], population: list[float]) -> list[Window]:
    """Sort the windows by how striking they are, and leave out those that share an area with one before."""
    ranked = sorted({(likelihood(w, cases, population), w) for w in windows}, key=lambda each: -each[0])
    found: list[Window] = []
    for ratio, window in ranked:
        if ratio > 1e-9 and not any(window & other for _, other in found):
            found.append((ratio, window))
    return found
