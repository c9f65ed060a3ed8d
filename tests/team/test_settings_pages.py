"""One's own settings: what people change about themselves, and what stays theirs alone."""

from collections.abc import Callable

import pytest
from django.test import Client

from retention.team.models import Holiday, Session, SignInTry, User
from retention.team.sessions import digest
from retention.team.tries import FAILURES_OF_EMAIL

from .conftest import PASSWORD

Open = Callable[..., Client]
NEW = "a lighthouse in the fog"


def profile_of(user: User, **changes: object) -> dict[str, object]:
    said = {
        "name": user.name,
        "title": user.title,
        "time_zone": user.time_zone,
        "country": user.country,
        "subdivision": user.subdivision,
        "work_starts": "09:00",
        "work_ends": "17:30",
        "weekend": ["5", "6"],
        "theme": "system",
        "density": "comfortable",
        "single_keys": "on",
        "version": user.version,
    }
    return {**said, **changes}


def test_somebody_changes_zone_country_and_preferences(lena: User, browser: Open) -> None:
    client = browser(lena)
    said = profile_of(
        lena, time_zone="Europe/Berlin", country="DE", subdivision="BY", theme="dark", weekend=["4", "5"]
    )
    answer = client.post("/settings/profile/", said)
    assert (answer.status_code, answer["Location"]) == (302, "/settings/profile/")
    lena.refresh_from_db()
    assert (lena.time_zone, lena.country, lena.subdivision, lena.theme) == (
        "Europe/Berlin",
        "DE",
        "BY",
        "dark",
    )
    assert lena.weekend == [4, 5]
    assert lena.version == 2
    assert Holiday.objects.filter(country="DE", subdivision="BY", on__month=1, on__day=6).exists()
    assert 'data-theme="dark"' in client.get("/settings/profile/").content.decode()


def test_leaving_a_country_leaves_its_region(lena: User, browser: Open) -> None:
    User.objects.filter(pk=lena.pk).update(country="DE", subdivision="BY")
    lena.refresh_from_db()
    assert browser(lena).post("/settings/profile/", profile_of(lena, country="FR")).status_code == 302
    lena.refresh_from_db()
    assert (lena.country, lena.subdivision) == ("FR", "")


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("time_zone", "Berlin", "“Berlin” is not a time zone such as Europe/Berlin."),
        ("time_zone", "", "The time zone is missing."),
        ("time_zone", "Europe/Berlin\x00", "is not a time zone"),
        ("name", "", "The name is missing."),
        ("name", "x" * 121, "at most 120 fit"),
        ("name", "a\x00b", "The name holds a character that cannot be stored (U+0000)."),
        ("country", "XX", "Choose “Country” from the list."),
        ("subdivision", "BY", "Choose “Region” from the list."),
        ("work_starts", "25:00", "Write the time like 09:00."),
        ("work_ends", "08:00", "Work must end after it starts."),
        ("weekend", ["0", "1", "2", "3", "4", "5", "6"], "At least one day of the week must be worked."),
        ("weekend", ["9"], "Choose “Days off every week” from the list."),
        ("theme", "pink", "Choose “Colours” from the list."),
        ("version", "-1", "must be at least 1."),
    ],
)
def test_a_profile_that_makes_no_sense_is_refused_by_field_and_keeps_what_was_typed(
    lena: User, browser: Open, field: str, value: object, words: str
) -> None:
    client = browser(lena)
    before = User.objects.values().get(pk=lena.pk)
    answer = client.post("/settings/profile/", profile_of(lena, title="Right hand", **{field: value}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "Right hand" in page
    assert User.objects.values().get(pk=lena.pk) == before


@pytest.mark.parametrize("name", ["😀 Lena", "لينا فوس", "Łukasz O’Neill-Ñandú"])
def test_names_of_the_world_are_kept_as_written(lena: User, browser: Open, name: str) -> None:
    assert browser(lena).post("/settings/profile/", profile_of(lena, name=name)).status_code == 302
    lena.refresh_from_db()
    assert lena.name == name


def test_a_profile_saved_elsewhere_meanwhile_shows_both_versions(lena: User, browser: Open) -> None:
    client, said = browser(lena), profile_of(lena, name="Lena V. Voss")
    User.objects.filter(pk=lena.pk).update(version=2, name="Lena Vosz")
    answer = client.post("/settings/profile/", said)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Lena Vosz" in page
    assert "Lena V. Voss" in page
    lena.refresh_from_db()
    assert lena.name == "Lena Vosz"


@pytest.mark.parametrize("field", ["role", "sees_everything", "is_active", "email", "password"])
def test_nobody_promotes_themselves_through_the_profile(lena: User, browser: Open, field: str) -> None:
    before = User.objects.values("role", "sees_everything", "is_active", "email", "password").get(pk=lena.pk)
    browser(lena).post("/settings/profile/", profile_of(lena, **{field: "admin"}))
    after = User.objects.values("role", "sees_everything", "is_active", "email", "password").get(pk=lena.pk)
    assert after == before


def test_a_new_password_signs_out_everywhere_else(lena: User, browser: Open) -> None:
    here, elsewhere = browser(lena), browser(lena)
    said = {"present": PASSWORD, "password1": NEW, "password2": NEW}
    assert here.post("/settings/password/", said).status_code == 302
    assert here.get("/settings/password/").status_code == 200
    assert elsewhere.get("/settings/password/").status_code == 302
    assert Session.objects.filter(user=lena).count() == 1
    lena.refresh_from_db()
    assert lena.check_password(NEW)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"present": "wrong", "password1": NEW, "password2": NEW}, "That is not your present password."),
        ({"present": PASSWORD, "password1": NEW, "password2": "other"}, "This is not the same password."),
        (
            {"present": PASSWORD, "password1": "lena voss", "password2": "lena voss"},
            "too similar to the name",
        ),
        ({"present": PASSWORD, "password1": "1234567890", "password2": "1234567890"}, "too common"),
        ({"present": "", "password1": "", "password2": ""}, "Present password is missing."),
    ],
)
def test_a_password_is_changed_only_when_all_is_right(
    lena: User, browser: Open, said: dict[str, str], words: str
) -> None:
    answer = browser(lena).post("/settings/password/", said)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    lena.refresh_from_db()
    assert lena.check_password(PASSWORD)


