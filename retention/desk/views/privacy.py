"""What is held of a person: seen, handed out as a copy, erased; by admins alone, and written down.

Copy and erasure are jobs: asked for here, done by a worker, watched until they end.
"""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from contacts.erasing.copies import what_is_held
from contacts.forms.privacy import EraseForm
from contacts.models import Contact, DataRequest, Person
from retention.integrations.copies.actions import (
    NoCopy,
    ask_copy,
    copy_of,
    copying_of,
    is_ready,
    take_copy,
)
from retention.integrations.copies.answer import as_download
from retention.integrations.erasures.actions import ask_erasure, erasure_of
from retention.integrations.models import Job
from retention.lib.clock import database_now
from retention.lib.errors import DomainError
from retention.lib.keyset import Sort, keyset_page
from retention.team.models import User
from retention.team.visibility import runs_the_workspace

from ..answering import done, refused
from ..editing import form_page
from ..parts import Crumb, Pager
from ..reader import reader
from .contacts import the_contact

SORTS = {"when": Sort("at", "When", datetime.fromisoformat, descending=True)}


def _for_admins(request: HttpRequest, pk: int) -> tuple[Contact, Person]:
    """The contact and its person. Raises PermissionDenied, and Http404 for a role without a person."""
    if not runs_the_workspace(reader(request)):
        raise PermissionDenied("Only admins hand out or erase what is held of a person.")
    row = the_contact(request, pk)
    if row.person is None:
        raise Http404
    return row, row.person


@require_safe
def contact_data(request: HttpRequest, pk: int) -> HttpResponseBase:
    """How many records there are of the person, by kind; the reader's copy, and what was done before."""
    row, person = _for_admins(request, pk)
    user = reader(request)
    context = {
        "contact": row,
        "main_account": row.account_id,
        "held": what_is_held(person),
        "job": erasure_of(person, user),
        **_copy(person, user),
        "past": DataRequest.objects.visible_to(user)
        .filter(person=person)
        .select_related("by")
        .order_by("-at"),
        "crumbs": [
            Crumb("Accounts", reverse("accounts")),
            Crumb(row.account.name, reverse("account", args=[row.account_id])),
            Crumb(row.name, reverse("contact", args=[pk])),
            Crumb("Data held"),
        ],
    }
    return render(request, "desk/privacy/data.html", context)


def _copy(person: Person, user: User) -> dict[str, object]:
    """The reader's own copy, the job that makes it, and whether it can be downloaded."""
    asked = copy_of(person, user)
    return {
        "copied": asked,
        "copying": copying_of(asked, user),
        "copy_ready": is_ready(asked, database_now()),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def contact_copy(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Posted, a copy is asked for; read, it is downloaded by whoever asked."""
    _, person = _for_admins(request, pk)
    user, at = reader(request), database_now()
    if request.method == "POST":
        back = reverse("contact_data", args=[pk])
        try:
            ask_copy(person=person, by=user, at=at)
        except DomainError as error:
            return refused(request, error.message, back=back)
        return done(request, "The copy is being made. You are told when it is ready.", back=back)
    try:
        asked, content = take_copy(person=person, by=user, at=at)
    except NoCopy:
        raise Http404 from None
    return as_download(asked, content)


@require_safe
def contact_copying(request: HttpRequest, pk: int) -> HttpResponseBase:
    """How far the reader's copy is; when it has ended the whole page is asked for again."""
    row, person = _for_admins(request, pk)
    context = {"contact": row, **_copy(person, reader(request))}
    answer = render(request, "desk/privacy/_copying.html", context)
    job = context["copying"]
    if not isinstance(job, Job) or not job.is_unfinished:
        answer.headers["HX-Refresh"] = "true"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def contact_erase(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Say why, be told what goes, and erase."""
    row, person = _for_admins(request, pk)
    form = EraseForm(request.POST or None)

    def save() -> str:
        ask_erasure(
            person=person,
            reason=form.cleaned_data["reason"],
            clear_shared=form.cleaned_data["clear_shared"],
            by=reader(request),
            at=database_now(),
        )
        return "Written down: the person is being erased. You are told when it is done."

    back = reverse("contact_data", args=[pk])
    title, more = f"Erase {row.name}", {"submit": "Erase for good"}
    return form_page(request, form, title=title, save=save, back=back, more=more)


@require_safe
def contact_erasing(request: HttpRequest, pk: int) -> HttpResponseBase:
    """How far the erasure is; when it has ended the whole page is asked for again."""
    row, person = _for_admins(request, pk)
    job = erasure_of(person, reader(request))
    answer = render(request, "desk/privacy/_erasing.html", {"contact": row, "job": job})
    if job is None or not job.is_unfinished:
        answer.headers["HX-Refresh"] = "true"
    return answer


@require_safe
def data_requests(request: HttpRequest) -> HttpResponseBase:
    """Who handed out or erased whose data, newest first: numbers of people, never names."""
    if not runs_the_workspace(reader(request)):
        raise PermissionDenied("Only admins see what was done about people's data.")
    rows = DataRequest.objects.visible_to(reader(request)).select_related("by")
    page = keyset_page(rows, sorts=SORTS, cursor=request.GET.get("cursor", ""), size=50)
    pager = Pager(
        previous_url=f"?cursor={page.previous_cursor}" if page.previous_cursor else "",
        next_url=f"?cursor={page.next_cursor}" if page.next_cursor else "",
        previous_label="Newer",
        next_label="Older",
    )
    return render(request, "desk/privacy/requests.html", {"page": page, "pager": pager})
