"""What a manager reads in two minutes of one project or of all: what was done, for how many hours, what changed.

known.py      what is known of one project, and which numbers of it may leave the house
wordings.py   the sentences of a report, and the rule by which the effect's words are filled
project.py    the paper of one project
every.py      the paper of all projects

No name of a person, no address, no text that someone logged: of colleagues their roles, of partners their kinds.
"""
