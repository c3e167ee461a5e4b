"""A Typst template filled with data, as a PDF: tagged and accessible (PDF/UA-1), the same bytes for the same data.

The data is passed as JSON and never read as markup, so user input cannot become part of the template. The fonts are
those of the library, and those of the folder ``fonts`` for Arabic and Hebrew: the page looks the same on every machine,
and nothing is loaded from the network. Fonts for more scripts can be added in a folder (FONTS).
"""

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst

TEMPLATES = Path(__file__).parent
OWN_FONTS = TEMPLATES / "fonts"  # for the scripts whose only font in the library is monospaced
FONTS = "BLOKWIJZER_FONTS"  # environment: a folder with more fonts, for scripts that those of the library lack
UNKNOWN = "□"  # replaces a character that the fonts lack

# Latin with its accents, Greek, Cyrillic, and the punctuation and signs that the fonts contain.
_COMMON = "\n\t -~\u00a0-\u024f\u0300-\u036f\u0370-\u0373\u0384-\u0386\u0388-\u03ce\u0400-\u045f\u2010-\u2026←-↓€−≈≤≥□"
_PLAIN = b'#set document(title: "x")\n#json(bytes(sys.inputs.data))'
_MISSING = re.compile('the text `"(.+?)"` could not be displayed')
_RARE = re.compile(f"[^{_COMMON}]")


def typeset(template: str, data: Mapping[str, Any]) -> bytes:
    """The PDF of a template in this folder ("project.typ"), which reads ``data`` (plain JSON) from ``parts.typ``.

    Every template requires in the data: ``language`` ("nl"), ``title`` (of the document; not empty), ``footer`` (left
    at the bottom of each page), ``page`` ("page {page} of {pages}", translated) and ``mark`` (at the top of each page;
    may be empty). A character that the fonts lack
    becomes UNKNOWN.

    Raises:
        typst.TypstError: the data does not match the template.
    """
    try:
        return _compiled(template, data)
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
        return _compiled(template, _common(data))


def missing_characters(text: str) -> str:
    """The characters of a text that no font has, each once."""
    try:
        _compiled(_PLAIN, text)
    except typst.TypstError as error:
        return "".join(dict.fromkeys(_MISSING.findall(error.diagnostic)))
    return ""


def _compiled(template: str | bytes, data: Any) -> bytes:
    """``template``: the name of one in this folder, or its content."""
    return typst.compile(
        template if isinstance(template, bytes) else TEMPLATES / template,
        root=TEMPLATES,
        font_paths=[OWN_FONTS, *filter(None, [os.environ.get(FONTS)])],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["ua-1"],
    )


def _common(value: Any) -> Any:
    """The data with characters that the fonts lack replaced by UNKNOWN."""
    if isinstance(value, str):
        return _RARE.sub(UNKNOWN, value)
    if isinstance(value, Mapping):
        return {name: _common(each) for name, each in value.items()}
    return [_common(each) for each in value] if isinstance(value, list | tuple) else value
