"""The Data screen: a dropped file is checked, corrected and stored."""

import re

from data.store import choices, import_log, profiles, records
from tests.data.exports import report, reports_csv
from tests.pages.conftest import words
from tests.pages.data_screen import chosen, labels, pressed


def test_with_nothing_stored_it_says_what_to_bring(data_screen):
    said = words(data_screen())
    assert "start with an export from your own system" in said
    assert "One row for each report" in said
    assert "begin met een export" in words(data_screen(locale="nl-NL"))


def test_a_file_is_checked_in_three_steps_and_then_stored(data_screen, own):
    test = data_screen(("maart.csv", reports_csv(report(1), report(2))))
    one, two, three = labels(test)
    assert one.startswith("1. Read as: reports, semicolon")
    assert two.startswith("2. Means: 8 of 9 columns") or two.startswith("2. Means: 9 of 9 columns")
    assert three == "3. Needs your attention: nothing"
    assert import_log.history(own).is_empty()
    pressed(test, "Import 2 rows")
    assert "2 rows are new" in test.success[0].value
    assert [metric.value for metric in test.metric] == ["2", "0", "0", "0", "0"]
    assert records.load(own, "reports")["external_id"].to_list() == ["M-1", "M-2"]
    pressed(test, "Done")
    assert "2 reports from 1 Mar 2026" in test.title[0].value


def test_rows_that_cannot_go_in_stay_aside_with_their_reason(data_screen, own):
    test = data_screen(("maart.csv", reports_csv(report(1), "M-2;ooit;Geluid;Lindehof;1;;;;")))
    assert labels(test)[2] == "3. Needs your attention: 1 row cannot be imported"
    (aside,) = [frame.value for frame in test.dataframe if "Why not" in frame.value.columns]
    assert aside["Line"].to_list() == [3]
    assert aside["Cell"].to_list() == ["ooit"]
    pressed(test, "Import 1 rows now, set 1 aside")
    assert records.load(own, "reports").height == 1


def test_what_a_column_means_can_be_corrected(data_screen, own):
    test = data_screen(("maart.csv", reports_csv(report(1))))
    chosen(test, "Street", "Plaats")
    chosen(test, "Town", "")
    assert any("Lindehof" not in html.body and "Meerwijk" in html.body for html in test.get("html"))
    pressed(test, "Import 1 row")
    stored = records.load(own, "reports")
    assert (stored["street"].to_list(), stored["town"].to_list()) == (["Meerwijk"], [None])


def test_the_layout_is_remembered_by_its_name(data_screen, own):
    test = data_screen(("maart.csv", reports_csv(report(1))))
    chosen(test, "Seen by, where a row does not say", "caretaker")
    (name,) = [box for box in test.text_input if box.label == "Remember this layout as"]
    name.set_value("Ons systeem").run()
    pressed(test, "Import 1 row")
    assert profiles.get(own, "Ons systeem")
    again = data_screen(("april.csv", reports_csv(report(2))))
    assert labels(again)[1].endswith("as before")
    pressed(again, "Import 1 row")
    assert records.load(own, "reports")["source"].to_list() == ["caretaker", "caretaker"]


def test_a_column_per_measure_is_read_once_its_period_is_known(data_screen, own):
    survey = "Buurt;Schoon;Qwerty;Aantal respondenten\nNoord;7,1;3;40\nZuid;6,2;x;4\n"
    test = data_screen(("enquete.csv", survey.encode("utf-8")))
    pressed(test, "View the file")
    chosen(test, "This is a list of", "indicators")
    assert "does not say which period" in test.error[0].value
    (period,) = [box for box in test.text_input if box.label.startswith("Period of the figures")]
    period.set_value("2025").run()
    (columns,) = [box for box in test.multiselect if box.label == "Columns of figures"]
    assert columns.value == ["Schoon", "Qwerty"]
    (found,) = [frame.value for frame in test.dataframe if "What was measured" in frame.value.columns]
    assert found.drop(columns="Period").values.tolist() == [["Schoon", 2, 0, 1], ["Qwerty", 2, 0, 1]]
    columns.set_value(["Schoon"]).run()
    pressed(test, "Import 2 rows")
    assert records.load(own, "indicators").select("place", "measure", "value").rows() == [
        ("Noord", "Schoon", 7.1),
        ("Zuid", "Schoon", None),
    ]
    assert profiles.get(own, "enquete").mapping["period"] == "", "the next file is about another period"


