"""Maps: areas with their shading, layers over them, points, and the outlines they are drawn from."""
