"""The job that makes a copy: section by section, each in a step that shows a sign of life.

What is written lies in temporary files of the worker until the last step keeps it: a worker that dies
leaves nothing, and another begins anew.
"""

from datetime import datetime, timedelta
from hashlib import sha256
from itertools import chain
from typing import Any

from contacts.erasing.copies import sections_of
from contacts.erasing.files import files_naming
from contacts.erasing.tables import tables
from contacts.erasing.traces import traces_of
from contacts.models import Contact, DataRequest, Person, RequestKind, RequestReason
from retention.lib.errors import DomainError
from retention.team.visibility import runs_the_workspace

from ..jobs.kinds import JobKind, Word, register_job_kind
from ..jobs.work import Work
from ..models import AskedCopy, Job
from .bundle import Bundle
from .uploads import uploads_naming

COPY = "copy"
KEPT_FOR = timedelta(days=7)
ERASED_MEANWHILE = "The person was erased meanwhile."
AT_ONCE = 8
"""Kinds of records between two signs of life."""


def register_copy_job() -> None:
    """Make the kind known."""
    register_job_kind(JobKind(COPY, run_copy, _gave_up, _ended))


def run_copy(work: Work) -> None:
    """The job: everything of the person into one file, then kept for who asked."""
    asked = AskedCopy.objects.select_related("person", "by").get(pk=work.job.subject_id or 0)
    if not runs_the_workspace(asked.by):
        raise DomainError("Whoever asked for it may not hand out data any more.")
    if asked.person.erased_at is not None:
        raise DomainError(ERASED_MEANWHILE)
    with work.step() as at:
        traces = traces_of(asked.person)
        sections = list(sections_of(traces))
        work.progress(done=0, total=len(sections) + 2, message="Looking for what is theirs")
    bundle = Bundle(asked.person_id, at)
    try:
        for first in range(0, len(sections), AT_ONCE):
            with work.step():
                for section in sections[first : first + AT_ONCE]:
                    bundle.add(section)
                work.progress(done=min(first + AT_ONCE, len(sections)), message=section.title)
        with work.step():
            for name, content in chain(files_naming(traces), uploads_naming(traces)):
                bundle.add_file(name, content)
            work.progress(done=len(sections) + 1, message="Files")
        content, manifest = bundle.sealed()
        with work.step() as at:
            _keep(asked, content, manifest, at=at)
            work.progress(done=work.job.total, message="Ready")
    finally:
        bundle.close()


def _keep(asked: AskedCopy, content: bytes, manifest: dict[str, Any], *, at: datetime) -> None:
    """The file for who asked, and in the list of what was done that it was handed out."""
    person = Person.objects.select_for_update().get(pk=asked.person_id)
    if person.erased_at is not None:
        raise DomainError(ERASED_MEANWHILE)
    AskedCopy.objects.filter(pk=asked.pk).update(
        content=content, manifest=manifest, digest=sha256(content).hexdigest(), made_at=at,
        expires_at=at + KEPT_FOR,
    )  # fmt: skip
    held = {key: number for key, number in manifest["records"].items() if number}
    counts = held | {"tables_searched": len(tables()), "files": len(manifest["files"]) - 2}
    DataRequest.objects.create(
        kind=RequestKind.EXPORT, person=person, reason=RequestReason.ASKED, by=asked.by, at=at, counts=counts
    )


def forget_copies(now: datetime, limit: int) -> int:
    """Throw away files that expired; the manifest stays. How many."""
    old = AskedCopy.objects.filter(content__isnull=False, expires_at__lte=now).order_by("expires_at")
    return AskedCopy.objects.filter(pk__in=old.values("pk")[:limit]).update(content=None)


def _gave_up(job: Job, why: str) -> None:
    """Nothing was kept; it can be asked for again."""


def _ended(job: Job, why: str) -> Word:
    """Without a name: this may be mailed, and must not outlive the person."""
    asked = AskedCopy.objects.filter(pk=job.subject_id or 0).defer("content").first()
    seats = Contact.objects.filter(person=asked.person_id if asked else 0).order_by("id")
    seat = seats.values_list("pk", flat=True).first()
    url = f"/people/{seat}/data/" if seat else "/data-requests/"
    if why or asked is None:
        return Word("A copy of a person's data was not made", f"{why} You can ask for it again.", url)
    return Word(
        "A copy of a person's data is ready", f"Download it within {KEPT_FOR.days} days; then it goes.", url
    )
