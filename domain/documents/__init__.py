"""Reports for managers about one project or all projects: the work done, the hours and the change.

document.py          the parts of a document, independent of language and format
redaction.py         the facts of one project that may be published
indicator_table.py   the indicators of neighbourhoods
postponed_table.py   where an approach waits, and until when
phrases.py           the sentences that the reports share
project_report.py    the report of one project
portfolio_report.py  the report of all projects
spreadsheet.py       frames as CSV and workbooks

Reports contain no names of people, no addresses and no logged texts: only the roles of colleagues and the kinds of
partners.
"""
