"""The association's maintenance planning for the coming year: the works, with place and period."""

from data.demo.town import Town

COLUMNS = ("Projectnr", "Soort werk", "Omschrijving", "Complexnr", "Complexnaam", "Straat", "Start", "Einde", "Contact")
# Kind of work, description, place (a block's name, or a street for all its blocks), from, until, whom to ask.
WORKS = (
    (
        "Renovatie bewoond",
        "Isolatie, keukens en schuttingen",
        "Papaverstraat",
        "01-04-2027",
        "30-11-2027",
        "Projectleider renovatie",
    ),
    (
        "Renovatie onbewoond",
        "Badkamers bij mutatie",
        "Havenstraat West",
        "11-01-2027",
        "25-06-2027",
        "Projectleider renovatie",
    ),
    ("Planmatig onderhoud", "Schilderwerk buiten", "Irisstraat", "03-05-2027", "30-07-2027", "Opzichter"),
    ("Planmatig onderhoud", "Schilderwerk buiten", "Wulpstraat", "07-06-2027", "27-08-2027", "Opzichter"),
    ("Planmatig onderhoud", "Galerijen en liften", "De Uitkijk", "15-02-2027", "28-05-2027", "Opzichter"),
    ("Planmatig onderhoud", "Dakgoten", "Boeierstraat", "01-03-2027", "02-04-2027", "Opzichter"),
    ("Planmatig onderhoud", "Voegwerk", "Oostkade", "06-09-2027", "29-10-2027", "Opzichter"),
    ("Verduurzaming", "Zonnepanelen", "Eikenstraat", "10-05-2027", "18-06-2027", "Projectleider renovatie"),
    ("Verduurzaming", "Dakisolatie", "Roerdompstraat", "13-09-2027", "26-11-2027", "Projectleider renovatie"),
)


def rows(town: Town) -> list[tuple]:
    """The planning, one row for each block concerned."""
    street_of = dict(town.dwellings.select("block", "street").iter_rows())
    found = []
    for number, (kind, what, where, start, end, contact) in enumerate(WORKS, start=1):
        for index, block in enumerate(town.blocks):
            if where in (block["name"], street_of[index]):
                place = (block["code"], block["name"], street_of[index])
                found.append((f"PO27-{number:03d}", kind, what, *place, start, end, contact))
    return found
