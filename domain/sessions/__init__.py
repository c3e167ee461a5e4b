"""What do we decide together? A meeting around one shared screen, whose figures are disclosure_control.py's and no
other.

session.py      the steps, what is agreed before, what the screen shows, votes and what they say: start here
candidates.py   what is talked about, with what everyone in the room may see of it
news.py         what changed since the last session
view.py         which part of the map is in sight
shading.py      what the map shades
order.py        the order under the session's weights, and how firm it is
minutes.py      what was decided and voted, on paper
"""
