"""The notations of dates and times that are read: regular expressions for text in small letters.

Each named group is one of ``PARTS``; ``a`` and ``b`` are day and month in an order that the file decides.
"""

MONTHS = {
    name: month
    for month, names in enumerate(
        (
            "jan january januari januar janv janvier gen gennaio ene enero",
            "feb february februari februar févr fevr février fevrier febbraio febrero",
            "mar march mrt maart mrz maerz märz mär mars marzo",
            "apr april avr avril aprile abr abril",
            "may mei mai mag maggio mayo",
            "jun june juni juin giu giugno junio",
            "jul july juli juil juillet lug luglio julio",
            "aug august augustus août aout ago agosto",
            "sep sept september septembre set sett settembre septiembre",
            "oct october okt oktober octobre ott ottobre octubre",
            "nov november novembre noviembre",
            "dec december dez dezember déc décembre decembre dic dicembre diciembre",
        ),
        start=1,
    )
    for name in names.split()
}
WEEKDAYS = (
    r"^(?:maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|ma|di|wo|do|vr|za|zo|mon|tue|wed|thu|fri|sat|sun)"
    r"\.?,?\s+"
)
TIME = (
    r"(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?(?:\s*(?:uur|uhr))?"
    r"\s*(?:(?P<half>[ap])\.?m\.?)?\s*(?P<zone>z|utc|gmt|cest|cet|[+-]\d{2}(?::?\d{2})?)?"
)
# As Java and Unix write a moment: "Wed Jan 03 14:05:00 CET 2024", without its day of the week.
UNIX = (
    r"^(?P<name>[a-z]{3}) +(?P<day>\d{1,2}) (?P<hour>\d{1,2}):(?P<minute>\d{2}):(?P<second>\d{2})"
    r"(?: (?P<zone>z|utc|gmt|cest|cet|[+-]\d{2}:?\d{2})| [a-z]{3,4})? (?P<year>\d{4})$"
)
ISO_WEEK = r"^(?P<year>(?:19|20)\d{2})-?w(?P<week>\d{1,2})(?:-?(?P<weekday>[1-7]))?$"
# A time without a colon, behind a date: "01/03/2024 0812".
MILITARY = r"^(\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\d{4}-\d{2}-\d{2}),? ([01]\d|2[0-3])([0-5]\d)$"
REST = rf"(?:(?:t|,?\s+|\s+[-–|@]\s+|\s+(?:at|om|um|à|alle|a las)\s+){TIME})?$"
PATTERNS = (
    rf"^(?P<year>\d{{4}})[-/. ](?P<month>\d{{1,2}})[-/. ](?P<day>\d{{1,2}}){REST}",
    rf"^(?P<year>(?:19|20)\d{{2}})(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?:\.0+)?{REST}",
    r"^(?P<day>0[1-9]|[12]\d|3[01])(?P<month>0[1-9]|1[0-2])(?P<year>(?:19|20)\d{2})(?:\.0+)?$",
    UNIX,
    ISO_WEEK,
    r"^(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})[t ]?(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?"
    r"(?:\.0+)?(?P<zone>z)?$",
    rf"^(?P<a>\d{{1,2}})[-/. ](?P<b>\d{{1,2}})[-/. ](?P<year>\d{{4}}|\d{{2}}){REST}",
    rf"^(?P<day>\d{{1,2}})(?:st|nd|rd|th|e|de|ste|er)?(?: of)?[-/. ]+(?P<name>[a-zà-ÿ]+)[-/., ]+"
    rf"(?P<year>\d{{4}}|\d{{2}}){REST}",
    rf"^(?P<name>[a-zà-ÿ]+)[-. ]+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}}){REST}",
    r"^(?P<year>\d{4})[-/. ](?P<month>\d{1,2})$",
    r"^(?P<month>\d{1,2})[-/. ](?P<year>\d{4})$",
    r"^(?P<year>(?:19|20)\d{2})(?P<month>0[1-9]|1[0-2])$",
    r"^(?P<name>[a-zà-ÿ]+)[-/. ]+'?(?P<year>\d{4}|\d{2})$",
    r"^(?P<epoch>\d{10})(?:\.\d+)?$",
    r"^(?P<milliseconds>\d{13})(?:\.0+)?$",
    r"^(?P<serial>\d{5}(?:[.,]\d+)?)$",
)
PARTS = (
    *("year", "month", "day", "a", "b", "name", "week", "weekday"),
    *("hour", "minute", "second", "fraction", "half", "zone", "epoch", "milliseconds", "serial"),
)
