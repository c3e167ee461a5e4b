"""Reports, minutes and letters as PDF or workbook, from content that contains publishable figures only.

typesetting.py   any template with any data to PDF; parts.typ: the page, tables and charts shared by the templates
"""
