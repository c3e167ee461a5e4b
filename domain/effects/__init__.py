"""Effect estimation: the incidents since an approach began, against those expected without it.

monthly_panel.py              incidents of every area by calendar month, and the known months
regression_to_mean.py         the expected next window of a busy area (empirical Bayes)
control_areas.py              the comparison areas, and the ring around the approach
baseline.py                   all of that as JSON, frozen on the day the work begins
fixed_areas.py                the areas as they were on that day, countable in later data
counterfactual.py             the incidents expected without the approach
observed_to_expected.py       the ratio of counted to expected incidents, with its interval
quasi_poisson.py              the ratio by regression over months, and the overdispersion
displacement.py               displacement to the ring; direct and displaced together
panel.py                      the numbers that an effect is estimated from, by month
effect.py                     the effect of one project or of all: start here
verdict.py                    the wording that an interval allows
minimum_detectable_effect.py  the smallest drop that can be shown
pooled_effect.py              the expected effect of the next approach, and the effect by what was done
exchange.py                   effects that associations exchange, as JSON without places
"""
