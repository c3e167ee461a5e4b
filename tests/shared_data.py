"""Where the team's real exports lie, beside the project's root; tests that read them skip where they are absent."""

from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "shared" / "data"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason=f"the real exports are not at {SHARED}")
