"""One candidate on one A4 page for print. It contains no person's address."""

import html
from typing import Any

import polars as pl
import streamlit as st

from data.documents.pdf import DEMO
from domain.analysis import Card
from domain.card_totals import categories_together, months_together, noticed_by
from domain.indicators.report_selection import Window, window
from domain.indicators.temporal_pattern import COURSE_WORDS, COURSES
from domain.question import Question
from domain.scoring.evidence import Evidence
from domain.scoring.ranking import alternatives
from pages.area import indicators
from pages.candidates import contributions
from pages.candidates.candidate_facts import available_evidence, blocks_of, compared_by, what_it_is
from pages.shared import cached, chosen_weights, filters, navigation, postponed, theme
from pages.shared.candidate_texts import against_text, certainty_text, context_text, reason_text, with_short_names
from pages.shared.labels import category_name
from pages.shared.maps.locator import locator
from pages.shared.texts import (
    _,
    change,
    counted_in,
    counted_unit_rate,
    day,
    format_list,
    interval,
    month,
    number,
    percent,
    plain_text,
    unit_rate,
)

CATEGORIES = 5
STYLE = """<style>
@page { size: A4 portrait; margin: 14mm; }
@media print {
  html, body, #root, #root > div { background: #FFF !important; }
  header, .st-key-above, .st-key-print-actions, [data-testid="stToolbar"] { display: none !important; }
  [data-testid="stApp"], [data-testid="stAppViewContainer"], [data-testid="stMain"], .main {
    position: static !important; overflow: visible !important; height: auto !important; background: #FFF !important; }
  [data-testid="stMainBlockContainer"] { padding: 0 !important; }
  .card { border: 0 !important; padding: 0 !important; }
  .card .mark { position: fixed; top: 0; }
  .card:has(.mark) { padding-top: 8mm !important; }
}
.card .mark { color: #A34700; font-weight: 600; }
.card { background: #FFF; color: #22242A; border: 1px solid #C9C5BC; max-width: 182mm; padding: 12mm; font-size: 14px;
  line-height: 1.45; margin: 0 auto; }
.card h1 { font-size: 26px; padding: 0 !important; margin: 0; color: #22242A; }
.card h2 { font-size: 15px; margin: 16px 0 4px; padding: 0 !important; color: #22242A; }
.card p { margin: 4px 0; }
.card ul { margin: 4px 0; padding-left: 20px; }
.card .small { font-size: 12px; color: #55585F; }
.card .two { display: grid; grid-template-columns: 1fr 58mm; gap: 10mm; align-items: start; }
.card table { border-collapse: collapse; width: 100%; }
.card th, .card td { text-align: left; vertical-align: top; padding: 3px 10px 3px 0; border-bottom: 1px solid #DDD;
  font-weight: 400; color: #22242A; }
.card td { font-weight: 600; }
</style>"""


def print_page(candidate: str) -> None:
    """Draw only the card of one candidate, with a link back."""
    asked = filters.question()
    evidence = cached.evidence(asked)
    ranked = postponed.marked(with_short_names(cached.ranking(asked, chosen_weights.current())))
    with st.container(horizontal=True, vertical_alignment="center", key="print-actions"):
        back = {name: value for name, value in st.query_params.items() if name != "print"}
        navigation.link("candidates", _("Back to the list"), icon=":material/arrow_back:", **back)
        if st.button(_("Print"), icon=theme.ICONS["print"], type="primary", key="print-now"):
            st.html("<script>window.print()</script>", unsafe_allow_javascript=True)
    found = ranked.filter(pl.col("candidate_id") == candidate)
    if found.height:
        st.html(STYLE + card(found.row(0, named=True), ranked, evidence, asked))
    else:
        st.info(_("This is not a candidate with these filters and weights."))


def card(row: dict[str, Any], ranked: pl.DataFrame, evidence: Evidence, asked: Question) -> str:
    """The card as HTML; everything in it that comes from the data is escaped."""
    snapshot = cached.snapshot()
    cards = [cached.card(asked, area) for area in row["members"]]
    until = asked.as_of or snapshot.as_of
    period = _("The {count} months up to {day}").format(count=number(window(snapshot, asked).months), day=day(until))
    head = _("Number {rank} of {all}, score {score} of 100").format(
        rank=number(row["rank"]), all=number(ranked.height), score=number(row["score"])
    )
    against = (
        "".join(f"<li>{html.escape(text)}</li>" for text in against_text(row))
        or f"<li>{html.escape(_('Nothing in the reports.'))}</li>"
    )
    note = html.escape(f"{_('Based on reports: what nobody reported is not in it.')} {compared_by(row['denominator'])}")
    near = alternatives(ranked, row["candidate_id"])
    names = [f"{number(other['rank'])}. {other['name']}" for other in near.iter_rows(named=True)]
    mark = f'<p class="mark">{html.escape(_(DEMO))}</p>' if cached.is_demo() else ""
    return f"""<div class="card">{mark}
      <p class="small">Blokwijzer · {html.escape(_("Candidate for a block approach"))} · {html.escape(period)}</p>
      <h1>{html.escape(row["name"])}</h1>
      <p>{html.escape(what_it_is(row))}</p>{_blocks(row, evidence)}{_postponed(row)}
      <h2>{html.escape(head)}</h2>
      {contributions.bar(row, "light", has_evidence=available_evidence(evidence))}
      <p><strong>{html.escape(certainty_text(row))}</strong></p>
      <div class="two"><div>
      <h2>{html.escape(_("Why"))}</h2><p>{html.escape(reason_text(row))}</p>
      {_around(row)}{_indicators(row)}
      <h2>{html.escape(_("What speaks against it:").rstrip(":"))}</h2><ul>{against}</ul>
      </div><div>{locator(row["members"])}</div></div>
      <h2>{html.escape(_("Figures"))}</h2>{_figures(row, window(snapshot, asked))}
      <h2>{html.escape(_("Incidents by month"))}</h2>{_months(cards)}
      <h2>{html.escape(_("What"))}</h2><p>{html.escape(_categories(cards))}</p>
      <h2>{html.escape(_("Seen by"))}</h2><p>{html.escape(_noticed(cards))}</p>
      <p class="small">{html.escape(_("Most like it:"))} {html.escape(format_list(names) or "–")}. {note}</p>
    </div>"""


