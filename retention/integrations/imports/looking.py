"""What the pages of an import show: figures by file, reasons with their counts, and the job that runs."""

from collections.abc import Mapping
from dataclasses import astuple, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min

from ..models import Import, ImportFile, ImportRow, ImportState, Job, RowState
from .actions import APPLY, CHECK, UNDO, UNDO_FOR
from .columns import BY_NAME, NOT_USED

SHOWN_REASONS = 12
MOST_REASONS = 400
COLUMNS = (
    (RowState.NEW, "New"),
    (RowState.CHANGED, "Changed"),
    (RowState.UNCHANGED, "Unchanged"),
    (RowState.UNCLEAR, "Unclear"),
    (RowState.REJECTED, "Rejected"),
    (RowState.SKIPPED, "Not used"),
)
AFTERWARDS = (
    (RowState.ADDED, "Added"),
    (RowState.UPDATED, "Updated"),
    (RowState.REMOVED, "Removed again"),
    (RowState.RESTORED, "Restored"),
    (RowState.KEPT, "Kept"),
)
TELLING = (RowState.CHANGED, RowState.UNCLEAR, RowState.REJECTED, RowState.SKIPPED, RowState.KEPT)
TITLES = {
    CHECK: "Checking the files",
    APPLY: "Applying the import",
    UNDO: "Taking the import back",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why rows are not simply taken over: in which state they are, how many, and which is the first."""

    state: str
    label: str
    text: str
    count: int
    first: int


@dataclass
class FileView:
    """A file as the page shows it."""

    file: ImportFile
    kind: str
    counts: Mapping[str, int]
    reasons: list[Reason] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)

    @property
    def encoding(self) -> str:
        """As people write it."""
        return self.file.encoding.upper().removesuffix("-SIG").replace("CP125", "Windows-125")

    @property
    def to_fix(self) -> int:
        """How many rows can be downloaded with their reason."""
        return self.counts.get(RowState.REJECTED, 0) + self.counts.get(RowState.UNCLEAR, 0)

    def cells(self, columns: list[tuple[str, str]]) -> list[tuple[str, str, int]]:
        """State, word and count for each column of the table."""
        return [(state, label, self.counts.get(state, 0)) for state, label in columns]


@dataclass
class ImportView:
    """Everything one page of an import shows."""

    files: list[FileView]
    columns: list[tuple[str, str]]
    totals: Mapping[str, int]
    notes: list[str]

    @property
    def rows(self) -> list[tuple[FileView, list[tuple[str, str, int]]]]:
        """The table: each file with its counts."""
        return [(each, each.cells(self.columns)) for each in self.files]

    @property
    def ready(self) -> int:
        """Rows that will be written."""
        return self.totals.get(RowState.NEW, 0) + self.totals.get(RowState.CHANGED, 0)

    @property
    def doubtful(self) -> int:
        """Rows that somebody should look at."""
        return self.totals.get(RowState.UNCLEAR, 0) + self.totals.get(RowState.REJECTED, 0)


def report_of(of: Import) -> dict[str, Any]:
    """The figures and reasons by file, as they are kept when the rows go."""
    counts: dict[str, dict[str, int]] = {}
    grouped = ImportRow.objects.filter(of=of).order_by().values_list("file_id", "state")
    for file_id, state, count in grouped.annotate(Count("id")):
        counts.setdefault(str(file_id), {})[state] = count
    reasons = {str(file_id): [astuple(each) for each in found] for file_id, found in _reasons(of).items()}
    return {"counts": counts, "reasons": reasons}


def view_of(of: Import) -> ImportView:
    """Figures as the rows are now, or were when they went; three queries however many rows there are."""
    report = of.summary.get("report") or report_of(of)
    counts = {int(file_id): found for file_id, found in report["counts"].items()}
    reasons = {
        int(file_id): [Reason(*each) for each in found] for file_id, found in report["reasons"].items()
    }
    totals: dict[str, int] = {}
    for found in counts.values():
        for state, count in found.items():
            totals[state] = totals.get(state, 0) + count
    files = [
        FileView(
            file=each,
            kind=BY_NAME[each.kind].label if each.kind else "",
            counts=counts.get(each.pk, {}),
            reasons=reasons.get(each.pk, []),
            unused=_unused(each),
        )
        for each in of.files.defer("content")
    ]
    return ImportView(files, _columns(totals), totals, _notes(of))


def _columns(totals: Mapping[str, int]) -> list[tuple[str, str]]:
    later = [(state.value, label) for state, label in AFTERWARDS if totals.get(state)]
    first = [(state.value, label) for state, label in COLUMNS if totals.get(state) or not later]
    return first + later


def _reasons(of: Import) -> dict[int, list[Reason]]:
    labels = dict(COLUMNS) | dict(AFTERWARDS)
    rows = ImportRow.objects.filter(of=of, state__in=TELLING).exclude(reason="")
    found: dict[int, list[Reason]] = {}
    counted = (
        rows.order_by().values("file_id", "state", "reason").annotate(count=Count("id"), first=Min("number"))
    )
    ordered = counted.order_by("file_id", "-count", "first")[:MOST_REASONS]
    for file_id, state, text, count, first in ordered.values_list(
        "file_id", "state", "reason", "count", "first"
    ):
        listed = found.setdefault(file_id, [])
        if len(listed) < SHOWN_REASONS:
            listed.append(Reason(state, labels[RowState(state)], text, count, first))
    return found


def _unused(file: ImportFile) -> list[str]:
    used = set(file.mapping.values())
    if not file.kind or file.kind in NOT_USED:
        return []
    return [name for place, name in enumerate(file.columns) if name and place not in used]


def _notes(of: Import) -> list[str]:
    flags, notes = of.summary.get("flags", {}), []
    words = (
        ("repaired", "hold text that was read with the wrong character set somewhere; it is repaired"),
        ("damaged", "hold letters that are lost for good (�)"),
        ("left_out", "hold a value that cannot be kept, such as a country nobody knows; it is left out"),
        ("strangers", "name people who are no contacts; the others are taken over"),
    )
    for key, text in words:
        if flags.get(key):
            notes.append(f"{flags[key]:,} rows {text}.")
    if of.summary.get("beside"):
        notes.append(
            f"{of.summary['beside']:,} terms begin while another of the same product "
            "runs at the same account; both count."
        )
    if of.summary.get("report"):
        notes.append("The rows that were taken over are no longer kept; the others and these figures are.")
    if of.summary.get("shift"):
        notes.append(f"All dates are shifted by {of.summary['shift']:,} days.")
    return notes


def job_of(of: Import) -> Job | None:
    """The latest job of the import."""
    kinds = (CHECK, APPLY, UNDO)
    return Job.objects.filter(subject_id=of.pk, kind__in=kinds).order_by("-id").first()


def time_left(job: Job, now: datetime) -> str:
    """About how long it will take, once there is something to tell by."""
    if job.started_at is None or not job.done or not job.total or job.done >= job.total:
        return ""
    seconds = (now - job.started_at).total_seconds() / job.done * (job.total - job.done)
    if seconds < 90:
        return f"about {max(1, round(seconds)):,} seconds left"
    return f"about {round(seconds / 60):,} minutes left"


def may_undo(of: Import, now: datetime) -> bool:
    """Applied, and not longer ago than an import can be taken back."""
    return of.state == ImportState.APPLIED and of.applied_at is not None and now <= of.applied_at + UNDO_FOR


def undo_until(of: Import) -> datetime | None:
    """The last moment at which it can be taken back."""
    return of.applied_at + UNDO_FOR if of.applied_at else None


ABANDONED = timedelta(seconds=30)


def waits_for_worker(job: Job, now: datetime) -> bool:
    """Nobody has begun for a while."""
    return job.state == "waiting" and now - job.recorded_at > ABANDONED
