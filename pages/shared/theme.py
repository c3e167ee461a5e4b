"""Colours with a fixed meaning, the colour ramp of classes, icons and the product name.

The meanings use Okabe and Ito's colours (2008), which people with a colour vision deficiency can distinguish.
"""

from pathlib import Path

import streamlit as st

ENVIRONMENT = "#009E73"
SOCIAL = "#0072B2"
OTHER = "#7A7A7A"
ATTENTION = "#D55E00"
UNKNOWN = "#9A9A9A"
ACCENT = "#5B2A86"

OPPORTUNITY = "#CC79A7"

THEMES = {"environment": ENVIRONMENT, "social": SOCIAL, "other": OTHER}

# One hue, five classes, each visibly distinct from the next; in the dark theme higher is lighter.
RAMPS = {
    "light": ("#F1EAF6", "#D3BDE3", "#AF8BCB", "#83549F", "#4F1F75"),
    "dark": ("#33273F", "#573A75", "#8257A8", "#B18AD3", "#E6D3F5"),
}
# The phases of a project, from exploring to securing; a separate hue, so that phases do not look like rates.
PHASE_RAMPS = {
    "light": ("#EFEAC9", "#D6CB86", "#B3A44A", "#857722", "#514708"),
    "dark": ("#3A3618", "#5F5825", "#8D8236", "#BFB25C", "#EDE4A6"),
}
PAPER = {"light": "#FBFAF7", "dark": "#1B1A1E"}
INK = {"light": "#22242A", "dark": "#E9E6E0"}
NOTICE = {"light": "#F1EEE7", "dark": "#27252B"}  # the background of a notice
GROUND = {"light": "#C9C5BC", "dark": "#4A474F"}
# The background of a map without tiles, pale enough not to compete with the areas.
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

# One icon per concept, used everywhere.
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
    "postponed": ":material/event_busy:",
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


# Our own image: Streamlit would load a named icon from Google, in each reader's browser.
PAGE_ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 28"><g fill="#8F66B8"><rect x="1" y="3" width="10" '
    'height="10" rx="1.5"/><rect x="1" y="15" width="10" height="10" rx="1.5"/><rect x="13" y="15" width="10" '
    'height="10" rx="1.5"/></g><path d="M18 1c-3 0-5 2.1-5 4.8 0 3.4 5 8.2 5 8.2s5-4.8 5-8.2C23 3.1 21 1 18 1z" '
    'fill="#D55E00"/></svg>'
)


# The look of tables and of small charts; they have the theme's colours as properties.
_DRAWN = "".join(Path(__file__).with_name(name).read_text("utf-8") for name in ("plain_table.css", "plane.css"))

# On a phone the menu lies over the page: close it when a page was chosen in it. Streamlit leaves it open.
_MENU = """
if (!window.blokwijzerMenu) {
  window.blokwijzerMenu = true;
  document.addEventListener("click", (event) => {
    if (window.innerWidth > 768 || !event.target.closest("[data-testid=stSidebarNavLink]")) return;
    setTimeout(() => document.querySelector("[data-testid=stSidebarCollapseButton] button")?.click());
  });
}
"""


