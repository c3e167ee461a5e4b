"""Derive streets, blocks, their outlines and neighbours from dwellings and reports.

They are derived and never stored, so that dwellings loaded after the reports improve all results.
"""

from domain.places.address_matching import address_key
from domain.places.placement import place
from domain.places.places import Places

__all__ = ["Places", "address_key", "place"]