def test_guessing_the_present_password_is_slow_too(lena: User, browser: Open) -> None:
    client, said = browser(lena), {"present": "wrong", "password1": NEW, "password2": NEW}
    for _ in range(FAILURES_OF_EMAIL):
        client.post("/settings/password/", said)
    answer = client.post("/settings/password/", {**said, "present": PASSWORD})
    assert "Too many tries" in answer.content.decode()
    assert SignInTry.objects.filter(purpose="password").count() == FAILURES_OF_EMAIL


def test_one_browser_is_signed_out_from_another(lena: User, browser: Open) -> None:
    here, there = browser(lena), browser(lena)
    page = here.get("/settings/sessions/").content.decode()
    key = digest(there.cookies["sessionid"].value)
    assert key in page
    assert "This browser" in page
    here.post("/settings/sessions/end/", {"session": key})
    assert there.get("/settings/sessions/").status_code == 302
    assert here.get("/settings/sessions/").status_code == 200


def test_signing_out_everywhere_else_leaves_this_browser(lena: User, nico: User, browser: Open) -> None:
    here, others, stranger = browser(lena), [browser(lena), browser(lena)], browser(nico)
    here.post("/settings/sessions/end/")
    assert [client.get("/settings/sessions/").status_code for client in others] == [302, 302]
    assert here.get("/settings/sessions/").status_code == 200
    assert stranger.get("/settings/sessions/").status_code == 200


def test_nobody_ends_or_sees_the_sessions_of_others(lena: User, nico: User, browser: Open) -> None:
    mine, theirs = browser(lena), browser(nico)
    key = digest(theirs.cookies["sessionid"].value)
    assert key not in mine.get("/settings/sessions/").content.decode()
    mine.post("/settings/sessions/end/", {"session": key})
    assert theirs.get("/settings/sessions/").status_code == 200