def document(language: str) -> str:
    """Additions to Streamlit's theme on every page: the document's language, for screen readers; sufficient contrast
    of captions and of text on the accent colour (white in Streamlit's dark theme); less white space. What Streamlit
    says in English in a place for files is hidden; the label says what may be dropped there.
    """
    on_accent = "#FFF" if shade() == "light" else PAPER["dark"]
    return f"""<script>document.documentElement.lang = "{language}";{_MENU}</script>
    <style>
    :root {{ --accent: {accent()}; --attention: {ATTENTION}; --line: {GROUND[shade()]}; }}
    {_DRAWN}
    [data-testid="stMainBlockContainer"] {{ max-width: 1760px; padding-bottom: 4rem; }}
    [data-testid="stCaptionContainer"] {{ color: inherit; opacity: .8; }}
    [data-testid^="stBaseButton-primary"], .stMultiSelect :is([data-tag], [data-tag] *) {{ color: {on_accent}; }}
    [data-testid="stMetricDelta"] + * {{ color: inherit; opacity: .8; }}
    .page-name {{ font-size: .875rem; opacity: .8; }}
    h1 {{ text-wrap: balance; padding: .2rem 0 .6rem !important; }}
    [data-testid="stFileUploaderDropzoneInstructions"] {{ display: none; }}
    [data-testid="stPageLink"] p {{ text-decoration: underline 1px; text-underline-offset: 3px; }}
    *:has(> .st-key-beside) {{ position: sticky; top: 4.5rem; max-height: calc(100vh - 5rem); overflow-y: auto; }}
    *:has(> .st-key-beside-map) {{ position: sticky; top: 0; z-index: 5; background: {PAPER[shade()]}; }}
    .stButtonGroup > [role] {{ min-height: 40px; align-items: center; margin: 3px 0 0; }}
    [class*="st-key-tall-"] iframe {{ height: clamp(430px, calc(100vh - 19rem), 900px) !important; }}
    [data-testid="stAlertContainer"] {{ background: var(--notice); color: inherit; padding: .6rem .9rem;
      border-left: 4px solid {accent()}; border-radius: 0 .4rem .4rem 0; --notice: {NOTICE[shade()]}; }}
    [data-testid="stAlertContainer"] p {{ color: inherit; }}
    [data-testid="stAlertContainer"]:is(:has([data-testid="stAlertContentWarning"]),
      :has([data-testid="stAlertContentError"])) {{ border-left-color: {ATTENTION}; }}
    [data-testid="stTopNavLink"]:focus-visible, [data-testid="stPageLink"] a:focus-visible,
    [data-testid="stSidebarNavLink"]:focus-visible {{ outline: 3px solid {accent()}; outline-offset: 2px; }}
    .st-key-beside, .st-key-stored {{ scroll-margin-top: 4.5rem; }}
    .st-key-details-close, .st-key-choices-open, .st-key-choices-close {{ display: none; }}
    [class*="st-key-board-"] .stButton button {{ justify-content: start; padding: 0; min-height: 0; }}
    [class*="st-key-board-"] .stButton button, [class*="st-key-board-"] .stButton button * {{ text-align: left;
      font-weight: 600; }}
    .st-key-plan-chips button {{ border-radius: 999px; min-height: 40px; }}
    @media (min-width: 641px) {{
      *:has(> * > .page-name) {{ display: none; }}
      [data-testid="stMainBlockContainer"] {{ padding-top: 4.1rem; }}
      .st-key-above {{ margin-bottom: -.5rem; }}
    }}
    @media (max-width: 640px) {{
      .st-key-above {{ gap: .5rem !important; }}
      .st-key-demo-what, .st-key-above > [data-testid="stElementContainer"]:has(> [data-testid="stSpace"]) {{
        display: none; }}
      .st-key-above > .st-key-district-open, .st-key-above > :has(> .st-key-district-open) {{
        flex: 1 1 0; min-width: 9rem; }}
      .st-key-district-open button {{ padding: 0 .5rem; max-width: 100%; }}
      .st-key-district-open button p {{ overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }}
      .st-key-above .stButtonGroup button {{ padding: 0 .55rem; min-width: 0; }}
      *:has(> .st-key-beside) {{ position: static; max-height: none; }}
      *:has(> .st-key-beside-map) {{ position: static; }}
      .st-key-details-first {{ display: none; }}
      .st-key-details-chosen {{ position: fixed; inset: 0; z-index: 1000000; overflow-y: auto; padding: 1rem;
        background: {PAPER[shade()]}; }}
      .st-key-details-close, .st-key-choices-open, .st-key-choices-close {{ display: block; }}
      .st-key-choices:not(:has(.choices-opened)) {{ display: none; }}
      .st-key-choices:has(.choices-opened) {{ position: fixed; inset: auto 0 0; z-index: 1000000;
        max-height: 85vh; overflow-y: auto; padding: 1rem; background: {PAPER[shade()]}; border-top: 1px solid;
        border-radius: .8rem .8rem 0 0; }}
    }}
    *:has(> .st-key-document) {{ position: absolute; }}
    </style>"""


