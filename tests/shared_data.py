"""The folder of the team's real exports, beside the project's root. Tests that read them skip if it is absent."""

from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "shared" / "data"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason=f"the real exports are not at {SHARED}")