def _postponed(row: dict[str, Any]) -> str:
    """Until when and why it is postponed, if it is."""
    text = postponed.in_words(row)
    return f"<p><strong>{html.escape(text)}</strong></p>" if text else ""


def _indicators(row: dict[str, Any]) -> str:
    """What other figures say, if there are any."""
    found = indicators.said(row["members"], row["ratio"], row["p_high_next"])
    texts = [" ".join(plain_text(text) for text in (each.judgement, each.figure) if text) for each in found]
    items = "".join(f"<li>{html.escape(text)}</li>" for text in texts)
    return f"<h2>{html.escape(_('What other figures say'))}</h2><ul>{items}</ul>" if items else ""


def _around(row: dict[str, Any]) -> str:
    """Opportunities and possible partners, if any are known."""
    items = "".join(f"<li>{html.escape(text)}</li>" for text in context_text(row))
    return f"<h2>{html.escape(_('In favour'))}</h2><ul>{items}</ul>" if items else ""


def _blocks(row: dict[str, Any], evidence: Evidence) -> str:
    """All blocks of a cluster, unless its name lists them."""
    blocks = blocks_of(row, evidence)
    return f'<p class="small">{html.escape(blocks)}</p>' if blocks else ""


def _figures(row: dict[str, Any], span: Window) -> str:
    lines = {
        _("Incidents"): _("{incidents} from {reports} reports").format(
            incidents=counted_in(row["incidents"], span), reports=number(row["reports"])
        ),
        _("Rate"): _("{rate}, probably {interval}; the average is {average}").format(
            rate=unit_rate(row, row["rate"]) if span.is_year else counted_unit_rate(row, span),
            interval=interval(row["low"], row["high"]),
            average=number(row["average"], 1),
        ),
    }
    if row["change"] is not None:
        lines[_("Change in half a year")] = change(row["change"])
    if row["course"] not in (None, "none"):
        lines[_("Pattern")] = f"{_(COURSE_WORDS[row['course']])}: {_(COURSES[row['course']])}"
    if row["named"]:
        lines[_("Addresses named")] = number(row["addresses"])
    shown = "".join(
        f'<tr><th scope="row" style="width:11rem">{html.escape(label)}</th><td>{html.escape(text)}</td></tr>'
        for label, text in lines.items()
    )
    return f"<table><tbody>{shown}</tbody></table>"


def _months(cards: list[Card]) -> str:
    """24 months as columns, with the first, the last and the highest as text."""
    by_month = months_together(cards)
    most = max(by_month["incidents"].max() or 0, 1)
    columns = "".join(
        f'<span style="flex:1;height:{100 * count / most:.0f}%;background:{theme.ACCENT};print-color-adjust:exact">'
        "</span>"
        for count in by_month["incidents"]
    )
    first, last = by_month["month"][0], by_month["month"][-1]
    words = _("{first} to {last}; at most {most} in a month").format(
        first=month(first), last=month(last), most=number(most)
    )
    return (
        f'<div role="img" aria-label="{html.escape(words)}" style="display:flex;align-items:flex-end;gap:3px;'
        f'height:70px;border-bottom:1px solid {theme.UNKNOWN}">{columns}</div>'
        f'<p class="small">{html.escape(words)}</p>'
    )


def _categories(cards: list[Card]) -> str:
    by_code = categories_together(cards)
    shown = [f"{category_name(code)} {number(count)}" for code, count in by_code.head(CATEGORIES).iter_rows()]
    rest = by_code.height - CATEGORIES
    more = [_("{count} more").format(count=number(rest))] if rest > 0 else []
    return ", ".join(shown + more) or "–"


def _noticed(cards: list[Card]) -> str:
    """Residents, own staff and others, as shares of the reports."""
    names = {"resident": _("residents"), "staff": _("own staff"), "other": _("others")}
    return ", ".join(f"{names[who]} {percent(share)}" for who, share in noticed_by(cards).items()) or "–"
