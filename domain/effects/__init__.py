"""Did it work: what an approach changed, beside what would have happened anyway.

counted.py              incidents of every area by calendar month, and which months are known
regression_to_mean.py   what a busy area's next window is expected to be (empirical Bayes)
comparison.py           which areas it is compared with, and the ring around it
baseline.py             all of that, frozen on the day the work begins, as JSON
observed_to_expected.py    incidents since against those expected, with the interval
quasi_poisson.py               the same over months, for how much incidents come in clumps
displacement.py         what moved to the ring; direct and displaced together
effect.py               the way through these for one project, or for all at once; start reading there
detectable.py           what drop could show at all
learned.py              what approaches of this association usually do, for the planning
rate_ratio.py           the ratio of two rates by itself, for before and after as counted
"""
