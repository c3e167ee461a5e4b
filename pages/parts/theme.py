"""Colours with a fixed meaning, the classes' ramp, icons and the name on the page.

The meanings use Okabe and Ito's colours (2008), which people with a colour vision deficiency tell apart.
"""

import streamlit as st

ENVIRONMENT = "#009E73"
SOCIAL = "#0072B2"
OTHER = "#7A7A7A"
ATTENTION = "#D55E00"
STAFF = "#E69F00"
RESIDENT = "#56B4E9"
UNKNOWN = "#9A9A9A"
ACCENT = "#5B2A86"

OPPORTUNITY = "#CC79A7"

THEMES = {"environment": ENVIRONMENT, "social": SOCIAL, "other": OTHER}

# One hue, five classes, each step visibly apart from the next; on dark paper more is lighter.
RAMPS = {
    "light": ("#F1EAF6", "#D3BDE3", "#AF8BCB", "#83549F", "#4F1F75"),
    "dark": ("#33273F", "#573A75", "#8257A8", "#B18AD3", "#E6D3F5"),
}
# The phases of a project, from exploring to securing; a hue of its own, so that no phase looks like a rate.
PHASE_RAMPS = {
    "light": ("#EFEAC9", "#D6CB86", "#B3A44A", "#857722", "#514708"),
    "dark": ("#3A3618", "#5F5825", "#8D8236", "#BFB25C", "#EDE4A6"),
}
PAPER = {"light": "#FBFAF7", "dark": "#1B1A1E"}
INK = {"light": "#22242A", "dark": "#E9E6E0"}
GROUND = {"light": "#C9C5BC", "dark": "#4A474F"}
# What lies under the areas of a paper map, pale enough to stay behind them.
LANDSCAPE = {
    "light": {
        "water": "#D9E6EC",
        "green": "#E1EAD8",
        "road": "#F1EEE7",
        "building": "#E9E5DD",
        "outline": "transparent",
    },
    "dark": {
        "water": "#22303A",
        "green": "#242E24",
        "road": "#25242A",
        "building": "#2A2830",
        "outline": "transparent",
    },
}

LEAFLET = "/leaflet"  # where app.py serves the files of XStatic-Leaflet
TILE_SERVERS = ("https://service.pdok.nl", "https://tile.openstreetmap.org")

# One icon per idea, everywhere the same.
ICONS = {
    "overview": ":material/newspaper:",
    "map": ":material/map:",
    "candidates": ":material/format_list_numbered:",
    "projects": ":material/handyman:",
    "data": ":material/upload_file:",
    "plan": ":material/calendar_month:",
    "settings": ":material/tune:",
    "network": ":material/diversity_3:",
    "opportunity": ":material/event_upcoming:",
    "shortlist": ":material/bookmark:",
    "attention": ":material/priority_high:",
    "area": ":material/location_on:",
    "download": ":material/download:",
    "demo": ":material/science:",
    "open": ":material/arrow_forward:",
    "print": ":material/print:",
}

LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 152 28" width="152" height="28">'
    '<g fill="#8F66B8"><rect x="1" y="3" width="10" height="10" rx="1.5"/><rect x="1" y="15" width="10" height="10" '
    'rx="1.5" opacity=".45"/><rect x="13" y="15" width="10" height="10" rx="1.5" opacity=".45"/></g>'
    '<path d="M18 1c-3 0-5 2.1-5 4.8 0 3.4 5 8.2 5 8.2s5-4.8 5-8.2C23 3.1 21 1 18 1z" fill="#D55E00"/>'
    '<text x="31" y="21" font-family="Source Serif 4,Georgia,Times New Roman,serif" font-size="20" font-weight="600" '
    'fill="#8F66B8">Blokwijzer</text></svg>'
)


# A picture of our own: Streamlit would fetch an icon by name from Google, in each reader's browser.
PAGE_ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 28"><g fill="#8F66B8"><rect x="1" y="3" width="10" '
    'height="10" rx="1.5"/><rect x="1" y="15" width="10" height="10" rx="1.5"/><rect x="13" y="15" width="10" '
    'height="10" rx="1.5"/></g><path d="M18 1c-3 0-5 2.1-5 4.8 0 3.4 5 8.2 5 8.2s5-4.8 5-8.2C23 3.1 21 1 18 1z" '
    'fill="#D55E00"/></svg>'
)


def document(language: str) -> str:
    """What every page's document needs besides Streamlit's theme: its language, for screen readers; captions dark
    enough to read; less air.
    """
    return f"""<script>document.documentElement.lang = "{language}"</script>
    <style>
    [data-testid="stMainBlockContainer"] {{ max-width: 1760px; padding-bottom: 4rem; }}
    [data-testid="stCaptionContainer"] {{ color: inherit; opacity: .8; }}
    [data-testid="stMetricDelta"] + * {{ color: inherit; opacity: .8; }}
    h1 {{ text-wrap: balance; padding: .2rem 0 .6rem !important; }}
    [data-testid="stPageLink"] p {{ text-decoration: underline 1px; text-underline-offset: 3px; }}
    *:has(> .st-key-beside) {{ position: sticky; top: 4.5rem; max-height: calc(100vh - 5rem); overflow-y: auto; }}
    *:has(> .st-key-document) {{ position: absolute; }}
    </style>"""


def shade() -> str:
    """The reader's paper: "light" or "dark"."""
    return "dark" if st.context.theme.type == "dark" else "light"


def ramp() -> tuple[str, ...]:
    """The five classes' colours on the reader's paper, least first."""
    return RAMPS[shade()]


def phase_ramp() -> tuple[str, ...]:
    """The colours of the phases on the reader's paper, exploring first."""
    return PHASE_RAMPS[shade()]
