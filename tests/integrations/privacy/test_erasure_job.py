"""Erasing a person runs as a job: asked for once, taken up again when its worker dies, nothing half-done."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Account
from contacts.actions.erasure import AlreadyErased, erase_person
from contacts.models import Contact, DataRequest, Person
from retention.integrations.erasures.actions import ask_erasure, erasure_of
from retention.integrations.erasures.work import Beats
from retention.integrations.jobs.actions import AlreadyUnderWay
from retention.integrations.jobs.running import claim_job, run_job
from retention.integrations.models import AskedErasure, Job, JobState
from retention.integrations.models.jobs import LEASE
from retention.lib.accepts import InputRefused
from retention.lib.clock import database_now
from retention.reminders.models import Notice
from retention.team.models import User
from retention.team.roles import Role
from tests.cast import NOON
from tests.factories import make_contact


@pytest.fixture
def ana(vela: Account) -> Contact:
    return make_contact(vela, "Ana Ruiz-Castellan", personal_note="Sails")


def person_of(contact: Contact) -> Person:
    return Person.objects.get(pk=contact.person_id or 0)


def ask(contact: Contact, by: User) -> Job:
    return ask_erasure(person=person_of(contact), reason="asked", by=by, at=NOON)


def test_it_is_written_down_then_done_and_told_without_the_name(ana: Contact, ada: User) -> None:
    job = ask(ana, ada)
    assert person_of(ana).erased_at is None
    with pytest.raises(AlreadyUnderWay):
        ask(ana, ada)
    assert run_job()
    job.refresh_from_db()
    assert (job.state, job.done, job.message) == (JobState.DONE, job.total, "Erased")
    assert job.total > 100
    proof = DataRequest.objects.get()
    assert (proof.by, proof.reason, proof.counts["still_named"]) == (ada, "asked", 0)
    notice = Notice.objects.visible_to(ada).get()
    assert (notice.title, notice.url) == ("A person was erased", f"/people/{ana.pk}/data/")
    assert "Ruiz" not in notice.text
    with pytest.raises(AlreadyErased):
        ask(ana, ada)


def test_a_worker_that_dies_leaves_nothing_half_erased_and_another_begins_anew(
    ana: Contact, ada: User
) -> None:
    job = ask(ana, ada)
    assert claim_job(job.pk) is not None

    def dies(done: str) -> None:
        if done == "Looking again":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        erase_person(person=person_of(ana), reason="asked", by=ada, at=NOON, seen=dies)
    assert person_of(ana).name == "Ana Ruiz-Castellan"
    assert not run_job(job.pk), "the dead worker's claim still holds"
    Job.objects.update(heartbeat_at=database_now() - LEASE - timedelta(seconds=1))
    assert run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.tries, person_of(ana).name) == (JobState.DONE, 2, "Erased person")
    assert DataRequest.objects.count() == 1


def test_a_worker_that_dies_after_the_end_finds_it_done(ana: Contact, ada: User) -> None:
    job = ask(ana, ada)
    erase_person(person=person_of(ana), reason="asked", by=ada, at=NOON)
    assert run_job(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.DONE
    assert DataRequest.objects.count() == 1


def test_who_may_not_erase_any_more_erases_nobody(ana: Contact, ada: User, lena: User) -> None:
    with pytest.raises(PermissionDenied):
        ask(ana, lena)
    with pytest.raises(InputRefused):
        ask_erasure(person=person_of(ana), reason="because", by=ada, at=NOON)
    assert not AskedErasure.objects.exists()
    job = ask(ana, ada)
    User.objects.filter(pk=ada.pk).update(role=Role.VIEWER)
    assert run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.message) == (
        JobState.FAILED, "Whoever asked for it may not erase people any more.",
    )  # fmt: skip
    assert person_of(ana).erased_at is None
    assert erasure_of(person_of(ana), lena) is None
    User.objects.filter(pk=ada.pk).update(role=Role.ADMIN)
    again = ask(ana, User.objects.get(pk=ada.pk))
    assert again != job and AskedErasure.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_progress_is_seen_while_nothing_stands_yet(
    vela: Account, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("retention.integrations.erasures.work.EVERY_SECONDS", 0.0)
    ask(make_contact(vela, "Ana Ruiz"), ada)
    job = claim_job()
    assert job is not None
    beats = Beats(job)
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        Person.objects.update(name="Half")
        beats.beat("Taking them out of texts")
        raise KeyboardInterrupt
    beats.close()
    job.refresh_from_db()
    assert (job.done, job.message) == (1, "Taking them out of texts")
    assert not Person.objects.filter(name="Half").exists()
