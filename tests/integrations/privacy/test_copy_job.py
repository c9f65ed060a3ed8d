"""A copy of a person's data runs as a job: whole, for who asked alone, gone when it expires or they are."""

import json
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Account
from contacts.actions.erasure import AlreadyErased, erase_person
from contacts.erasing.tables import tables
from contacts.models import Contact, DataRequest, Person
from retention.integrations.copies.actions import NoCopy, ask_copy, copy_of, is_ready, take_copy
from retention.integrations.copies.bundle import Bundle
from retention.integrations.copies.work import KEPT_FOR, forget_copies
from retention.integrations.jobs.actions import AlreadyUnderWay
from retention.integrations.jobs.running import claim_job, run_job
from retention.integrations.models import AskedCopy, Import, ImportFile, Job, JobState
from retention.integrations.models.jobs import LEASE
from retention.lib.clock import database_now
from retention.reminders.models import Notice
from retention.team.models import User
from retention.team.roles import Role
from tests.cast import NOON
from tests.factories import make_contact

from . import traces


@pytest.fixture
def ana(vela: Account) -> Contact:
    return make_contact(vela, "Ana Ruiz-Castellan", personal_note="Sails")


def person_of(contact: Contact) -> Person:
    return Person.objects.get(pk=contact.person_id or 0)


def ask(contact: Contact, by: User) -> Job:
    return ask_copy(person=person_of(contact), by=by, at=NOON)


def taken(contact: Contact, by: User) -> ZipFile:
    _, content = take_copy(person=person_of(contact), by=by, at=database_now())
    return ZipFile(BytesIO(content))


def test_every_place_that_holds_something_of_them_is_in_the_copy(
    ada: User, lena: User, orchard: Account, tmp_path: Path, settings: Any
) -> None:
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    contact = traces.imported(ada)
    Account.objects.filter(pk=contact.account_id).update(owner=lena, tier="A")
    traces.leave_traces(contact, orchard, ada=ada, lena=lena, mails=tmp_path / "mail")
    of = Import.objects.get()
    lines = f"Name,Mail\n{traces.NAME},x@y.test\nBo Lind,bo@y.test\n".encode("utf-16")
    ImportFile.objects.create(of=of, name="late.csv", size=len(lines), digest="x", content=lines)
    ask(contact, ada)
    assert run_job()
    file = taken(contact, ada)
    names = set(file.namelist())
    assert {"data.html", "data.json", "manifest.json", "files/mail-1.eml"} < names
    upload = file.read(next(name for name in names if "upload" in name)).decode()
    assert traces.NAME in upload and "Bo Lind" not in upload
    data = file.read("data.json").decode()
    everywhere = {word.lower() for words in traces.found(tmp_path / "none").values() for word in words}
    assert len(everywhere) > 20
    assert {word for word in everywhere if word not in data.lower()} == set()
    manifest = json.loads(file.read("manifest.json"))
    said = {part["name"]: part["sha256"] for part in manifest["files"]}
    assert said == {name: sha256(file.read(name)).hexdigest() for name in names - {"manifest.json"}}
    sections = {each["key"]: len(each["rows"]) for each in json.loads(data)["sections"]}
    assert sections == {key: number for key, number in manifest["records"].items() if number}
    proof = DataRequest.objects.get()
    assert (proof.kind, proof.by, proof.counts["files"]) == ("export", ada, 2)
    assert proof.counts["tables_searched"] == len(tables())


def test_it_is_asked_for_once_and_made_by_another_worker_when_the_first_one_dies(
    ana: Contact, ada: User
) -> None:
    job = ask(ana, ada)
    with pytest.raises(NoCopy):
        taken(ana, ada)
    with pytest.raises(AlreadyUnderWay):
        ask(ana, ada)
    assert claim_job(job.pk) is not None
    assert not run_job(job.pk), "the dead worker's claim still holds"
    Job.objects.update(heartbeat_at=database_now() - LEASE - timedelta(seconds=1))
    assert run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.tries, job.done, job.message) == (JobState.DONE, 2, job.total, "Ready")
    assert DataRequest.objects.count() == 1
    notice = Notice.objects.visible_to(ada).get()
    assert notice.title == "A copy of a person's data is ready"
    assert notice.url == f"/people/{ana.pk}/data/" and "Ruiz" not in notice.text
    assert b"Sails" in taken(ana, ada).read("data.html")
    taken(ana, ada)
    asked = AskedCopy.objects.get()
    assert (asked.times_taken, asked.digest) == (2, sha256(bytes(asked.content or b"")).hexdigest())


def made(contact: Contact, by: User, text: str) -> AskedCopy:
    """A copy as a job leaves it, with *text* in it."""
    now = database_now()
    bundle = Bundle(contact.person_id or 0, now)
    bundle.add_file("files/mail-1.eml", text.encode())
    content, manifest = bundle.sealed()
    bundle.close()
    return AskedCopy.objects.create(
        person=person_of(contact), by=by, at=now, made_at=now, expires_at=now + KEPT_FOR, content=content,
        manifest=manifest,
    )  # fmt: skip


def test_only_who_asked_takes_it_and_only_while_they_may(ana: Contact, ada: User, lena: User) -> None:
    with pytest.raises(PermissionDenied):
        ask(ana, lena)
    made(ana, ada, "Sails")
    User.objects.filter(pk=lena.pk).update(role=Role.ADMIN)
    other = User.objects.get(pk=lena.pk)
    with pytest.raises(NoCopy):
        taken(ana, other)
    assert copy_of(person_of(ana), other) is None
    User.objects.filter(pk=ada.pk).update(role=Role.VIEWER)
    with pytest.raises(PermissionDenied):
        taken(ana, User.objects.get(pk=ada.pk))
    later = ask(ana, other)
    User.objects.filter(pk=lena.pk).update(role=Role.VIEWER)
    assert run_job(later.pk)
    later.refresh_from_db()
    assert later.message == "Whoever asked for it may not hand out data any more."


def test_it_expires_and_its_manifest_stays(ana: Contact, ada: User) -> None:
    asked = made(ana, ada, "Sails")
    now = database_now()
    assert is_ready(copy_of(person_of(ana), ada), now)
    late = now + KEPT_FOR
    with pytest.raises(NoCopy):
        take_copy(person=person_of(ana), by=ada, at=late)
    assert (forget_copies(now, 10), forget_copies(late, 10), forget_copies(late, 10)) == (0, 1, 0)
    asked.refresh_from_db()
    assert asked.content is None and asked.manifest["files"][0]["name"] == "files/mail-1.eml"
    assert not is_ready(copy_of(person_of(ana), ada), now)


def test_an_erasure_takes_copies_that_name_the_person_along(
    ana: Contact, vela: Account, orchard: Account, ada: User, lena: User
) -> None:
    beside, apart = make_contact(vela, "Bo Lind"), make_contact(orchard, "Cleo Marsh")
    made(ana, lena, "Nothing in words")
    made(beside, ada, "Reports to Ana Ruiz-Castellan")
    made(apart, ada, "Reports to Bo")
    waits = ask(ana, ada)
    erase_person(person=person_of(ana), reason="asked", by=ada, at=database_now())
    left = AskedCopy.objects.exclude(content=None)
    assert list(left.values_list("person", flat=True)) == [apart.person_id]
    assert run_job(waits.pk)
    waits.refresh_from_db()
    assert (waits.state, waits.message) == (JobState.FAILED, "The person was erased meanwhile.")
    with pytest.raises(AlreadyErased):
        ask(ana, ada)
