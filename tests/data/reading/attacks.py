"""Files that make a reader take memory or minutes without end, each in the size that is asked for."""

import hashlib
import io
import json
import random
import sqlite3
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import shapely
import xlsxwriter

HEADER = "Meldnummer;Datum;Soort melding;Straat;Huisnummer;Plaats\n"
ROW = "{n};0{day}-03-2025;Geluidsoverlast;Lindestraat;{n};Meerwijk\n"
_SHEET = "xl/worksheets/sheet1.xml"
_STRINGS = "xl/sharedStrings.xml"


def reports(rows: int) -> bytes:
    """An honest export."""
    return (HEADER + "".join(ROW.format(n=n, day=1 + n % 9) for n in range(rows))).encode()


def workbook(rows: int = 20) -> bytes:
    """An honest workbook."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet("Meldingen")
        for place, line in enumerate(reports(rows).decode().splitlines()):
            sheet.write_row(place, 0, line.split(";"))
    return made.getvalue()


def rezipped(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """The same .zip with changed members."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, change(info.filename, old.read(info)))
    return made.getvalue()


def stray_cell(cell: str = "XFD1048576") -> bytes:
    """A workbook with one cell far from its table."""
    row = cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    stray = f'<row r="{row}"><c r="{cell}"><v>1</v></c></row></sheetData>'.encode()
    return rezipped(workbook(), lambda name, xml: xml.replace(b"</sheetData>", stray) if name == _SHEET else xml)


def hidden_cell() -> bytes:
    """A workbook with one cell far from its table, written in a way that only the reader sees."""
    stray = b'<row><c r = "XFD1048576"><v>1</v></c></row></sheetData>'
    return rezipped(workbook(), lambda name, xml: xml.replace(b"</sheetData>", stray) if name == _SHEET else xml)


def false_count() -> bytes:
    """A workbook that says it has 4,000,000,000 texts."""

    def lie(name: str, xml: bytes) -> bytes:
        start, rest = xml.split(b"uniqueCount=", 1) if name == _STRINGS else (xml, b"")
        return start + b'uniqueCount="4000000000"' + rest.split(b'"', 2)[2] if rest else xml

    return rezipped(workbook(), lie)


