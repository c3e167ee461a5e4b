"""What leaves the house on paper: reports and minutes as PDF or workbook, from content that holds no more than may.

typesetting.py   any template with any data to PDF; parts.typ: the page, tables and charts that templates share
"""
