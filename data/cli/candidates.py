"""The commands about candidates: the list, the explanation of an area's position, the plan, and the backtest."""

import json
from datetime import date

import click

from data import clock
from data.cli.options import AS_OF, FORMAT, LEVEL, MONTHS, WITHIN, with_store
from data.cli.printing import aligned, looked_back_in_words, plain, plan_text, track_record_in_words
from data.services import backtest as backtests
from data.services import candidates
from data.services import plan as plans
from data.services import track_record as track_records
from data.services.explain import explain as explain_area
from data.services.snapshot import district_of
from data.store.database import Store
from data.texts.language import render
from domain.documents import spreadsheet
from domain.question import Question
from domain.schemas import LEVELS


@click.command()
@LEVEL
@MONTHS
@AS_OF
@WITHIN
@click.option("--top", type=click.IntRange(1), default=20, show_default=True)
@FORMAT
@with_store
def rank(
    store: Store, level: str, months: int, as_of: date | None, within: tuple[str, ...], top: int, form: str
) -> None:
    """List the candidates: the areas to take on next. JSON adds everything that their positions are based on."""
    question = Question(level=level, as_of=as_of, months=months, within=district_of(store, within))
    found = candidates.candidates(store, question).head(top)
    if form == "json":
        click.echo(json.dumps(found.to_dicts(), ensure_ascii=False, indent=1, default=str))
    elif form == "csv":
        click.echo(spreadsheet.defuse(candidates.as_list(found)).write_csv(float_precision=2), nl=False)
    elif not found.is_empty():
        click.echo(aligned(candidates.as_table(found)))
    if found.is_empty():
        click.echo(render(candidates.why_nothing_ranked(store, question), "en"), err=form != "table")


@click.command()
@click.argument("area")
@click.option("--level", type=click.Choice(["street", "block"]), help="Look among these only; default: in both.")
@MONTHS
@AS_OF
@with_store
def explain(store: Store, area: str, level: str | None, months: int, as_of: date | None) -> None:
    """Show the position of AREA (id or name of a street or block) among the candidates, and the reasons for it."""
    click.echo(explain_area(store, Question(as_of=as_of, months=months), area, level=level))


@click.command()
@MONTHS
@AS_OF
@WITHIN
@FORMAT
@with_store
def plan(store: Store, months: int, as_of: date | None, within: tuple[str, ...], form: str) -> None:
    """Show which candidates fit in the team's hours, with lead and start, and why the others are left out.

    Hours, absences and preferences are entered on the screen Plan.
    """
    question = Question(as_of=as_of, months=months, within=district_of(store, within))
    found = plans.plan_of(store, question, clock.today())
    rows = plans.plan_rows(found)
    if form == "json":
        click.echo(json.dumps(found, ensure_ascii=False, indent=1, default=str))
    elif form == "csv":
        click.echo(spreadsheet.defuse(rows).write_csv(float_precision=2), nl=False)
    else:
        click.echo(plan_text(found, rows))


@click.command()
@click.option("--level", type=click.Choice(LEVELS), default="block", show_default=True)
@click.option("--months", type=click.IntRange(1, 120), default=12, show_default=True, help="Window of the list.")
@click.option("--ahead", type=click.IntRange(1, 36), default=12, show_default=True, help="Months that followed.")
@click.option("--dates", type=click.IntRange(1), default=backtests.DATES, show_default=True, help="Past quarter ends.")
@click.option(
    "--placebo",
    type=click.IntRange(0),
    default=backtests.PLACEBOS,
    show_default=True,
    help="Areas a date where nothing was done, whose effect is told all the same.",
)
@click.option("--json", "as_json", is_flag=True, help="Write all of it as one JSON object.")
@with_store
def backtest(store: Store, level: str, months: int, ahead: int, dates: int, placebo: int, as_json: bool) -> None:
    """Backtest: compare the list at past dates with the incidents that followed. Progress is on stderr."""
    found = backtests.backtest(
        store,
        level=level,
        months=months,
        ahead=ahead,
        dates=dates,
        placebo=placebo,
        progress=lambda line: click.echo(line, err=True),
    )
    click.echo(json.dumps(found, ensure_ascii=False) if as_json else looked_back_in_words(found))


@click.command("track-record")
@click.option("--json", "as_json", is_flag=True, help="Write all of it as one JSON object.")
@with_store
def track_record(store: Store, as_json: bool) -> None:
    """Look back in words: what came of the first areas of each past quarter. Progress is on stderr."""
    found = track_records.track_record(store, progress=lambda line: click.echo(line, err=True))
    click.echo(json.dumps(plain(found), ensure_ascii=False) if as_json else track_record_in_words(found))


COMMANDS = (rank, explain, plan, backtest, track_record)
