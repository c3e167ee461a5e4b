"""A weekly mail as plain text and as HTML with the same words."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from data.texts.language import render, translated
from domain.errors import N_
from domain.message import Message
from domain.weekly_mail import Section

DEMO = N_("Demo: {subject}")
ASKED = N_("You get this mail because you asked for it in Settings. You can stop it there.")
SENT = N_("Whoever manages Blokwijzer in your organisation has this mail sent to you.")
_BODY = "font-family:system-ui,sans-serif;font-size:15px;line-height:1.5;color:#22242A;max-width:40em"
_SMALL = "color:#5F5F66;font-size:13px"


@dataclass(frozen=True)
class MailText:
    """The subject, and the content as plain text and as HTML."""

    subject: str
    plain: str
    html: str


def mail_text(
    sections: Sequence[Section],
    before: int,
    district: Sequence[str],
    language: str,
    address: str,
    *,
    asked: bool = True,
    is_demo: bool = False,
) -> MailText:
    """The mail in a language ("nl" or "en").

    ``before``: how many points of earlier mails still stand. ``district``: the names of its parts; none: the whole
    stock. ``address``: of the app, for links; "" for a mail without links. ``asked``: whether the reader asked for it.
    ``is_demo``: it is about nothing real.
    """

    def written(text: str, **values: object) -> str:
        return render(Message(text, **values), language)

    count = sum(len(section.points) for section in sections)
    subject = written(N_("Blokwijzer: {count} new"), count=count)
    where = written(N_("In your district: {names}"), names=tuple(district)) if district else ""
    still = [written(N_("From earlier mails still stand: {count}."), count=before)] if before else []
    opened = [(written(N_("Open Blokwijzer")), _link(address, "", is_demo))] if address else []
    parts = [
        (
            render(section.title, language),
            [(render(each.text, language), _link(address, each.page, is_demo)) for each in section.points],
        )
        for section in sections
    ]
    why = translated(ASKED if asked else SENT, language)
    return MailText(
        translated(DEMO, language).format(subject=subject) if is_demo else subject,
        _plain(where, parts, [*still, *(f"{name}: {link}" for name, link in opened), why]),
        _html(language, where, parts, still, opened, why),
    )


def _link(address: str, page: str, is_demo: bool) -> str:
    """The link to a page of the app; "" without an address."""
    if not address:
        return ""
    return f"{address}/{page}" + (("&" if "?" in page else "?") + "store=demo" if is_demo else "")


def _plain(where: str, parts: list[tuple[str, list[tuple[str, str]]]], last: list[str]) -> str:
    lines = [where, ""] if where else []
    for title, points in parts:
        lines += [title, *(f"- {text}" + (f"\n  {link}" if link else "") for text, link in points), ""]
    return "\n".join([*lines, *last, ""])


def _html(
    language: str,
    where: str,
    parts: list[tuple[str, list[tuple[str, str]]]],
    still: list[str],
    opened: list[tuple[str, str]],
    why: str,
) -> str:
    body = [f"<p>{escape(where)}</p>"] if where else []
    for title, points in parts:
        items = "".join(f"<li>{_anchor(text, link)}</li>" for text, link in points)
        body.append(f'<h2 style="font-size:17px">{escape(title)}</h2><ul>{items}</ul>')
    body += [f"<p>{escape(text)}</p>" for text in still]
    body += [f"<p>{_anchor(name, link)}</p>" for name, link in opened]
    body.append(f'<p style="{_SMALL}">{escape(why)}</p>')
    head = '<meta charset="utf-8"><title>Blokwijzer</title>'
    return (
        f'<!doctype html><html lang="{language}"><head>{head}</head><body style="{_BODY}">{"".join(body)}</body></html>'
    )


def _anchor(text: str, link: str) -> str:
    return f'<a href="{escape(link)}">{escape(text)}</a>' if link else escape(text)
