"""What the pages of this layer share: who reads, who may, and how a form is answered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse

from retention.lib.errors import DomainError, StaleVersion
from retention.lib.forms import ActionForm

from ..models import User
from ..visibility import leads_people, runs_the_workspace

View = Callable[..., HttpResponse]
FORM_METHODS = ["GET", "HEAD", "POST"]


@dataclass(frozen=True, slots=True)
class Tab:
    """A page beside this one."""

    label: str
    url: str
    current: bool
    note: str = ""


PEOPLE_TABS = (
    ("people", "People"),
    ("teams", "Teams"),
    ("absences", "Absences"),
    ("holidays", "Holidays"),
    ("hand_over", "Hand accounts over"),
)
SETTINGS_TABS = (
    ("profile", "Profile"),
    ("password", "Password"),
    ("sessions", "Where you are signed in"),
    ("own_absences", "Absences"),
    ("tokens", "API tokens"),
)


def reader(request: HttpRequest) -> User:
    """The signed-in person. Raises PermissionDenied for anybody else."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with, also when that is nothing; None when the page is only shown."""
    return request.POST if request.method == "POST" else None


def for_admins(view: View) -> View:
    """Only admins open this page; others are told so."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not runs_the_workspace(request.user):
            raise PermissionDenied("Only an admin may open this page.")
        return view(request, *args, **kwargs)

    return checked


def for_leads(view: View) -> View:
    """Only admins and team leads open this page; others are told so."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not leads_people(request.user):
            raise PermissionDenied("Only a team lead or an admin may open this page.")
        return view(request, *args, **kwargs)

    return checked


def tabs(entries: tuple[tuple[str, str], ...], current: str, user: User) -> list[Tab]:
    """The pages of a group that there are and that this person may open."""
    found = []
    for name, label in entries:
        if name in ("people", "teams", "holidays") and not runs_the_workspace(user):
            continue
        try:
            found.append(Tab(label, reverse(name), name == current))
        except NoReverseMatch:
            continue
    return found


def sent_back(request: HttpRequest, said: str, name: str, *args: Any) -> HttpResponse:
    """Say what happened, on the page of that name."""
    messages.success(request, said)
    return HttpResponseRedirect(reverse(name, args=args))


def refused_back(request: HttpRequest, error: DomainError, name: str, *args: Any) -> HttpResponse:
    """Say why nothing happened, on the page of that name."""
    messages.error(request, error.message)
    return HttpResponseRedirect(reverse(name, args=args))


@dataclass
class FormAnswer:
    """A form in front of one action: whether it was saved, with which status it is shown, what conflicts."""

    form: ActionForm
    saved: bool = False
    status: int = 200

    def run(self, save: Callable[[], None], current: Callable[[], Mapping[str, Any]] = dict) -> "FormAnswer":
        """Call *save* when the form holds; keep what was typed and say why when the action refuses."""
        self.status = 422 if self.form.is_bound else 200
        self.conflicts: list[Any] = []
        if self.form.is_bound and self.form.is_valid():
            try:
                save()
                self.saved = True
            except StaleVersion as error:
                self.form.refuse(error)
                self.form.take_version(error)
                self.conflicts, self.status = self.form.conflicts(current()), 409
            except DomainError as error:
                self.form.refuse(error)
        return self

    def page(self, request: HttpRequest, template: str, context: Mapping[str, Any]) -> HttpResponse:
        """The page with the form, or with what to fix."""
        told = {"form": self.form, "conflicts": self.conflicts, **context}
        return render(request, template, told, status=self.status)
