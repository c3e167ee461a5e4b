"""Services: functions that read from the store, call the domain, and return or store the result.

Screens and the command line use the same services.
"""
