"""Small exports as bytes, as users upload them."""

HEADER = "Meldingnummer;Datum melding;Categorie;Straat;Huisnummer;Postcode;Plaats;Status;Datum gereed"


def reports_csv(*rows: str, header: str = HEADER) -> bytes:
    """An export of reports as a Dutch system writes it: Windows-1252, ';', CRLF."""
    return ("\r\n".join((header, *rows)) + "\r\n").encode("cp1252")


def report(number: int, day: int = 1, category: str = "Zwerfafval", house: int = 12, status: str = "Open;") -> str:
    """One row of such an export."""
    return f"M-{number};{day:02}-03-2026;{category};Lindehof;{house};1399 AB;Meerwijk;{status}"


DWELLINGS = (
    "VHE;Straat;Huisnummer;Postcode;Plaats;Complex;Complexnaam;Breedtegraad;Lengtegraad\r\n"
    + "".join(
        f"V{n};Lindehof;{n};1399 AB;Meerwijk;C{1 + n // 20};Lindeblok {1 + n // 20};52,55{n:03};5,25{n:03}\r\n"
        for n in range(1, 40)
    )
).encode("cp1252")

OUTLINES = (
    b'{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"code": "B1", "naam": "Noord"}, '
    b'"geometry": {"type": "Polygon", "coordinates": [[[5.25, 52.55], [5.26, 52.55], [5.26, 52.56], [5.25, 52.55]]]}}]}'
)

PLANNING = (
    b"Projectnr;Soort werk;Omschrijving;Straat;Start;Einde\n"
    b"PO27-001;Renovatie bewoond;Isolatie;Papaverstraat;01-04-2027;30-11-2027\n"
    b"PO27-002;Schilderwerk;Buitenkant;;Q2 2027;\n"
)
NETWORK = (
    b"Naam;Soort;Waar;Laatste contact\nWijkagent;Politie;Lindehof;03-09-2026\nVvE De Uitkijk;VvE;flat De Uitkijk;\n"
)
