import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import iban
from stdnum.nl import bsn

from data.reference import lexicon
from domain.errors import WrongValue
from domain.intake.cleaning.privacy import LONGEST_TEXT, WHATS, mask, mask_text, personal_columns, reporter_hash

KEY = b"a key of this store, 32 bytes ..."


def numbers(valid: bool, many: int = 60) -> list[str]:
    """Nine-digit numbers: only valid BSNs, or any."""
    drawn = (str(n) for n in range(100_000_007, 999_999_999, 1_234_567))
    return [n for n in drawn if not valid or bsn.is_valid(n)][:many]


def what(header: str, *cells: str) -> str | None:
    found = personal_columns(pl.DataFrame({header: pl.Series(cells, dtype=pl.String)}), lexicon())
    return found.get(header)


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("Naam", "name"),
        ("NAAMMELDER", "name"),
        ("REPORTERNAME", "name"),
        ("melderTelefoon", "phone"),
        ("TELEFOONMELDER", "phone"),
        ("MELDERTEL", "phone"),
        ("EMAILMELDER", "email"),
        ("Naam (Aanmelder)", "name"),
        ("Case Officer", "name"),
        ("STRAATNAAM", None),
        ("PLAATSNAAM", None),
        ("DATUMMELDING", None),
        ("MELDINGNAAM", None),
        ("Naam van de melder", "name"),
        ("Melder", "name"),
        ("Behandelaar", "name"),
        ("Telefoon 2", "phone"),
        ("Tel. overdag", "phone"),
        ("E-mailadres", "email"),
        ("BSN", "bsn"),
        ("IBAN nr.", "iban"),
        ("Geboortedatum", "birth"),
        ("Adres melder", "address"),
        ("Sachbearbeiter", "name"),
        ("Caller name", "name"),
        ("Naam complex", None),
        ("Straatnaam", None),
        ("Type melder", None),
        ("Adres overlast", None),
        ("Crime type", None),
        ("Meldnummer", None),
    ],
)
def test_personal_by_header(header, told):
    assert what(header) == told
    assert told is None or told in WHATS


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (["jan@voorbeeld.nl", "f.bakker@mail.example"], "email"),
        (["06-12345678", "0612345678", "+31 6 12345678", "0592 123456", "020-1234567"], "phone"),
        (["NL91ABNA0417164300", "NL91 ABNA 0417 1643 00"], "iban"),
        (numbers(valid=True), "bsn"),
        (numbers(valid=True)[:5], None),  # five numbers may pass by chance
        (numbers(valid=False), None),  # ordinary numbers
        (["M0001", "M0002"], None),
        (["08-08-2026", "06-12-2026"], None),
        (["52,96713692", "6,49826436"], None),
        (["Kerkstraat 12, 1234 AB Assen"], None),
        (["Mail jan@voorbeeld.nl eens", "Geen idee"], None),  # free text: to be masked, not a column of addresses
        ([], None),
    ],
)
def test_personal_by_contents(cells, told):
    assert what("kolom", *cells) == told


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("mail jan.de-vries@voorbeeld.nl of bel", "mail [e-mail] of bel"),
        ("bel 06-12345678 of 0612345678.", "bel [telefoon] of [telefoon]."),
        ("06 12 34 56 78 / 06-12-34-56-78", "[telefoon] / [telefoon]"),
        ("+31 6 12345678, +31(0)6-12345678, 0031612345678", "[telefoon], [telefoon], [telefoon]"),
        ("0592-123456 of (0592) 12 34 56", "[telefoon] of [telefoon]"),
        ("06.12.34.56.78, (06)12345678 en 06/12/34/56/78", "[telefoon], [telefoon] en [telefoon]"),
        ("06–12345678 of ０６１２３４５６７８ of 06\u200b12345678", "[telefoon] of [telefoon] of [telefoon]"),
        ("06\x0012345678", "[telefoon]"),
        ("nl91abna0417164300 en nl91 abna 0417 1643 00", "[IBAN] en [IBAN]"),
        ("(410) 555-1234", "[telefoon]"),
        ("bsn 123456782, ook 1234.56.782 en 123 456 782", "bsn [BSN], ook [BSN] en [BSN]"),
        ("rekening NL91 ABNA 0417 1643 00 of NL91ABNA0417164300", "rekening [IBAN] of [IBAN]"),
        (None, None),
    ],
)
def test_what_is_about_a_person_is_masked(text, masked):
    assert mask(pl.Series("note", [text], dtype=pl.String)).to_list() == [masked]


@pytest.mark.parametrize(
    "text",
    [
        "op 01-02-2026 12:30 en 06-12-2026 12:30 gezien",
        "zaak 2026123456, nr 123456789, 20261122",
        "NL91ABNA0417164301 klopt niet",
        "9123456782 is geen BSN",
        "tussen 06.12.2026 en 08.12.2026",
        "Kerkstraat 12-18, 1234 AB Assen, 14.30 uur, € 1.234,56",
    ],
)
def test_what_is_about_no_person_stays(text):
    assert mask(pl.Series([text])).item() == text


@given(st.lists(st.none() | st.text(max_size=60), max_size=8))
def test_a_masked_text_stays_masked(texts):
    once = mask(pl.Series(texts, dtype=pl.String))
    assert mask(once).equals(once)
    assert once.is_null().equals(pl.Series(texts, dtype=pl.String).is_null())


@given(st.integers(10_000_000, 999_999_999), st.text("abc ,.-\n", max_size=10))
def test_no_valid_bsn_gets_through(number, around):
    written = f"{number:09}"
    masked = mask(pl.Series([f"{around} {written} {around}"])).item()
    assert not bsn.is_valid(written) or written not in masked
    assert iban.is_valid("NL91ABNA0417164300")


def test_a_reporter_is_a_keyed_hash():
    reporters = pl.Series("reporter", [" Jan  de Vries", "jan de vries", None, " ", "Fatma Bakker"])
    hashes = reporter_hash(reporters, KEY)
    assert hashes[0] == hashes[1] != hashes[4]
    assert hashes[2] is None
    assert hashes[3] is None
    assert hashes.name == "reporter"
    assert reporter_hash(reporters, b"another key")[0] != hashes[0]
    assert all(len(value) == 32 and "jan" not in value for value in hashes.drop_nulls())


def test_no_header_of_another_field_becomes_personal_where_its_words_are_joined():
    words = lexicon().header_words.filter(pl.col("kind") == "reports")
    others = words.filter(~pl.col("field").is_in(["reporter", "source"]))["word"].unique(maintain_order=True)
    apart = personal_columns(pl.DataFrame(schema=dict.fromkeys(others, pl.String)), lexicon())
    joined = {word.replace(" ", "").upper(): word for word in others}
    found = personal_columns(pl.DataFrame(schema=dict.fromkeys(joined, pl.String)), lexicon())
    assert {joined[header] for header in found} <= set(apart)


def test_a_text_that_would_take_minutes_to_mask_is_refused():
    assert mask_text(f" bel 0612345678 {'x' * 100} ").startswith("bel [telefoon] x")
    with pytest.raises(WrongValue, match="at most"):
        mask_text("x" * (LONGEST_TEXT + 1))
