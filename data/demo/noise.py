"""Realistic spelling variation of addresses and notes in a system without validation."""

from collections.abc import Callable

from data.demo.layout import TOWN

Pick = Callable[[], float]  # a number in [0, 1), the next one each time


def house_number(number: int, suffix: str | None, pick: Pick) -> str:
    """A house number with its addition, in one of the usual ways: 3-B, 3 B, 3B, 3b, 4 bis."""
    if suffix is None:
        return str(number)
    drawn = pick()
    if drawn < 0.55:
        return f"{number}-{suffix}"
    if drawn < 0.8:
        return f"{number} {suffix}"
    return f"{number}{suffix}" if drawn < 0.93 else f"{number}{suffix.lower()}"


def shortened(street: str, pick: Pick) -> str:
    """A street name in abbreviated form."""
    short = street.replace("Burgemeester", "Burg.").replace("laan", "ln.") if pick() < 0.6 else street
    return short.replace("straat", "str." if pick() < 0.7 else "str")


def mistyped(street: str, pick: Pick) -> str:
    """A street name with two letters in the middle swapped."""
    at = 2 + int(pick() * (len(street) - 5))
    return street[:at] + street[at + 1] + street[at] + street[at + 2 :]


def address(street: str, number: str, postcode: str, pick: Pick) -> str:
    """A whole address in one cell. Most are well-formed; a few lack a number or are hard to parse."""
    drawn = pick()
    full = f"{street} {number}, {postcode} {TOWN}"
    forms = (
        (0.62, full),
        (0.72, f"{street} {number} {postcode.replace(' ', '')} {TOWN}"),
        (0.79, f"{street} {number}, {postcode}"),
        (0.86, f"{street} {number}, {TOWN}"),
        (0.92, f"{street} {number}"),
        (0.955, f"{shortened(street, pick)} {number}, {postcode} {TOWN}"),
        (0.965, full.upper()),
        (0.973, full.lower()),
        (0.979, f"{street}{number}, {postcode} {TOWN}"),
        (0.984, f"{mistyped(street, pick)} {number}, {postcode} {TOWN}"),
        (0.988, f"t.h.v. {street} {number}"),
        (0.991, f"tegenover {street} {number}, {TOWN}"),
        (1.0, f"{street}, {TOWN}"),
    )
    return next(form for edge, form in forms if drawn < edge)


NOTES: dict[str, tuple[str, ...]] = {
    "litter": (
        "Ligt er al weken.",
        "Waait uit de container de tuinen in.",
        "Plein ligt vol; kinderen spelen er tussen.",
    ),
    "bulky": ("Bankstel en matras naast de container.", "Koelkast, twee stoelen; niemand weet van wie."),
    "dumping": (
        "Verbouwingsafval gestort; bewoners schatten € 300 aan stortkosten.",
        "'s Nachts gestort, busje gezien.",
    ),
    "container": ("Container zit vol, zakken ernaast.", "Pasje werkt niet, dus alles staat ernaast."),
    "garden": ("Tuin staat vol troep.", "Onkruid groeit over de schutting, privétuin van de buren."),
    "noise": ("Tot diep in de nacht.", "Elke avond hetzelfde.", 'Stampen en schreeuwen, "niet te doen" zegt mevrouw.'),
    "music": ("Bas dreunt door de muur.", "Feest tot 03.00 uur, een café is er niets bij."),
    "quarrel": ("Ruzie over de schutting.", "Melder durft niet meer langs te lopen."),
    "dealing": ("Komen en gaan van auto's.", "Melder wil anoniem blijven; politie weet ervan."),
    "threat": ("Melder is uitgescholden.", "Melder voelt zich niet veilig."),
    "group": ("Groep van acht op het achterpad.", "Elke avond lachgas en blikjes."),
    "rats": ("Drie gezien bij de container.", "Komen onder de schutting door."),
}
CONTACT = (
    "Graag terugbellen op {phone}.",
    "Mailt foto's vanaf {email}.",
    "Belde eerder; zie vorige melding.\nTerugbellen: {phone}",
)


def note(kind: str, phone: str, email: str, pick: Pick) -> str:
    """A free-text note of the contact centre: mostly empty, some with a telephone number or e-mail address in it."""
    if pick() > 0.16 or kind not in NOTES:
        return ""
    options = NOTES[kind]
    text = options[int(pick() * len(options))]
    if pick() < 0.12 and phone:
        text += " " + CONTACT[int(pick() * len(CONTACT))].format(phone=phone, email=email)
    return text
