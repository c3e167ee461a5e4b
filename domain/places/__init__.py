"""Dwellings and reports -> streets, blocks, their outlines and neighbours.

Derived each time and never stored, so that dwellings loaded after the reports improve everything at once.
"""

from domain.places.address_matching import address_key
from domain.places.placement import Places, place

__all__ = ["Places", "address_key", "place"]
