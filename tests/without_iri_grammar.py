"""Import this before Altair: it keeps jsonschema, which Altair loads, from loading ``rfc3987_syntax``.

That package, which cyclonedx-bom brings, compiles 38 grammars when it is imported. It takes 2 s of each process, and
jsonschema needs it only to check the format "iri", which Altair does not do.
"""

import sys

sys.modules["rfc3987_syntax"] = None  # importing it fails, as where it is not installed
