"""Update the Dutch catalogue; see the package's docstring."""

import sys

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from data.texts import HERE, message_ids

FILE = HERE / "nl.po"
# Without the dates of gettext's tools, which change at every run.
HEADER = """msgid ""
msgstr ""
"Language: nl\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


def main() -> None:
    """Sort the catalogue, drop texts that no longer occur, and list those without a Dutch translation."""
    with FILE.open("rb") as lines:
        old = {entry.id: entry.string for entry in read_po(lines, locale="nl") if entry.id}
    ordered = Catalog(locale="nl")
    for text in sorted(message_ids() - {""}):
        if old.get(text):
            entry = ordered.add(text, old[text])
            entry.flags.discard("python-format")  # Babel takes "15% fewer" for one; the texts have braces only
        else:
            print(text)
    with FILE.open("wb") as lines:
        lines.write(HEADER.encode())
        write_po(lines, ordered, width=0, omit_header=True)


if __name__ == "__main__":
    if sys.argv[1:]:
        sys.exit("python -m data.texts takes no arguments: it sorts nl.po and lists what has no Dutch yet.")
    main()
