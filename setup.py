"""What pyproject.toml cannot say of a build: ``.streamlit/config.toml`` becomes ``data/cli/config.toml`` in the wheel.

Everything else stands in pyproject.toml.
"""

from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

SETTINGS = ".streamlit/config.toml"


class BuildWithSettings(build_py):
    """Copy the server's settings and theme beside the module that reads them."""

    def run(self) -> None:
        """Build the modules, then add the settings; an editable install reads them where they stand."""
        super().run()
        if not self.editable_mode:
            self.copy_file(SETTINGS, str(Path(self.build_lib) / "data" / "cli" / "config.toml"))

    def get_source_files(self) -> list[str]:
        """Return the files that a source distribution holds as well."""
        return [*super().get_source_files(), SETTINGS]


setup(cmdclass={"build_py": BuildWithSettings})
