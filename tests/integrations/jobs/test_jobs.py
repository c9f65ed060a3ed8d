"""Jobs are claimed once, resumed when their worker dies, and worth nothing once the claim is lost."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import F

from retention.integrations.jobs import kinds
from retention.integrations.jobs.actions import AlreadyUnderWay, request_job, stop_job
from retention.integrations.jobs.kinds import JobKind, Word, register_job_kind
from retention.integrations.jobs.picking_up import PATIENCE, abandoned
from retention.integrations.jobs.running import MOST_TRIES, claim_job, run_job, run_waiting
from retention.integrations.jobs.work import ClaimLost, Work
from retention.integrations.models import Job, JobState
from retention.integrations.models.jobs import LEASE
from retention.lib.errors import DomainError
from retention.reminders.models import Notice
from retention.team.models import User
from tests.cast import NOON


class Errand:
    """A kind of job for tests: it does what it is told, and remembers who was told of failure."""

    def __init__(self) -> None:
        self.does = lambda work: None
        self.told: list[str] = []

    def run(self, work: Work) -> None:
        with work.step():
            work.progress(done=1, total=2, message="half")
        self.does(work)

    def gave_up(self, job: Job, why: str) -> None:
        self.told.append(why)

    def ended(self, job: Job, why: str) -> Word:
        return Word("Errand failed" if why else "Errand done", why or "Look at it.", "/imports/")


def notices(user: User) -> list[tuple[str, str]]:
    rows = Notice.objects.visible_to(user).order_by("id")
    return list(rows.values_list("title", "text"))


@pytest.fixture
def errand() -> Iterator[Errand]:
    made = Errand()
    register_job_kind(JobKind("errand", made.run, made.gave_up, made.ended))
    yield made
    kinds._kinds.pop("errand")


def ask(by: User, subject_id: int = 1) -> Job:
    return request_job(kind="errand", subject_id=subject_id, by=by, at=NOON)


def test_a_job_runs_to_its_end_with_its_progress(errand: Errand, ada: User) -> None:
    job = ask(ada)
    assert run_job()
    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.message) == (JobState.DONE, 1, 2, "half")
    assert job.finished_at is not None
    assert not run_job()


def test_jobs_run_in_the_order_they_were_asked_for(errand: Errand, ada: User) -> None:
    seen: list[int] = []
    errand.does = lambda work: seen.append(work.job.subject_id)
    for number in (7, 5, 6):
        ask(ada, number)
    assert run_waiting() == 3
    assert seen == [7, 5, 6]


def test_the_same_work_is_not_asked_for_twice_at_once(errand: Errand, ada: User) -> None:
    ask(ada)
    with pytest.raises(AlreadyUnderWay):
        ask(ada)
    run_job()
    ask(ada)


def test_an_unknown_kind_is_refused_at_once(ada: User) -> None:
    with pytest.raises(KeyError):
        request_job(kind="nothing", subject_id=1, by=ada, at=NOON)


def test_a_claimed_job_is_nobody_elses_until_its_worker_falls_silent(errand: Errand, ada: User) -> None:
    job = ask(ada)
    assert claim_job() == job
    assert claim_job() is None
    silent = Job.objects.get().heartbeat_at
    assert silent is not None
    Job.objects.update(heartbeat_at=silent - LEASE - timedelta(seconds=1))
    again = claim_job()
    assert again is not None
    assert (again.pk, again.tries) == (job.pk, 2)


def test_a_worker_that_lost_its_claim_writes_nothing_more(errand: Errand, ada: User) -> None:
    ask(ada)
    slow = claim_job()
    assert slow is not None
    assert slow.heartbeat_at is not None
    Job.objects.update(heartbeat_at=slow.heartbeat_at - 2 * LEASE)
    assert claim_job() is not None
    with pytest.raises(ClaimLost), Work(slow).step():
        pytest.fail("a step began without a claim")


def test_what_a_step_wrote_goes_when_the_step_fails(errand: Errand, ada: User) -> None:
    def broken(work: Work) -> None:
        with work.step():
            User.objects.filter(pk=ada.pk).update(title="half-written")
            raise RuntimeError("no")

    errand.does = broken
    job = ask(ada)
    run_job()
    job.refresh_from_db()
    ada.refresh_from_db()
    assert (job.state, ada.title) == (JobState.FAILED, "")
    assert errand.told == ["Something broke on our side. Nothing is half-written; you can try again."]


def test_a_refusal_reaches_the_user_in_its_own_words(errand: Errand, ada: User) -> None:
    def refused(work: Work) -> None:
        raise DomainError("The moon is full.")

    errand.does = refused
    job = ask(ada)
    run_job()
    job.refresh_from_db()
    assert (job.message, errand.told) == ("The moon is full.", ["The moon is full."])


def test_a_job_that_kills_its_workers_is_given_up(errand: Errand, ada: User) -> None:
    job = ask(ada)
    Job.objects.update(tries=MOST_TRIES)
    run_job()
    job.refresh_from_db()
    assert (job.state, len(errand.told)) == (JobState.FAILED, 1)


def test_a_stopped_job_ends_at_its_next_step(errand: Errand, ada: User) -> None:
    job = ask(ada)
    errand.does = lambda work: _stop_and_go_on(work, job, ada)
    run_job()
    job.refresh_from_db()
    assert (job.state, errand.told) == (JobState.STOPPED, ["Stopped."])
    assert not run_job()


def _stop_and_go_on(work: Work, job: Job, by: User) -> None:
    stop_job(job=job, by=by, at=NOON)
    with work.step():
        pytest.fail("a step began after the stop")


def test_only_its_owner_and_admins_see_and_stop_a_job(
    errand: Errand, ada: User, lena: User, nico: User
) -> None:
    job = ask(lena)
    assert list(Job.objects.visible_to(lena)) == [job]
    assert list(Job.objects.visible_to(ada)) == [job]
    assert not Job.objects.visible_to(nico).exists()
    with pytest.raises(PermissionDenied):
        stop_job(job=job, by=nico, at=NOON)
    assert stop_job(job=job, by=lena, at=NOON).state == JobState.STOPPED


def test_the_tickers_leave_a_job_to_the_worker_that_was_woken_and_take_abandoned_ones(
    errand: Errand, ada: User
) -> None:
    job = ask(ada)
    assert abandoned(NOON + PATIENCE) is None
    assert abandoned(NOON + PATIENCE + timedelta(seconds=1)) == job.pk
    claim_job()
    heartbeat = Job.objects.get().heartbeat_at
    assert heartbeat is not None
    assert abandoned(heartbeat + LEASE) is None
    assert abandoned(max(heartbeat, NOON) + LEASE + PATIENCE) == job.pk


def test_the_owner_is_told_once_that_a_job_is_done_and_nobody_else(
    errand: Errand, ada: User, lena: User
) -> None:
    ask(lena)
    assert run_job()
    assert notices(lena) == [("Errand done", "Look at it.")]
    assert notices(ada) == []


def test_a_worker_killed_before_the_end_leaves_one_notice_to_the_next_one(errand: Errand, ada: User) -> None:
    def killed(work: Work) -> None:
        raise KeyboardInterrupt

    job = ask(ada)
    errand.does = killed
    with pytest.raises(KeyboardInterrupt):
        run_job()
    assert notices(ada) == []
    Job.objects.filter(pk=job.pk).update(heartbeat_at=F("heartbeat_at") - LEASE * 2)
    errand.does = lambda work: None
    assert run_job()
    assert not run_job()
    assert notices(ada) == [("Errand done", "Look at it.")]


def test_the_owner_is_told_why_a_job_failed(errand: Errand, ada: User) -> None:
    def refuse(work: Work) -> None:
        raise DomainError("The file is empty.")

    errand.does = refuse
    ask(ada)
    run_job()
    assert notices(ada) == [("Errand failed", "The file is empty.")]


def test_who_stops_their_own_job_is_not_told_and_who_is_stopped_is(
    errand: Errand, ada: User, lena: User
) -> None:
    stop_job(job=ask(lena), by=lena, at=NOON)
    assert notices(lena) == []
    stop_job(job=ask(lena), by=ada, at=NOON)
    assert notices(lena) == [("Errand failed", f"{ada.name} stopped it.")]
