"""From evidence to a ranked list of candidates: which next, why, and how sure.

Snapshot + Question -> evidence()   once for each version of the data and each question
Evidence + Weights   -> ranking()    at each change of a weight; nothing of the evidence is computed again
                     -> sensitivity(), alternatives(), where_is()
"""
