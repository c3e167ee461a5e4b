"""What tests do on the pages of a team session."""

import time
from dataclasses import replace

from data.store import sessions

AUTH = {"redirect_uri": "http://localhost/oauth2callback", "cookie_secret": "x" * 40, "client_id": "a"}
SIGNED = {"secrets": {"auth": AUTH, "roles": {}}}
NOBODY = {"secrets": {"auth": AUTH}, "user": {"is_logged_in": False}}
LINDEHOF, WITHHELD = "block:own/4031", "block:own/3031"  # of the demo: its first candidate; one with too few homes
OPTIONS = ((LINDEHOF, "Lindehof"), (WITHHELD, "Roerdompstraat 1-15"))
FATIMA = {
    "is_logged_in": True,
    "email": "fatima@corporatie.example",
    "name": "Fatima",
    "exp": time.time() + 3600,
    "iat": 1,
}


def opened(screen, locale="nl-NL", **link):
    test = screen("session", locale, link={"store": "demo", **{name: str(value) for name, value in link.items()}})
    assert not test.exception
    return test


def joined(here, one, screen, name="Bo", **kept):
    """The page of a participant's phone, and the participant."""
    token = sessions.join(here, one.session_id, name)
    test = screen("session", link={"code": one.code, "me": token}, **kept)
    assert not test.exception
    return test, sessions.participant(here, token)


def again(test):
    test.run()
    assert not test.exception
    return test


def show(here, one, **shown):
    return sessions.show(here, "ans", one, replace(one.shown, **shown))


def press(test, label):
    next(button for button in test.button if button.label == label).click()
    return again(test)