def test_an_unknown_category_is_placed_or_left_out_once(data_screen, own):
    rows = [report(1), report(2, category="Qwertyfoo"), report(3, category="Qwertybar")]
    test = data_screen(("maart.csv", reports_csv(*rows)))
    assert labels(test)[2] == "3. Needs your attention: 2 categories are unknown"
    chosen(test, "Qwertyfoo", "GEL")
    chosen(test, "Qwertybar", "-")
    assert labels(test)[2] == "3. Needs your attention: nothing"
    pressed(test, "Import 2 rows")
    assert dict(choices.categories(own).iter_rows()) == {"Qwertyfoo": "GEL", "Qwertybar": None}
    assert records.load(own, "reports")["external_id"].to_list() == ["M-1", "M-2"]
    again = data_screen(("april.csv", reports_csv(*rows)))
    assert labels(again)[2] == "3. Needs your attention: nothing"


def test_what_is_no_nuisance_is_left_out_with_one_click_and_taken_back(data_screen):
    rows = [report(1), report(2, category="Straatverlichting")]
    test = data_screen(("maart.csv", reports_csv(*rows)))
    pressed(test, "Leave all of these out")
    assert "1 row is left out, as you chose." in words(test)
    pressed(test, "Left out. Put them back")
    assert any(button.label == "Import 2 rows" for button in test.button)


def test_day_or_month_first_is_asked_when_the_dates_do_not_tell(data_screen):
    rows = [f"M-{n};03/0{n}/2026;Geluid;Lindehof;1;;;;" for n in range(1, 8)]
    test = data_screen(("maart.csv", reports_csv(*rows)))
    assert "is the day or the month first" in words(test)
    assert labels(test)[1].endswith("one question")
    chosen(test, "3-4-2026 is read as", False)
    assert any("3 Mar 2026" in html.body for html in test.get("html"))
    assert labels(test)[1].endswith("all sure")


def test_text_of_a_file_is_never_markup_on_the_screen(data_screen):
    bad = "![x](http://evil.example/a.png) <img src=x onerror=alert(1)> ${7*7} {{ 7*7 }} :material/home:"
    header = f"Meldingnummer;Datum melding;Categorie;Straat;Huisnummer;{bad}"
    rows = [f"M-{n};0{n}-03-2026;{bad};{bad};1;jan@voorbeeld.nl" for n in range(1, 9)]
    test = data_screen((f"{bad.replace('/', ' ')}.csv", reports_csv(*rows, header=header)))
    kinds = ("title", "subheader", "markdown", "caption", "info", "warning", "error")
    markdown = "\n".join([str(part.value) for kind in kinds for part in getattr(test, kind)] + labels(test))
    markdown += "\n".join(box.label for kind in ("selectbox", "button", "text_input") for box in getattr(test, kind))
    assert "![x]" not in markdown
    assert not re.search(r"(?<!\\)<img", markdown)
    assert "<img" not in "".join(html.body for html in test.get("html"))


def test_how_a_file_was_read_can_be_corrected(data_screen, own):
    header = "nr;regel;datum;soort;straat;huisnummer"
    rows = ["Over;dit;bestand;1;2;3", header, *(f"{n};{n};0{n}-03-2026;Geluid;Lindehof;{n}" for n in range(1, 6))]
    test = data_screen(("maart.csv", "\r\n".join(rows).encode()))
    pressed(test, "View the file")
    (line,) = [box for box in test.number_input if box.label == "Line with the column names"]
    line.set_value(2).run()
    assert labels(test)[0].endswith("column names on line 2")
    pressed(test, "Import 5 rows")
    assert records.load(own, "reports")["number"].to_list() == [1, 2, 3, 4, 5]


def test_what_is_no_nuisance_is_proposed_in_groups(data_screen, own):
    rows = [report(1), report(2, category="Straatverlichting"), report(3, category="Lantaarnpaal")]
    test = data_screen(("maart.csv", reports_csv(*rows, report(4, category="Boom omgewaaid"))), locale="nl-NL")
    (groups,) = [pills for pills in test.button_group if pills.label == "Laat weg"]
    assert [option.content.replace("\\", "") for option in groups.proto.options] == [
        "Straatverlichting (2)",
        "Bomen en planten (1)",
    ]
    groups.set_value(["lighting"]).run()
    pressed(test, "Lees 2 rijen in")
    assert dict(choices.categories(own).iter_rows()) == {"Straatverlichting": None, "Lantaarnpaal": None}
    again = data_screen(("april.csv", reports_csv(report(5, category="Straatverlichting"))), locale="nl-NL")
    assert any(button.disabled and button.label == "Lees 0 rijen in" for button in again.button)
