"""The schemas of Blokwijzer's frames: their columns and types.

A null always means "not known", never "none" or "zero". Places are WGS84 degrees. Dates are days in the
Netherlands' own calendar; no clock times with a zone travel further than intake.
"""

import dataframely as dy

from domain.empty_frames import Schema

LEVELS = ("street", "block")  # what an approach can be about
NEIGHBOURHOOD, AREA_LEVELS = "neighbourhood", (*LEVELS, "neighbourhood")
THEMES = ("environment", "social", "other")  # "other": reports of category OVE, whose theme is unknown yet
STAFF_SOURCES = ("consultant", "caretaker", "technician", "letting", "renovation")
SOURCES = ("resident", *STAFF_SOURCES, "municipality", "police", "partner")
STATUSES = ("open", "closed")
PRECISIONS = ("day", "week", "month")
PLACED = ("dwelling", "block", "street", "coordinate", "nowhere")
DENOMINATORS = ("dwellings", "area_file", "one")
OPPORTUNITY_KINDS = (
    "renovation_occupied",
    "renovation_unoccupied",
    "planned_maintenance",
    "new_letting",
    "action_day",
    "municipal_initiative",
    "other",
)
PARTNER_KINDS = ("police", "municipality", "welfare", "care", "school", "volunteers", "resident_group", "other")
SERIOUSNESS = ("light", "serious", "urgent")
PLACE_COLUMNS = (
    *("street", "number", "number_to", "number_suffix", "postcode", "town", "neighbourhood", "block_code"),
    *("block_name", "lat", "lon", "outline"),
)
"""The columns of the place of an opportunity or partner."""
LOCATION_COLUMNS = tuple(name for name in PLACE_COLUMNS if name not in ("block_name", "outline"))
"""The columns of the place of a report."""


class Report(Schema):
    """One row of an export or one quick signal: what was noticed, where, when and by whom.

    ``report_key`` identifies the report through every later export (see domain/intake/cleaning/record_keys.py).
    ``category_word`` holds the export's own words ("Afval › Dumping"); the VERA code is derived from it each time, so
    that a better dictionary or a choice by the team improves every report at once.
    ``number_to`` is the end of a range of house numbers ("9600-9699 MARLIVE"), null for one address.
    ``reporter`` is a keyed hash, never a name.
    """

    report_key = dy.String(primary_key=True)
    external_id = dy.String(nullable=True)
    reported_on = dy.Date(nullable=False)
    reported_time = dy.Time(nullable=True)
    precision = dy.Enum(PRECISIONS, nullable=False)
    closed_on = dy.Date(nullable=True)
    status = dy.Enum(STATUSES, nullable=True)
    category_word = dy.String(nullable=True)
    source = dy.Enum(SOURCES, nullable=False)
    street = dy.String(nullable=True)
    number = dy.Int32(nullable=True, min=1)
    number_to = dy.Int32(nullable=True, min=1)
    number_suffix = dy.String(nullable=True)
    postcode = dy.String(nullable=True)
    town = dy.String(nullable=True)
    neighbourhood = dy.String(nullable=True)
    block_code = dy.String(nullable=True)
    lat = dy.Float64(nullable=True, min=-90, max=90)
    lon = dy.Float64(nullable=True, min=-180, max=180)
    reporter = dy.String(nullable=True)
    note = dy.String(nullable=True)


class Dwelling(Schema):
    """An address with its location: the association's stock, or a list of addresses.

    ``is_dwelling`` is false for an address where nobody lives (a shop, a school): a report can be placed on it, but it
    does not count in a rate. ``block_code`` and ``block_name`` are the stock's own block or complex.
    """

    dwelling_key = dy.String(primary_key=True)
    external_id = dy.String(nullable=True)
    street = dy.String(nullable=False)
    number = dy.Int32(nullable=True, min=1)
    number_suffix = dy.String(nullable=True)
    postcode = dy.String(nullable=True)
    town = dy.String(nullable=True)
    neighbourhood = dy.String(nullable=True)
    block_code = dy.String(nullable=True)
    block_name = dy.String(nullable=True)
    is_dwelling = dy.Bool(nullable=False)
    lat = dy.Float64(nullable=True, min=-90, max=90)
    lon = dy.Float64(nullable=True, min=-180, max=180)


