"""Reading shapes from a name and bytes, as tests have them."""

from domain.intake.reading import points, polygons, shapes
from domain.intake.reading.file import File


def holds_shapes(name, content):
    return shapes.holds_shapes(File(name, content))


def read_polygons(name, content, lexicon=None, **choices):
    return polygons.read_polygons(shapes.opened(File(name, content)), lexicon, **choices)


def read_points(name, content, crs=None):
    return points.read_points(shapes.opened(File(name, content)), crs)
