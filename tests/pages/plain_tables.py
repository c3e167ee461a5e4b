"""The tables of a screen that are HTML (pages/shared/plain_table.py)."""

from xml.etree import ElementTree

from streamlit.testing.v1 import AppTest


def plain_tables(test: AppTest) -> list[list[dict[str, str]]]:
    """The rows of each table that is HTML, each cell by its header; of a picture its words."""
    bodies = [each.proto.body for each in test.get("html") if each.proto.body.startswith('<div class="plain-table"')]
    return [_rows(ElementTree.fromstring(body)) for body in bodies]  # made by this program


def _rows(table: ElementTree.Element) -> list[dict[str, str]]:
    names = [cell.text or "" for cell in table.findall(".//thead//th")]
    return [
        {
            name: cell[0].get("aria-label", "") if len(cell) else cell.text or ""
            for name, cell in zip(names, row, strict=True)
        }
        for row in table.findall(".//tbody/tr")
    ]