def shade() -> str:
    """The current theme: "light" or "dark"."""
    return "dark" if st.context.theme.type == "dark" else "light"


def accent() -> str:
    """The accent colour for the current theme."""
    return ACCENT if shade() == "light" else RAMPS["dark"][3]


def ramp() -> tuple[str, ...]:
    """The five classes' colours in the current theme, lowest first."""
    return RAMPS[shade()]


def phase_ramp() -> tuple[str, ...]:
    """The colours of the phases in the current theme, exploring first."""
    return PHASE_RAMPS[shade()]


def wall() -> str:
    """The shared screen of a session, legible from five metres: all sizes scale with the window, nothing scrolls, and
    Streamlit's elements are hidden except those that a facilitator reaches with the keyboard.
    """
    paper, ink, line = PAPER[shade()], INK[shade()], GROUND[shade()]
    return f"""<style>
    [data-testid="stHeader"], [data-testid="stToolbar"], [data-testid="stStatusWidget"],
    [data-testid="stSpinner"] {{ display: none; }}
    [data-stale="true"] {{ opacity: 1 !important; }}
    .wall, .wall-timer, .st-key-wall-lines {{ font-size: min(1.3vw, 2.31vh); color: {ink}; line-height: 1.25;
      font-variant-numeric: tabular-nums; }}
    .wall {{ position: fixed; inset: 0; z-index: 10; background: {paper}; overflow: hidden; display: grid;
      grid-template-rows: auto minmax(0, 1fr) auto; gap: 1em; padding: 1.1em 1.6em 1em; }}
    .wall h1 {{ font-size: 2.5em; line-height: 1.1; padding: 0 4.5em 0 0 !important; margin: 0; color: {ink}; }}
    .wall h2 {{ font-size: 1.95em; line-height: 1.15; padding: 0; margin: 0; color: {ink}; }}
    .wall h3 {{ font-size: 1.15em; padding: 0; margin: 0; color: {ink}; font-family: inherit; }}
    .wall p {{ margin: 0; font-size: 1em; }}
    .wall-timer {{ position: fixed; z-index: 20; top: .3em; right: .6em; font-weight: 700;
      font-size: min(3.4vw, 6vh); }}
    .wall-timer.over {{ color: {ATTENTION}; }}
    .wall .two {{ display: grid; grid-template-columns: 1.75fr 1fr; gap: 1.6em; min-height: 0; }}
    .wall .stack {{ display: flex; flex-direction: column; gap: .75em; min-height: 0; }}
    .wall .middle {{ justify-content: center; align-items: center; text-align: center; gap: 1.2em; }}
    .wall .map {{ display: grid; grid-template-columns: 12.5em minmax(0, 1fr); overflow: hidden; min-height: 0;
      border: .05em solid {line}; border-radius: .2em; }}
    .wall .map > img {{ width: 100%; height: 100%; min-height: 0; max-width: none; }}
    .wall .map aside {{ display: flex; flex-direction: column; gap: .8em; padding: .7em .8em; min-height: 0;
      border-right: .05em solid {line}; }}
    .wall .inset {{ width: 100%; min-height: 0; max-height: 11em; object-fit: contain; }}
    .wall .legend {{ margin-top: auto; }}
    .wall .legend div {{ display: flex; align-items: center; gap: .5em; }}
    .wall .legend i {{ width: 1.6em; height: .9em; border: .06em solid {UNKNOWN}; flex: none; }}
    .wall .of {{ font-size: 1.4em; font-weight: 700; line-height: 1.15; }}
    .wall .big {{ font-size: 3.6em; font-weight: 700; line-height: 1; }}
    .wall .huge {{ font-size: 9em; font-weight: 700; line-height: 1.1; }}
    .wall .soft {{ opacity: .8; }}
    .wall .picked {{ outline: .12em solid {ink}; outline-offset: .15em; border-radius: .1em; }}
    .wall ol.list, .wall ol.steps {{ font-size: 1em; }}
    .wall ol.list {{ list-style: none; margin: 0; padding: 0; display: flex; flex-direction: column; gap: .45em; }}
    .wall ol.list li {{ display: flex; gap: .7em; margin: 0; padding: 0; font-size: 1.15em !important;
      align-items: baseline; }}
    .wall b.no {{ display: inline-block; min-width: 1.7em; text-align: center; background: {ink}; color: {paper};
      border-radius: 1em; flex: none; }}
    .wall .name {{ display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; }}
    .wall .bar {{ height: .85em; background: {UNKNOWN}33; border-radius: .15em; overflow: hidden; }}
    .wall .bar i {{ display: block; height: 100%; background: {accent()}; }}
    .wall .axis {{ position: relative; height: 1.1em; border: 0 solid {line}; border-width: 0 .06em; }}
    .wall .axis i {{ position: absolute; height: .5em; top: .3em; border-radius: .3em; opacity: .45; }}
    .wall .axis u {{ position: absolute; width: .9em; height: .9em; top: .1em; border-radius: 50%;
      margin-left: -.45em; }}
    .wall .axis i, .wall .axis u {{ background: {accent()}; }}
    .wall table {{ border-collapse: collapse; width: 100%; }}
    .wall th, .wall td {{ text-align: left; vertical-align: middle; padding: .38em .6em .38em 0; border: 0;
      border-bottom: .05em solid {line}; font-size: 1em; }}
    .wall th {{ font-weight: 600; }}
    .wall thead th {{ vertical-align: bottom; font-size: 1.1em; overflow-wrap: anywhere; }}
    .wall footer {{ display: flex; justify-content: space-between; align-items: center; gap: 2em; }}
    .wall ol.steps {{ list-style: none; display: flex; gap: 1.4em; margin: 0; padding: 0; }}
    .wall ol.steps li {{ margin: 0; padding: 0; font-size: 1em !important; white-space: nowrap; }}
    .wall ol.steps li::before {{ content: ""; display: inline-block; width: .75em; height: .75em; border-radius: 50%;
      border: .1em solid {ink}; margin-right: .4em; vertical-align: -.05em; }}
    .wall ol.steps li[aria-current]::before {{ background: {accent()}; }}
    .wall ol.steps li[aria-current] {{ font-weight: 700; }}
    .wall .vote {{ background: {accent()}; color: {paper}; padding: .3em .9em; border-radius: 1.2em;
      white-space: nowrap; }}
    .wall .join {{ display: flex; align-items: center; gap: .7em; white-space: nowrap; }}
    .wall .code {{ font-family: monospace; font-weight: 700; letter-spacing: .1em; }}
    .st-key-wall-lines {{ position: fixed; z-index: 15; left: 3vw; right: 3vw; top: 15vh; bottom: 13vh; width: auto;
      overflow: hidden; display: flex; flex-direction: column; }}
    .st-key-wall-lines li, .st-key-wall-lines p {{ font-size: min(2.25vw, 4vh) !important; line-height: 1.3;
      margin-bottom: .55em !important; }}
    .st-key-wall-keys {{ position: fixed; z-index: 30; left: 0; right: 0; bottom: 0; padding: .5rem;
      background: {paper}; transform: translateY(110%); }}
    .st-key-wall-keys:focus-within {{ transform: none; }}
    </style>"""
