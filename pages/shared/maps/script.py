"""Map scripts: they receive JSON and never pass through a folium template."""

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from branca.element import MacroElement
from folium.template import Template

FOLDER = Path(__file__).parent


class Script(MacroElement):
    """A script beside this file (``name``.js after ground.js; areas.js after sheet.js and area_files.js too) with what
    ``draw`` is given.

    ``payload``: escaped JSON, see ``json_for_script``.
    """

    _template = Template("""
        {% macro script(this, kwargs) %}
        var {{ this.get_name() }} = (function () {
        {{ this.code }}
        return draw;
        })()({{ this.payload }});
        {{ this.get_name() }}.addTo({{ this._parent.get_name() }});
        {% endmacro %}
    """)

    def __init__(self, name: str, payload: str) -> None:
        super().__init__()
        self._name = name
        self.code = _code(name)
        self.payload = payload

    def render(self, **_kwargs: object) -> None:
        """Return nothing: streamlit-folium takes the script itself.

        folium would compile the output as a template again: half the server's time, and an injection risk.
        """


def json_for_script(values: Mapping[str, Any], **rings: Iterable[str]) -> str:
    """Values as one JSON object, safe inside a script.

    ``rings``: lists of outlines (see shapes.py), which are JSON already and are inserted unchanged: they contain
    numbers only.
    """
    text = _inert(json.dumps(values, ensure_ascii=True, separators=(",", ":")))
    return text[:-1] + "".join(f',"{name}":[{",".join(each)}]' for name, each in rings.items()) + "}"


@cache
def _code(name: str) -> str:
    files = ("ground", *(["sheet", "area_files"] if name == "areas" else []), name)
    return "\n".join((FOLDER / f"{file}.js").read_text(encoding="utf-8") for file in files)


def _inert(text: str) -> str:
    """Equivalent JSON that neither a template engine nor an HTML parser can misread.

    A brace in the data could be read as template syntax, and "<" as a tag; a brace of JSON itself is always
    followed by a quotation mark.
    """
    return re.sub(r'\{(?!")', r"\\u007b", text).replace("<", "\\u003c")
