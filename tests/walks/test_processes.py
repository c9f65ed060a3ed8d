"""Processes are published in versions that never change."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from accounts.models import Contract
from retention.lib.errors import DomainError, StaleVersion
from retention.team.models import User
from retention.walks.actions import begin_process, publish_version, retire_process, start_walk
from retention.walks.actions.processes import NameTaken, StepsRefused
from retention.walks.actions.walking import NotOffered
from retention.walks.models import ContractWalk, Process, ProcessStep, ProcessVersion
from tests.cast import NOON

from .conftest import STEPS


def test_every_installation_begins_with_order_to_cash(db: None) -> None:
    steps = ProcessStep.objects.filter(version__process__name="Order to cash", version__number=1)
    assert [step.name for step in steps][:3] == ["Quote", "Legal review", "Signature"]
    assert steps.count() == 10
    newer = ProcessStep.objects.filter(version__process__name="Order to cash", version__number=2)
    assert newer.count() == 10
    assert [step.name for step in newer.filter(needs_acceptance=True)] == ["Delivery"]


def test_a_walk_keeps_the_version_it_began_with(walk: ContractWalk, process: Process, nadia: User) -> None:
    newer = publish_version(process=process, steps=STEPS[:1], why="Shorter", by=nadia, at=NOON)
    assert newer.number == 2
    walk.refresh_from_db()
    assert (walk.version.number, walk.steps.count()) == (1, 3)
    with pytest.raises(StaleVersion):
        publish_version(process=process, steps=STEPS, by=nadia, at=NOON, expected_version=1)


def test_what_was_published_cannot_be_changed_by_anybody(process: Process) -> None:
    for rows in (ProcessStep.objects.all(), ProcessVersion.objects.all()):
        with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
            rows.delete()
    with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
        ProcessStep.objects.filter(version__process=process).update(name="Other")


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        ([], "from 1 to 30 steps"),
        ([STEPS[0]] * 2, "Two steps are called “legal”"),
        ([{**STEPS[0], "function": ""}], "Step 1: say which function"),
        ([STEPS[0], {**STEPS[1], "expected_days": 0}], "Step 2: The expected days must be"),
        ([{**STEPS[0], "name": "  "}], "Step 1: The name of the step is missing"),
        ([{**STEPS[0], "party": "nobody"}], "Step 1: Where it is done"),
    ],
)
def test_steps_that_cannot_be_walked_are_refused(
    nadia: User, steps: list[dict[str, object]], sentence: str
) -> None:
    with pytest.raises(DomainError, match=sentence) as refused:
        begin_process(name="Way", steps=steps, by=nadia, at=NOON)
    assert refused.value.field == "steps"
    assert not Process.objects.filter(name="Way").exists()


def test_leads_alone_publish_and_names_stand_once(process: Process, lena: User, nadia: User) -> None:
    with pytest.raises(PermissionDenied):
        begin_process(name="Way", steps=STEPS, by=lena, at=NOON)
    with pytest.raises(NameTaken):
        begin_process(name="SHORT WAY", steps=STEPS, by=nadia, at=NOON)
    with pytest.raises(StepsRefused):
        publish_version(process=process, steps=STEPS * 11, by=nadia, at=NOON)


def test_a_retired_process_is_not_begun(
    process: Process, contract: Contract, nadia: User, lena: User
) -> None:
    retire_process(process=process, is_retired=True, by=nadia, at=NOON)
    process.refresh_from_db()
    with pytest.raises(NotOffered):
        start_walk(contract=contract, process=process, by=lena, at=NOON)
    retire_process(process=process, is_retired=False, by=nadia, at=NOON)
    process.refresh_from_db()
    assert start_walk(contract=contract, process=process, by=lena, at=NOON).steps.count() == 3
