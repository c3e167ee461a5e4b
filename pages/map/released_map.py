"""The page Map for who may not see full figures: the release of a year, on the map and in a table."""

import polars as pl
import streamlit as st
from streamlit.column_config import Column

from domain.disclosure_control import Public
from domain.releases.release import Release
from domain.schemas import AREA_LEVELS, THEMES
from domain.sessions.shading import shading
from domain.statistics.class_breaks import classes
from pages.shared import cached, district, focus, navigation, released, tables
from pages.shared.empty_state import no_coordinates
from pages.shared.labels import HOMES_HEADED, level_name, theme_name
from pages.shared.maps.area_map import area_map
from pages.shared.maps.area_payload import Legend
from pages.shared.maps.background import ground
from pages.shared.maps.base_map import AREAS_DRAWN_MAX
from pages.shared.maps.shading import TITLES, decimal, labels
from pages.shared.maps.shape_files import shape_file
from pages.shared.texts import N_, _, day, format_list, markdown

HIGHEST_NAMED = 2
RANGE = N_("{rate} a year, probably {low} to {high}")


def show() -> None:
    """Draw the choice of the level, the map, and the table."""
    head = st.container()
    names = {level: level_name(level) for level in AREA_LEVELS}
    level = st.segmented_control(
        _("Show"),
        AREA_LEVELS,
        format_func=names.get,
        default="block",
        required=True,
        key="released-level",
        label_visibility="collapsed",
    )
    found = released.release(level, district.current())
    with head:
        navigation.opening(_("Map"), _answer(found))
    if found.until is None or found.public.areas.is_empty():
        return
    _draw(found)
    st.caption(released.in_words(found))
    _table(found)


def _answer(found: Release) -> str:
    """The answer sentence: where the rate is highest."""
    if found.until is None:
        return _("There are no figures yet: no quarter has ended since the first report.")
    top = released.highest_first(found.public).head(HIGHEST_NAMED)["name"].to_list()
    if not top:
        return markdown(N_("Up to {day} too little is known to compare areas."), day=day(found.until))
    return markdown(N_("Highest up to {day}: {areas}"), day=day(found.until), areas=format_list(top))


def _draw(found: Release) -> None:
    public = found.public
    placed = public.areas.drop_nulls("lat")
    if placed.is_empty():
        no_coordinates()
        return
    shaded = shading(public, None)
    file = shape_file(found.level)
    areas = placed.join(shaded.values, on="area_id", how="left", maintain_order="left").join(
        file.areas, on="area_id", maintain_order="left"
    )
    areas = areas.with_columns(
        classes(areas["value"], shaded.breaks).alias("class"),
        tip=pl.concat_str([value.fill_null("") for value in _tip_values()], separator="\n"),
    ).sort("value", descending=True, nulls_last=True)
    kinds = public.areas["denominator"].unique().to_list()
    title = _(TITLES[kinds[0] if len(kinds) == 1 else "mixed"])
    area_map(
        areas.select("area_id", "at", "class", "tip", "lat", "lon"),
        Legend(title, list(shaded.breaks), labels(list(shaded.breaks), "rate"), _("No figures")),
        files=[file],
        form=[_(RANGE).format(rate="{}", low="{}", high="{}"), _("{count} incidents").format(count="{}"), "{}"],
        key="released-map",
        view=f"{cached.current().url} {found.level}",
        on_click=focus.choose,
        selected=focus.area(),
        ground=ground(found.level) if areas.height <= AREAS_DRAWN_MAX / 2 else None,
        places=None if found.level == "neighbourhood" else released.neighbourhood_names(),
        height=430,
        tall=True,
    )


def _tip_values() -> list[pl.Expr]:
    """What fills the form of a tip: an area's rate and incidents where they are published, else that they are not."""
    published = [*map(decimal, ("rate", "low", "high")), pl.col("incidents").cast(pl.String)]
    otherwise = pl.when(~pl.col("shown")).then(pl.lit(_("No figures")))
    return [*(pl.when("shown").then(each) for each in published), otherwise]


def _table(found: Release) -> None:
    """The published figures, the highest first; choosing a row puts its area in focus."""
    st.subheader(_("The same in a table"), anchor=False)
    shown, columns = table(found.public)
    listed = shown.head(tables.ROWS_LISTED)
    ids = listed["area_id"].to_list()
    st.dataframe(
        listed.drop("area_id"),
        hide_index=True,
        placeholder="",
        column_config=columns,
        key="released-table",
        on_select=lambda: focus.choose_from("released-table", ids),
        selection_mode="single-row",
    )
    tables.say_what_is_listed(shown.height)
    named = {name: column["label"] for name, column in columns.items()}
    about = [(_("Up to"), day(found.until))] if found.until else []
    tables.download(lambda: shown.drop("area_id").rename(named), _("areas"), "released-download", about)


def table(public: Public) -> tuple[pl.DataFrame, dict[str, Column]]:
    """The areas with published figures, the highest first; and the heading of each of its columns.

    Columns: area_id, name, homes, incidents, one for each theme (null where they are not published), rate, low, high.
    """
    column = st.column_config
    kinds = sorted(set(public.areas["denominator"]) - {"one"})
    denominator = kinds[0] if kinds else "one"
    rate = _("Per 100 a year") if kinds else _("Estimated a year")
    parts = public.themes.pivot("theme", index="area_id", values="incidents", aggregate_function="first")
    given = pl.col("themes_shown")
    shown = released.highest_first(public).join(parts, on="area_id", how="left", maintain_order="left")
    themes = [theme for theme in THEMES if theme in shown.columns]
    shown = tables.without_denominator(shown, denominator)
    shown = shown.with_columns(pl.when(given).then(pl.col(theme).fill_null(0)).alias(theme) for theme in themes)
    columns = {
        "name": column.TextColumn(_("Area"), width="large"),
        **({"homes": column.NumberColumn(_(HOMES_HEADED[denominator]), format="localized")} if kinds else {}),
        "incidents": column.NumberColumn(_("Incidents"), format="localized"),
        **{theme: column.NumberColumn(theme_name(theme), format="localized") for theme in themes},
        "rate": column.NumberColumn(rate, format="localized", step=1),
        "low": column.NumberColumn(_("At least"), format="localized", step=1),
        "high": column.NumberColumn(_("At most"), format="localized", step=1),
    }
    return shown.select("area_id", *columns).with_columns(pl.col("rate", "low", "high").round()), columns
