"""Dwellings and reports -> streets, blocks, their outlines and neighbours.

Derived each time and never stored, so that dwellings loaded after the reports improve everything at once.
"""

from domain.places.addresses import address_key
from domain.places.placing import Places, place

__all__ = ["Places", "address_key", "place"]
