"""Effect estimation: the change due to an approach, against what is expected without it.

monthly_panel.py              incidents of every area by calendar month, and the known months
regression_to_mean.py         the expected next window of a busy area (empirical Bayes)
control_areas.py              the comparison areas, and the ring around the approach
baseline.py                   all of that, frozen on the day the work begins, as JSON
counterfactual.py             the incidents expected without the approach
observed_to_expected.py       incidents since against those expected, with the interval
quasi_poisson.py              the same by month, corrected for overdispersion
displacement.py               displacement to the ring; direct and displaced together
effect.py                     the effect of one project, or of all together; start reading there
verdict.py                    the wording that an interval allows
minimum_detectable_effect.py  the smallest drop that could show
pooled_effect.py              the usual effect of this association's approaches, for the planning
rate_ratio.py                 the ratio of two rates by itself, for a plain before and after
"""
