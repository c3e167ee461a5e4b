"""What fits in our hours? Candidates, opportunities and hours -> which to take on, who leads, and from which month.

capacity.py   who has hours, when, and what runs already -> hours left, for each week
effort.py     what a block approach asks: a stated default, by phase, learned from finished projects
benefit.py    incidents a year that an approach is expected to avoid
jobs.py       candidates with all of that: what is planned, and what may not be planned together
options.py    each job, by each lead, from each month, with the hours it takes in each week
solving.py    which options: the best (a mixed-integer programme), and plainly the worst first
plan.py       the whole way, why what is left out is left out, and the curve of gain against hours: start here
"""
