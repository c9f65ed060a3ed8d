"""Nothing internal reaches a customer: every text and every sum of an account is marked, then looked for."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.test import Client
from pypdf import PdfReader

from accounts.models import Account
from contacts.models import Contact
from plans.kpi_results import ended_spans
from plans.models import (
    GoodwillEntry,
    Kpi,
    KpiReading,
    Objective,
    PlanAction,
    PlanText,
    RoiTarget,
    ValueEntry,
)
from retention.integrations.tokens.actions import make_token
from retention.lib.clock import database_now
from retention.reminders.models import Reminder
from retention.sharing import actions
from retention.sharing.actions.links import PARTS
from retention.sharing.models import ClientWord, ShareLink
from retention.sharing.reminding import WORD_CAME
from retention.team.models import User
from tests.api.conftest import Script
from tests.architecture.sources import PRODUCT
from tests.security.world import furnish

pytestmark = pytest.mark.django_db
MARK = "canary"
FIRST_SUM = 8_370_000
ALWAYS = {"name", "plan", "contact", "title", "client-name", "client-word"}
"""What every link shows: whose plan it is, for whom, and what they said themselves."""
WHEN_MARKED = {
    "strategy", "strategist", "objective", "because", "measure", "result", "unit-of-it", "action", "for-them",
    "metric", "unit", "gain", "method", "kpi", "kpi-measure", "kpi-deliverable", "given",
}  # fmt: skip
SHOWN_SUMS = {
    ("plans.KeyResult", "baseline"), ("plans.KeyResult", "target"), ("plans.KeyResult", "current"),
    ("plans.RoiTarget", "baseline"), ("plans.RoiTarget", "target"), ("plans.Measurement", "value"),
    ("plans.ValueEntry", "amount"), ("plans.GoodwillEntry", "list_value"), ("plans.Kpi", "target"),
    ("plans.KpiReading", "actual"), ("plans.KpiReading", "target"),
}  # fmt: skip
OUR_OWN = ("team.", "integrations.", "sharing.")


def found(answer: Any) -> set[str]:
    """The marks in everything that was sent."""
    text = answer if isinstance(answer, str) else f"{answer.headers!r}{answer.content.decode()}"
    return set(re.findall(rf"{MARK}([\w.-]+)", text))


def pdf_text(content: bytes) -> str:
    """The words of a PDF, its properties included."""
    reader = PdfReader(io.BytesIO(content))
    return "\n".join([str(reader.metadata), *(page.extract_text() for page in reader.pages)])


def tables() -> Iterator[type[models.Model]]:
    """Every table of ours that people's records stand in."""
    for model in apps.get_models():
        is_ours = model.__module__.startswith(PRODUCT) and not model._meta.label.startswith(OUR_OWN)
        if is_ours and not hasattr(model, "pgh_tracked_model"):
            yield model


def fill(model: type[models.Model], field: str, empty: Any, value: Any) -> bool:
    """Put a mark where nothing stands; what a constraint refuses stays as it was."""
    try:
        with transaction.atomic():
            return bool(model._base_manager.filter(**empty).update(**{field: value}))
    except DatabaseError:
        return False


def mark_every_text() -> int:
    """Fill the texts that the company left empty; how many columns were filled."""
    count = 0
    for model in tables():
        for field in model._meta.concrete_fields:
            is_text = isinstance(field, models.CharField | models.TextField) and not field.choices
            if is_text and (field.max_length or 999) >= 60 and field.editable:
                name = f"{model._meta.label}.{field.name}"
                count += fill(model, field.name, {field.name: ""}, f"{MARK}{name}"[: field.max_length])
    return count


def mark_every_sum() -> list[str]:
    """Give every sum and figure that is not shown a number of its own; the numbers."""
    numbers: list[str] = []
    for model in tables():
        for field in model._meta.concrete_fields:
            label = (model._meta.label, field.name)
            if isinstance(field, models.DecimalField) and label not in SHOWN_SUMS:
                number = FIRST_SUM + len(numbers)
                if fill(model, field.name, {}, number):
                    numbers.append(str(number))
    return numbers


