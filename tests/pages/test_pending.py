"""Checks in progress: who finds them again, and when they are forgotten."""

from pages.imports.pending import HELD_FOR, PENDING_CHECKS_MAX, PendingChecks


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def test_a_check_is_found_by_its_token_and_its_owner_only():
    checks = PendingChecks()
    token = checks.put("fatma", "files")
    assert checks.get("fatma", token) == "files"
    assert checks.get("jan", token) is None
    assert checks.get("fatma", "other") is None
    assert checks.get("fatma", None) is None
    assert (checks.latest("fatma"), checks.latest("jan")) == (token, None)


def test_a_check_is_forgotten_when_dropped_by_its_owner():
    checks = PendingChecks()
    token = checks.put("fatma", "files")
    checks.drop("jan", token)
    assert checks.get("fatma", token) == "files"
    checks.drop("fatma", token)
    assert checks.get("fatma", token) is None


def test_a_check_is_forgotten_some_time_after_its_last_use():
    clock = Clock()
    checks = PendingChecks(clock)
    token = checks.put("fatma", "files")
    clock.now = HELD_FOR.total_seconds() - 1
    assert checks.get("fatma", token) == "files"
    clock.now += HELD_FOR.total_seconds() - 1
    assert checks.get("fatma", token) == "files"
    clock.now += HELD_FOR.total_seconds() + 1
    assert checks.latest("fatma") is None
    assert checks._held == {}


def test_the_one_used_last_is_the_latest():
    clock = Clock()
    checks = PendingChecks(clock)
    first = checks.put("fatma", "a")
    clock.now = 1
    checks.put("fatma", "b")
    clock.now = 2
    checks.get("fatma", first)
    assert checks.latest("fatma") == first


def test_of_one_person_the_checks_used_last_are_kept():
    clock = Clock()
    checks = PendingChecks(clock)
    other, tokens = checks.put("jan", "z"), []
    for clock.now, name in enumerate("abc"):
        tokens.append(checks.put("fatma", name))
    clock.now = PENDING_CHECKS_MAX
    checks.get("fatma", tokens[0])
    tokens.append(checks.put("fatma", "d"))
    assert [checks.get("fatma", token) for token in tokens] == ["a", None, "c", "d"]
    assert checks.get("jan", other) == "z"


def test_where_all_are_one_person_no_check_is_dropped_for_another():
    checks = PendingChecks()
    tokens = [checks.put("local", name, None) for name in "abcde"]
    assert [checks.get("local", token) for token in tokens] == list("abcde")
