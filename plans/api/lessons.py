"""`/api/v1/lessons/`: what customers should learn, what they were taught, and whether they use it."""

from typing import Any, ClassVar

from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.choosing import people_at_work
from accounts.models import Account
from contacts.models import Contact
from retention.lib.api.fields import Body, CleanText, Nothing, Reference, VisibleReference
from retention.lib.api.schema import changes, creates, reads
from retention.lib.api.versions import seen_version
from retention.lib.clock import database_now

from ..actions.lessons import (
    drop_lesson,
    edit_lesson,
    judge_lesson,
    plan_lesson,
    restore_lesson,
    teach_lesson,
    untaught_lesson,
)
from ..choices import Adopted
from ..lesson_filters import LessonFilter
from ..models import Lesson, RoiTarget
from .acting import GoalViewSet
from .bodies import an_id

COLUMNS = (
    "id", "version", "account_id", "topic", "audience_id", "target_id", "material", "link", "planned_for",
    "owner_id", "taught_on", "taught_by_id", "adopted", "adopted_on", "adopted_note", "dropped_on",
    "recorded_at",
)  # fmt: skip


def _one_of_us(source: str) -> Reference:
    return Reference(lambda user: people_at_work(), source=source, required=False)


class LessonRow(serializers.ModelSerializer[Lesson]):
    """A lesson as it stands; while ``adopted`` is unknown nobody claims that they use it."""

    account_id, owner_id = an_id(), an_id()
    audience_id, target_id, taught_by_id = an_id(null=True), an_id(null=True), an_id(null=True)

    class Meta:
        model = Lesson
        fields = COLUMNS
        read_only_fields = fields


class LessonChange(Body):
    """What is planned; once taught, only material, link and target may be edited."""

    topic = CleanText(max_length=200)
    audience_id = VisibleReference(Contact, source="audience", required=False, allow_null=True)
    target_id = VisibleReference(RoiTarget, source="target", required=False, allow_null=True)
    material = CleanText(max_length=200, required=False, allow_blank=True)
    link = CleanText(max_length=200, required=False, allow_blank=True)
    planned_for = serializers.DateField(required=False, allow_null=True)
    owner_id = _one_of_us("owner")


class LessonWrite(LessonChange):
    """What an account should learn; without ``owner_id`` the caller teaches it."""

    account_id = VisibleReference(Account, source="account")


class Taught(Body):
    """When, and by whom: today and by its owner when not said."""

    on = serializers.DateField(required=False)
    taught_by_id = _one_of_us("taught_by")


class Judgement(Body):
    """Whether they use it, seen on a day: today when not said."""

    adopted = serializers.ChoiceField(choices=Adopted.choices)
    on = serializers.DateField(required=False)
    note = CleanText(max_length=500, required=False, allow_blank=True)


class LessonViewSet(GoalViewSet):
    """Lessons at the accounts the caller may see."""

    resource = "education"
    spelt: ClassVar = {name: f"{name}_id" for name in ("account", "audience", "target", "owner", "taught_by")}
    model = Lesson
    columns: ClassVar = COLUMNS
    filterset_class = LessonFilter
    serializer_class = LessonRow

    @reads(LessonRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of lessons, dropped ones with `dropped_on`."""
        return super().list(request)

    @reads(LessonRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One lesson."""
        return super().retrieve(request, pk)

    @creates(LessonWrite, LessonRow)
    def create(self, request: Request) -> Response:
        """Plan to teach something; with a day it stands in its owner's."""
        made = plan_lesson(by=self.caller, at=database_now(), **self.said(LessonWrite))
        return self.told(made.pk, status.HTTP_201_CREATED)

    @changes(LessonChange, LessonRow)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change what is planned."""
        row, version = self.record(pk), seen_version(request)
        said: dict[str, Any] = self.said(LessonChange, partial=True)
        edit_lesson(lesson=row, changes=said, by=self.caller, at=database_now(), expected_version=version)
        return self.told(row.pk)

    @creates(Taught, LessonRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def teach(self, request: Request, pk: str) -> Response:
        """It was taught."""
        return self.does(teach_lesson, "lesson", pk, Taught)

    @creates(Judgement, LessonRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def judge(self, request: Request, pk: str) -> Response:
        """Whether they use it."""
        return self.does(judge_lesson, "lesson", pk, Judgement)

    @creates(Nothing, LessonRow, status=200)
    @action(detail=True, methods=["post"], url_path="take-back", filter_backends=(), pagination_class=None)
    def take_back(self, request: Request, pk: str) -> Response:
        """It was not taught after all."""
        return self.does(untaught_lesson, "lesson", pk, Nothing, days=())

    @creates(Nothing, LessonRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def drop(self, request: Request, pk: str) -> Response:
        """It is not to be taught."""
        return self.does(drop_lesson, "lesson", pk, Nothing, days=())

    @creates(Nothing, LessonRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def restore(self, request: Request, pk: str) -> Response:
        """Undo dropping it."""
        return self.does(restore_lesson, "lesson", pk, Nothing, days=())