def show_everything(account: Account) -> None:
    """Mark all that can be marked to be shown."""
    PlanText.objects.filter(plan__account=account).update(is_shared=True)
    Objective.objects.filter(plan__account=account, whose="joint").update(is_shared=True)
    PlanAction.objects.filter(objective__plan__account=account).update(is_shared=True)
    RoiTarget.objects.filter(account=account).update(is_shared=True)
    ValueEntry.objects.filter(account=account).update(is_shared=True)
    entries = ValueEntry.objects.filter(account=account, evidenced_on=None)
    entries.update(state="evidenced", evidence=f"{MARK}evidence", evidenced_on="2026-11-01")
    petra, today = Contact.objects.filter(account=account)[0], database_now().date()
    GoodwillEntry.objects.filter(account=account).update(told_on=today, told_to=petra)
    kpi = Kpi.objects.filter(account=account).order_by("id")[0]
    Kpi.objects.filter(pk=kpi.pk).update(is_shared=True, agreed_on=today, agreed_with=petra)
    KpiReading.objects.filter(kpi=kpi).update(closed_on=today)
    last = ended_spans("month", kpi.starts_on, on=today, most=1)[0]
    KpiReading.objects.create(
        kpi=kpi, period_on=last.first, actual=97, target=98, evidence=f"{MARK}kpi-evidence", by=kpi.by,
        reason=f"{MARK}kpi-reason", closed_on=today,
    )  # fmt: skip


@pytest.fixture
def link(vela: Account, lena: User, nadia: User, ada: User) -> ShareLink:
    """A link to the plan of an account with one of everything."""
    made = furnish(vela, lena, MARK)
    assert mark_every_text() > 20
    link: ShareLink = made["share_link"]
    ShareLink.objects.filter(pk=link.pk).update(**dict.fromkeys(PARTS, True))
    return ShareLink.objects.get(pk=link.pk)


def everything_sent(link: ShareLink, lena: User) -> Iterator[tuple[str, Any]]:
    """What a customer is sent, and what speaks of the link: the page, its preview, the API, a message."""
    at = database_now()
    made = actions.renew_link(link=link, by=lena, at=at)
    client = Client()
    yield "page", client.get(made.path)
    file = client.get(f"{made.path}plan.pdf")
    assert file["Content-Type"] == "application/pdf"
    yield "file", pdf_text(file.content)
    yield "refused", client.post(f"{made.path}say/", {"what": "confirmed", "name": "x", "key": "1"})
    ours = Client()
    ours.force_login(lena)
    yield "preview", ours.get(f"/share-links/{link.pk}/preview/")
    scopes = ["shared_plans:read"]
    token = make_token(owner=lena, name="Script", scopes=scopes, expires_at=None, by=lena, at=at)
    reads = Script(token[1])
    for path in (f"share-links/{link.pk}/", "share-links/", "share-views/", "client-words/"):
        yield path, reads.get(path)
    word = ClientWord.objects.filter(link=link).order_by("id")[0]
    told = WORD_CAME.render(Reminder(kind="client_word", subject_id=word.pk), lena)
    yield "message", f"{told.title} {told.text} {told.url}"


def test_before_anything_is_marked_only_whose_plan_it_is_can_be_read(link: ShareLink, lena: User) -> None:
    for what, answer in everything_sent(link, lena):
        assert found(answer) <= ALWAYS, what


def test_exactly_what_is_marked_is_shown_and_no_internal_text_anywhere(link: ShareLink, lena: User) -> None:
    show_everything(link.plan.account)
    shown = dict(everything_sent(link, lena))
    for what, answer in shown.items():
        assert found(answer) <= ALWAYS | WHEN_MARKED, what
    assert found(shown["page"]) == ALWAYS | WHEN_MARKED
    assert found(shown["file"]) >= WHEN_MARKED - {"unit", "method"}
    assert found(shown["preview"]) == ALWAYS | WHEN_MARKED


def test_no_internal_sum_is_sent(link: ShareLink, lena: User) -> None:
    show_everything(link.plan.account)
    numbers = mark_every_sum()
    assert len(numbers) > 15
    for what, answer in everything_sent(link, lena):
        text = answer if isinstance(answer, str) else answer.content.decode()
        digits = re.sub(r"(?<=\d)[,.\s\u00a0\u202f](?=\d)", "", text)
        assert not [number for number in numbers if number in digits], what
