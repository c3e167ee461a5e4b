"""A team session with one shared screen. All its figures come from disclosure_control.py.

session.py     the steps, the agreements, the shared screen, votes and their result: start here
candidates.py  the candidates under discussion, with what everyone may see
changes.py     changes since the last session
viewport.py    the visible part of the map
shading.py     the map's shading
ordering.py    the order under the session's weights, and its stability
minutes.py     the minutes: decisions and votes
"""
