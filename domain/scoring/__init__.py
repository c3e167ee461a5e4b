"""From evidence to a ranked list of candidates, with the reasons and the certainty of their positions.

Snapshot + Question -> evidence()   once per version of the data and question
Evidence + Weights   -> ranking()    after a change of a weight; the evidence is not computed again
                     -> sensitivity(), alternatives(), where_is()
"""