class BlockPolygon(Schema):
    """A drawn outline of a block. ``outline``: WKB in WGS84 (longitude, latitude).

    ``homes``: the number of homes in it according to the file, null if the file does not have it.
    """

    block_key = dy.String(primary_key=True)
    code = dy.String(nullable=False)
    name = dy.String(nullable=True)
    homes = dy.Int32(nullable=True, min=0)
    outline = dy.Binary(nullable=False)


class NeighbourhoodPolygon(Schema):
    """A drawn outline of a neighbourhood (CBS buurten, wards); as ``BlockPolygon``."""

    neighbourhood_key = dy.String(primary_key=True)
    code = dy.String(nullable=False)
    name = dy.String(nullable=True)
    homes = dy.Int32(nullable=True, min=0)
    outline = dy.Binary(nullable=False)


class AddressMatch(Schema):
    """A person's decision on an unmatched address, which applies to all later imports.

    ``address_key``: as made by ``domain.places.address_matching.address_key``. ``dwelling_key``: null if the address is
    no dwelling of the association.
    """

    address_key = dy.String(primary_key=True)
    dwelling_key = dy.String(nullable=True)


class CategoryChoice(Schema):
    """The team's decision on one category word. ``code``: null to leave it out: neither nuisance nor pollution."""

    category_word = dy.String(primary_key=True)
    code = dy.String(nullable=True)


class Opportunity(Schema):
    """A planned work or event at a place and in a period: one row per place, so a renovation of four blocks has four.

    Rows of one work share ``external_id``, or else ``title``. The place is an address, a street, a block or complex of
    the stock (``block_code``, else ``block_name``), a point or a drawn ``outline`` (WKB in WGS84); all null:
    everywhere. ``contact_role``: a role at work ("project leader"), never a person's name. ``dropped``: cancelled.
    """

    opportunity_key = dy.String(primary_key=True)
    external_id = dy.String(nullable=True)
    kind = dy.Enum(OPPORTUNITY_KINDS, nullable=False)
    title = dy.String(nullable=False)
    starts_on = dy.Date(nullable=False)
    ends_on = dy.Date(nullable=False)
    contact_role = dy.String(nullable=True)
    street = dy.String(nullable=True)
    number = dy.Int32(nullable=True, min=1)
    number_to = dy.Int32(nullable=True, min=1)
    number_suffix = dy.String(nullable=True)
    postcode = dy.String(nullable=True)
    town = dy.String(nullable=True)
    neighbourhood = dy.String(nullable=True)
    block_code = dy.String(nullable=True)
    block_name = dy.String(nullable=True)
    lat = dy.Float64(nullable=True, min=-90, max=90)
    lon = dy.Float64(nullable=True, min=-180, max=180)
    outline = dy.Binary(nullable=True)
    dropped = dy.Bool(nullable=False)


class Partner(Schema):
    """An organisation or a group of residents; one row per place where it is active.

    Rows of one partner share ``name``. The place is as in ``Opportunity``. ``offers``: what it can do. ``contact``: a
    role or a work address, never that of a resident. ``since``: active since this day. ``last_contact``: day of the
    last contact. ``dropped``: no longer active.
    """

    partner_key = dy.String(primary_key=True)
    kind = dy.Enum(PARTNER_KINDS, nullable=False)
    name = dy.String(nullable=False)
    offers = dy.String(nullable=True)
    contact = dy.String(nullable=True)
    since = dy.Date(nullable=True)
    last_contact = dy.Date(nullable=True)
    street = dy.String(nullable=True)
    number = dy.Int32(nullable=True, min=1)
    number_to = dy.Int32(nullable=True, min=1)
    number_suffix = dy.String(nullable=True)
    postcode = dy.String(nullable=True)
    town = dy.String(nullable=True)
    neighbourhood = dy.String(nullable=True)
    block_code = dy.String(nullable=True)
    block_name = dy.String(nullable=True)
    lat = dy.Float64(nullable=True, min=-90, max=90)
    lon = dy.Float64(nullable=True, min=-180, max=180)
    outline = dy.Binary(nullable=True)
    dropped = dy.Bool(nullable=False)


