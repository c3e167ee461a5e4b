"""Releases: the figures that leave the association, frozen and checked against all that left before.

cells.py     the counts that releases are made of
given.py     what was given, and the smallest places whose counts follow from it
pinned.py    whether a small number follows from the counts of some periods of one place
frozen.py    which of these counts stay as they were in earlier releases
held_back.py which figures are held back, so that the rest of an area says nothing
check.py     the places of which something may not be derived, and what to withhold for it
release.py   a new release: start here
reported.py  what the report of a project gives away, and whether it may
"""
