"""Which kinds of job there are; each topic registers its own in apps.py."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..models import Job
    from .work import Work


@dataclass(frozen=True)
class Word:
    """What a job's owner is told when it has ended: one line, what to do now, and where."""

    title: str
    text: str
    url: str


@dataclass(frozen=True)
class JobKind:
    """``run`` does the work in steps and can be started again after any of them.

    ``gave_up`` leaves the subject in a state from which people can go on; it is told why. ``ended`` words the
    end for the owner; it is given why the job failed or was stopped, or nothing when it is done.
    """

    name: str
    run: Callable[["Work"], None]
    gave_up: Callable[["Job", str], None]
    ended: Callable[["Job", str], Word]


_kinds: dict[str, JobKind] = {}


def register_job_kind(kind: JobKind) -> None:
    """Make a kind known; called from apps.py only. Registering twice changes nothing."""
    _kinds[kind.name] = kind


def job_kind(name: str) -> JobKind:
    """The kind of that name. Raises KeyError."""
    return _kinds[name]
