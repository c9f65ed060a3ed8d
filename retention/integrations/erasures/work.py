"""The job that erases a person: all of it in one transaction, watched from beside it.

A worker that dies leaves nothing half-erased: its transaction is undone, another claims the job and begins
anew. One that dies after the end finds the person erased, and only says so.
"""

import time

from django.core.exceptions import PermissionDenied
from django.db import DEFAULT_DB_ALIAS, connections

from contacts.actions.erasure import AlreadyErased, erase_person
from contacts.erasing.tables import tables
from contacts.models import Contact, DataRequest, RequestKind
from retention.lib.clock import database_now
from retention.lib.errors import DomainError

from ..jobs.kinds import JobKind, Word, register_job_kind
from ..jobs.work import Work
from ..models import AskedErasure, Job

ERASURE = "erasure"
EVERY_SECONDS = 1.0
_SAY = """
UPDATE integrations_job SET heartbeat_at = clock_timestamp(), done = %s, message = %s
WHERE id = %s AND claim = %s AND state = 'running'
"""


def register_erasure_job() -> None:
    """Make the kind known."""
    register_job_kind(JobKind(ERASURE, run_erasure, _gave_up, _ended))


def run_erasure(work: Work) -> None:
    """The job; nothing stands until all of it does."""
    asked = AskedErasure.objects.select_related("person", "by").get(person_id=work.job.subject_id or 0)
    with work.step():
        work.progress(done=0, total=2 * len(tables()) + 1, message="Looking for what is theirs")
    beats = Beats(work.job)
    try:
        erase_person(
            person=asked.person, reason=asked.reason, clear_shared=asked.clear_shared, by=asked.by,
            at=database_now(), seen=beats.beat,
        )  # fmt: skip
    except AlreadyErased:
        pass  # the worker before died between the end of the erasure and that of the job
    except PermissionDenied:
        raise DomainError("Whoever asked for it may not erase people any more.") from None
    finally:
        beats.close()
    with work.step():
        work.progress(done=work.job.total, message="Erased")


class Beats:
    """Signs of life from beside the transaction: who watches sees it move, and nobody takes it over."""

    def __init__(self, job: Job) -> None:
        self.job, self.count, self.said_at = job, 0, time.monotonic()
        self.connection = connections[DEFAULT_DB_ALIAS].copy()

    def beat(self, message: str) -> None:
        """One more table is done; said once a second."""
        self.count += 1
        if time.monotonic() - self.said_at < EVERY_SECONDS:
            return
        self.said_at = time.monotonic()
        with self.connection.cursor() as cursor:
            cursor.execute(_SAY, [self.count, message, self.job.pk, self.job.claim])

    def close(self) -> None:
        """Let go of the connection."""
        self.connection.close()


def _gave_up(job: Job, why: str) -> None:
    """Nothing was changed: the person is as they were, and can be erased again."""


def _ended(job: Job, why: str) -> Word:
    """Without a name: what the owner is told must not bring back what was erased."""
    seat = Contact.objects.filter(person=job.subject_id).order_by("id").values_list("pk", flat=True).first()
    url = f"/people/{seat}/data/" if seat else "/data-requests/"
    if why:
        return Word("A person was not erased", f"{why} Nothing was changed.", url)
    row = DataRequest.objects.filter(person=job.subject_id, kind=RequestKind.ERASURE).first()
    counts = row.counts if row else {}
    looked, left = counts.get("columns_searched", 0), counts.get("still_named", 0)
    return Word(
        "A person was erased", f"{looked:,} columns searched again, {left:,} rows still name them.", url
    )