def binary_workbook(rows: int = 20, stray: tuple[int, int] | None = None) -> bytes:
    """A workbook of binary records (.xlsb), with one cell at this ``stray`` row and column, counted from 0."""

    def record(number: int, content: bytes = b"") -> bytes:
        head = bytes([number]) if number < 128 else bytes([number & 127 | 128, number >> 7])
        return head + bytes([len(content) & 127 | 128, len(content) >> 7]) + content

    def text(value: str) -> bytes:
        return struct.pack("<I", len(value)) + value.encode("utf-16-le")

    def row(place: int, cells: dict[int, str]) -> bytes:
        made = [record(6, struct.pack("<II", column, 0) + text(value)) for column, value in cells.items()]
        return record(0, struct.pack("<I", place) + bytes(21)) + b"".join(made)

    table = [line.split(";") for line in reports(rows).decode().splitlines()]
    lines = [row(place, dict(enumerate(cells))) for place, cells in enumerate(table)]
    lines += [row(stray[0], {stray[1]: "1"})] if stray else []
    sheet = record(129) + record(148, bytes(16)) + record(145) + b"".join(lines) + record(146) + record(130)
    named = bytes(8) + text("rId1") + text("Meldingen")
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    parts = {
        "[Content_Types].xml": b"<Types/>",
        "xl/workbook.bin": record(131) + record(143) + record(156, named) + record(144) + record(132),
        "xl/_rels/workbook.bin.rels": (
            f'<Relationships xmlns="{relations}"><Relationship Id="rId1" Type="{kind}" Target="worksheets/sheet1.bin"/>'
            "</Relationships>"
        ).encode(),
        "xl/worksheets/sheet1.bin": sheet,
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def lying_zip(megabytes: int) -> bytes:
    """A workbook whose sheet unpacks to far more than its directory says, with a check sum that fits what it says."""
    empty = b'<row><c t="str"><v>' + b"a" * (1 << 20) + b"</v></c></row>"

    def swollen(name: str, xml: bytes) -> bytes:
        return xml.replace(b"</sheetData>", empty * megabytes + b"</sheetData>") if name == _SHEET else xml

    packed = bytearray(rezipped(workbook(), swollen))
    told = 1000
    with zipfile.ZipFile(io.BytesIO(bytes(packed))) as archive:
        info, crc = archive.getinfo(_SHEET), zlib.crc32(archive.read(_SHEET)[:told])
    lie = struct.pack("<I", crc), struct.pack("<I", told)
    (
        packed[info.header_offset + 14 : info.header_offset + 18],
        packed[info.header_offset + 22 : info.header_offset + 26],
    ) = lie
    at = packed.rindex(b"PK\x01\x02", 0, packed.rindex(_SHEET.encode()))
    packed[at + 16 : at + 20], packed[at + 24 : at + 28] = lie
    return bytes(packed)


def nameless() -> bytes:
    """A .zip of two files, of which one has no name: its one letter is taken for an extra field."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("Q", b"")
        archive.writestr("a.csv", reports(3))
    packed = bytearray(made.getvalue())
    directory = packed.index(b"PK\x01\x02")
    packed[26:30] = packed[directory + 28 : directory + 32] = struct.pack("<HH", 0, 1)
    return bytes(packed)


def crossings(points: int, seed: int = 1) -> bytes:
    """A GeoJSON polygon whose line goes to and fro at random."""
    corners = (np.random.default_rng(seed).random((points, 2)) * [0.01, 0.01] + [4.9, 52.3]).round(7).tolist()
    return polygon([*corners, corners[0]])


def polygon(ring: list) -> bytes:
    """A GeoJSON file of one polygon."""
    shape = {"type": "Polygon", "coordinates": [ring]}
    feature = {"type": "Feature", "properties": {"code": "A"}, "geometry": shape}
    return json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()


def geopackage(query: str | None = None, beside: bool = False) -> bytes:
    """A GeoPackage of one block; with ``query`` its layer is a view of that, or there is one ``beside`` it."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "blocks.gpkg"
        square = shapely.to_wkb(np.array([shapely.box(4.9, 52.3, 4.91, 52.31)]))
        pyogrio.raw.write(
            file, square, [np.array(["A"])], ["code"], layer="table", geometry_type="Polygon", crs="EPSG:4326"
        )
        if query:
            database = sqlite3.connect(file)
            database.execute(f"CREATE VIEW query AS {query}")
            if not beside:
                for told in ("gpkg_contents", "gpkg_geometry_columns"):
                    database.execute(f"UPDATE {told} SET table_name = 'query'")
            database.commit()
            database.close()
        return file.read_bytes()


ENDLESS = (
    "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x AS fid, NULL AS geom, 'A' AS code FROM n"
)


def columns(number: int) -> bytes:
    """A table of this many columns."""
    rows = [[f"kolom {place}" for place in range(number)], *([str(place) for place in range(number)] for _ in range(5))]
    return "\n".join(";".join(row) for row in rows).encode()


def odd_quotes(size: int, seed: int = 1, plain: int = 1) -> bytes:
    """An export with misplaced quotation marks; the more ``plain``, the fewer."""
    random_ = random.Random(seed)
    marks = ['"', '""', '"x', 'x"', 'a "b" c', '"a"b', '";"', ' "', *["plain"] * plain]
    row = [";".join(random_.choice(marks) for _ in range(6)) for _ in range(1000)]
    block = "\n".join(row) + "\n"
    return (HEADER + block * (size // len(block) + 1)).encode()[:size]


def never_closed(size: int) -> bytes:
    """An export of which every row opens a quotation mark that nothing closes."""
    row = '12;01-03-2025;"Geluidsoverlast;Lindestraat;12;Meerwijk\n'
    return (HEADER + row * (size // len(row))).encode()


def one_line(size: int) -> bytes:
    """A text without a line end."""
    return b"melding " * (size // 8)


def delimiters(size: int) -> bytes:
    """A header, and one line of delimiters."""
    return HEADER.encode() + b";" * size + b"\n"


def opendocument(rows: int, columns: int) -> bytes:
    """An .ods whose one cell is repeated over rows and columns."""
    names = "".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" ' for name in "office table text".split()
    )
    cell = "<table:table-cell {}office:value-type='string'><text:p>{}</text:p></table:table-cell>"
    header = "".join(cell.format("", name) for name in HEADER.strip().split(";"))
    repeated = cell.format(f"table:number-columns-repeated='{columns}' ", "x")
    body = (
        f"<office:document-content {names}office:version='1.3'><office:body><office:spreadsheet>"
        f"<table:table table:name='Meldingen'><table:table-row>{header}</table:table-row>"
        f"<table:table-row table:number-rows-repeated='{rows}'>{repeated}</table:table-row>"
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("content.xml", body)
        archive.writestr(
            "META-INF/manifest.xml",
            "<manifest:manifest xmlns:manifest='urn:oasis:names:tc:opendocument:xmlns:manifest:1.0'/>",
        )
    return made.getvalue()


def unclosed_table() -> bytes:
    """An .ods whose table has no end."""
    return rezipped(opendocument(3, 6), lambda _name, part: part.replace(b"</table:table>", b"</table:tabl>"))


def backup(file: Path, millions: int) -> None:
    """A small backup of which one table unpacks to this many million numbers; it is as its manifest says."""
    million = pa.table({"report_key": pa.array(np.zeros(1_000_000, dtype=np.int64))})
    made = io.BytesIO()
    with pq.ParquetWriter(made, million.schema, compression="zstd") as writer:
        for _time in range(millions):
            writer.write_table(million)
    content = made.getvalue()
    described = {
        "rows": millions * 1_000_000,
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("reports.parquet", content)
        archive.writestr("manifest.json", json.dumps({"revision": "0001", "tables": {"reports": described}}))


SMALL: dict[str, Callable[[], bytes]] = {
    "far.xlsx": stray_cell,
    "stray.xlsx": lambda: stray_cell("ZZ1048576"),
    "far.xlsb": lambda: binary_workbook(stray=(1_048_575, 16_383)),
    "lying.xlsx": lambda: lying_zip(40),
    "crossings.geojson": lambda: crossings(500),
    "view.gpkg": lambda: geopackage(ENDLESS),
    "columns.csv": lambda: columns(2_000),
    "line.csv": lambda: one_line(6 << 20),
    "delimiters.csv": lambda: delimiters(6 << 20),
    "repeat.ods": lambda: opendocument(1_000_000, 1_000),
    "unclosed.ods": unclosed_table,
}
"""Each attack that is refused, in a size that the suite can read, by file name."""

LARGE: dict[str, Callable[[], bytes]] = {
    "far.xlsx": stray_cell,
    "hidden.xlsx": hidden_cell,
    "stray.xlsx": lambda: stray_cell("ZZ1048576"),
    "far.xlsb": lambda: binary_workbook(stray=(1_048_575, 16_383)),
    "count.xlsx": false_count,
    "lying.xlsx": lambda: lying_zip(1_000),
    "crossings-500.geojson": lambda: crossings(500),
    "crossings-20000.geojson": lambda: crossings(20_000),
    "view.gpkg": lambda: geopackage(ENDLESS),
    "columns-16000.csv": lambda: columns(16_000),
    "quotes-5.csv": lambda: odd_quotes(5 << 20),
    "quotes-60.csv": lambda: odd_quotes(60 << 20),
    "half-5.csv": lambda: odd_quotes(5 << 20, plain=30),
    "half-10.csv": lambda: odd_quotes(10 << 20, plain=30),
    "half-20.csv": lambda: odd_quotes(20 << 20, plain=30),
    "unclosed.csv": lambda: never_closed(60 << 20),
    "line.csv": lambda: one_line(450 << 20),
    "delimiters.csv": lambda: delimiters(450 << 20),
    "repeat.ods": lambda: opendocument(1_000_000, 1_000),
    "unclosed.ods": unclosed_table,
}
"""Each attack in full, by file name."""
