"""The planning: which candidates fit in the team's hours, who leads them, and from which month.

capacity.py         hours per person and week, after public holidays and absences
effort.py           the hours of a block approach: a stated default, by phase, adjusted by finished projects
benefit.py          incidents a year that an approach is expected to avoid
jobs.py             candidates as jobs, and which may not be planned together
assignments.py      all combinations of job, lead and starting month, with their hours per week
problem.py          the input and output of the planning
preferences.py      what a team pins or excludes
integer_program.py  the constraints: a job once, one of several neighbours, no week over its hours
quick_plans.py      plans in milliseconds: greedy ones such as the worst first, and one that stands, repaired
local_search.py     improvement of a plan by ruin and recreate
upper_bound.py      the upper bound on the worth of any plan
solver.py           the best choice from these, and its distance from the bound
not_planned.py      why a candidate is not in the plan
plan.py             the whole planning, and the curve of gain against hours: start here
"""
