"""What fits in our hours? Candidates, opportunities and hours -> which to take on, who leads, and from which month.

capacity.py   who has hours, when, and what runs already -> hours left, for each week
effort.py     what a block approach asks: a stated default, by phase, learned from finished projects
benefit.py    incidents a year that an approach is expected to avoid
jobs.py       candidates with all of that: what is planned, and what may not be planned together
options.py    each job, by each lead, from each month, with the hours it takes in each week
programme.py  what may not be exceeded: jobs once, of neighbours one, no week over its hours
greedy.py     plans made at once, such as plainly the worst first
search.py     a plan made better, many times
bound.py      what no plan can be worth more than
solving.py    the best choice that these find together, and how far from the best it can be
plan.py       the whole way, why what is left out is left out, and the curve of gain against hours: start here
"""
