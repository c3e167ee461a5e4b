"""What draws on a map: a script of our own that is given JSON, and never passes through a template of folium's."""

from branca.element import MacroElement


class Script(MacroElement):
    """A script with what it draws, ``said``: JSON in which data stands escaped. ``name`` begins its JavaScript name."""

    name = ""

    def __init__(self, said: str) -> None:
        super().__init__()
        self._name = self.name
        self.said = said

    def render(self, **_kwargs: object) -> None:
        """Nothing: streamlit-folium takes the script itself.

        folium would compile what was rendered as a template once more: half the server's time, and a way in.
        """