class Visit(Schema):
    """A visit by staff or a partner to a place. ``report_key``: the report of a finding, null without a finding.

    The place is an address, a whole street (without a number) or a point.
    """

    visit_key = dy.String(primary_key=True)
    visited_on = dy.Date(nullable=False)
    source = dy.Enum(SOURCES, nullable=False)
    report_key = dy.String(nullable=True)
    seriousness = dy.Enum(SERIOUSNESS, nullable=True)
    street = dy.String(nullable=True)
    number = dy.Int32(nullable=True, min=1)
    number_to = dy.Int32(nullable=True, min=1)
    number_suffix = dy.String(nullable=True)
    postcode = dy.String(nullable=True)
    town = dy.String(nullable=True)
    neighbourhood = dy.String(nullable=True)
    block_code = dy.String(nullable=True)
    lat = dy.Float64(nullable=True, min=-90, max=90)
    lon = dy.Float64(nullable=True, min=-180, max=180)


class Rejected(Schema):
    """A rejected row of a file, with the reason.

    ``line`` is the line of the file where the row starts (1-based; a sheet's row number for XLSX). ``column`` and
    ``value`` name the cell, null where the whole row is meant. ``reason`` is a key of
    ``domain.intake.cleaning.rejection_reasons.REASONS``. ``cells`` is the row as it stood, for the download in the
    file's own layout.
    """

    line = dy.UInt32(nullable=False, min=1)
    column = dy.String(nullable=True)
    value = dy.String(nullable=True)
    reason = dy.String(nullable=False)
    cells = dy.List(dy.String(nullable=True), nullable=False)


class Placement(Schema):
    """The placement of the reports: one row per report, in the order of the reports.

    ``street_id``, ``block_id``, ``neighbourhood_id``: an ``Area.area_id``, null if the report has no such place.
    ``placed_on``: the most certain basis of the placement. ``address_key``: null without a house number.
    """

    report_key = dy.String(primary_key=True)
    placed_on = dy.Enum(PLACED, nullable=False)
    dwelling_key = dy.String(nullable=True)
    address_key = dy.String(nullable=True)
    street_id = dy.String(nullable=True)
    block_id = dy.String(nullable=True)
    neighbourhood_id = dy.String(nullable=True)
    lat = dy.Float64(nullable=True, min=-90, max=90)
    lon = dy.Float64(nullable=True, min=-180, max=180)


class Area(Schema):
    """A street, a block or a neighbourhood.

    ``area_id`` is readable and stable from one import to the next ("street:meerwijk/lindehof"), so that links and
    projects can refer to it. ``homes``: the denominator of rates. ``denominator``: what ``homes`` counts: dwellings
    ("dwellings"); without a list of dwellings, the homes in the file of outlines ("area_file"); else the area itself
    ("one"), because the addresses in reports are no count of homes. ``lat``, ``lon``: a point in the middle of the
    area. ``outline``: WKB in WGS84, null if the position is unknown. ``neighbourhood``: that of most of its homes.
    """

    area_id = dy.String(primary_key=True)
    level = dy.Enum(AREA_LEVELS, nullable=False)
    name = dy.String(nullable=False)
    town = dy.String(nullable=True)
    neighbourhood = dy.String(nullable=True)
    neighbourhood_id = dy.String(nullable=True)
    homes = dy.UInt32(nullable=False, min=1)
    denominator = dy.Enum(DENOMINATORS, nullable=False)
    lat = dy.Float64(nullable=True, min=-90, max=90)
    lon = dy.Float64(nullable=True, min=-180, max=180)
    outline = dy.Binary(nullable=True)


class Neighbour(Schema):
    """Two areas of one level that share an edge or are close together. All pairs occur in both directions."""

    area_id = dy.String(primary_key=True)
    neighbour_id = dy.String(primary_key=True)


class Incident(Schema):
    """Reports of the same category group at one place within a short time, counted once.

    One row per report, in the order of the reports; ``incident_id`` is the row number of the incident's first report.
    ``is_first`` marks that first report, so counting incidents is summing ``is_first``.
    """

    report_key = dy.String(primary_key=True)
    incident_id = dy.UInt32(nullable=False)
    is_first = dy.Bool(nullable=False)
