"""The pages of imports, for admins: the list, a new one, and one import from check to undo."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from retention.lib.clock import database_now
from retention.lib.errors import DomainError
from retention.lib.keyset import BY_ID, keyset_page

from ..models import Import, ImportState, Job, RowState
from . import actions, looking
from .doors import file_of, for_admins, import_of, reader_of
from .exports import rejected_lines
from .forms import ChoicesForm, UploadForm

PAGE_SIZE = 25
RUNNING = (ImportState.CHECKING, ImportState.APPLYING, ImportState.UNDOING)
DECIDING = (ImportState.CHECKED, ImportState.FAILED)


@for_admins
@require_safe
def imports(request: HttpRequest) -> HttpResponse:
    """Every import, the newest first."""
    rows = Import.objects.visible_to(reader_of(request)).select_related("owner").prefetch_related("files")
    rows = rows.defer("summary", "choices", "checked_choices")
    page = keyset_page(rows, sorts={"newest": BY_ID}, cursor=request.GET.get("cursor", ""), size=PAGE_SIZE)
    pager = {
        "next_url": f"?cursor={page.next_cursor}" if page.next_cursor else "",
        "previous_url": f"?cursor={page.previous_cursor}" if page.previous_cursor else "",
    }
    return render(request, "integrations/imports.html", {"page": page, "pager": pager})


@for_admins
@require_http_methods(["GET", "HEAD", "POST"])
def import_new(request: HttpRequest) -> HttpResponse:
    """Upload the files of an export."""
    form = (
        UploadForm(request.POST or None, request.FILES or None) if request.method == "POST" else UploadForm()
    )
    if request.method == "POST" and form.is_valid():
        files = [(each.name or "file", each.read()) for each in form.cleaned_data["uploads"]]
        try:
            of = actions.start_import(
                files=files, source=form.cleaned_data["source"], by=reader_of(request), at=database_now()
            )
        except DomainError as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        else:
            return redirect("import", pk=of.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "integrations/imports_new.html", {"form": form}, status=status)


@for_admins
@require_safe
def import_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One import: progress while it works, figures and choices when it does not."""
    of = import_of(request, pk)
    return _page(request, of, ChoicesForm(of) if of.state in DECIDING else None)


@for_admins
@require_safe
def import_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The moving part of the page; when the work has ended the whole page is asked for again."""
    of = import_of(request, pk)
    answer = render(request, "integrations/_import_progress.html", _progress(of))
    if of.state not in RUNNING:
        answer.headers["HX-Refresh"] = "true"
    return answer


@for_admins
@require_POST
def import_choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Take over the choices; check again with them, or apply at once."""
    of, by = import_of(request, pk), reader_of(request)
    form = ChoicesForm(of, request.POST)
    if not form.is_valid():
        return _page(request, of, form, status=422)
    try:
        if request.POST.get("do") == "apply":
            actions.apply_import(of=of, by=by, at=database_now(), changes=form.changes())
        else:
            actions.choose(of=of, changes=form.changes(), by=by, at=database_now())
    except actions.NotNow as refused:
        return _refused(request, of, refused)
    except DomainError as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return _page(request, of, form, status=422)
    return redirect("import", pk=of.pk)


@for_admins
@require_POST
def import_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an applied import back."""
    return _act(request, pk, actions.undo_import)


@for_admins
@require_POST
def import_stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop what runs."""
    return _act(request, pk, actions.stop_import)


@for_admins
@require_POST
def import_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget an import that was never applied."""
    of = import_of(request, pk)
    try:
        actions.discard_import(of=of, by=reader_of(request), at=database_now())
    except DomainError as refused:
        return _refused(request, of, refused)
    messages.success(request, f"The import from {of.source} is discarded.")
    return redirect("imports")


@for_admins
@require_safe
def import_rejected(request: HttpRequest, pk: int, file_pk: int) -> StreamingHttpResponse:
    """The rows of one file that were not taken, with the reason, as CSV."""
    of = import_of(request, pk)
    file = file_of(of, file_pk)
    answer = StreamingHttpResponse(rejected_lines(file), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="not-taken-{of.pk}-{file.pk}.csv"'
    return answer


def _act(request: HttpRequest, pk: int, act: Callable[..., object]) -> HttpResponse:
    of = import_of(request, pk)
    try:
        act(of=of, by=reader_of(request), at=database_now())
    except DomainError as refused:
        return _refused(request, of, refused)
    return redirect("import", pk=of.pk)


def _refused(request: HttpRequest, of: Import, refused: DomainError) -> HttpResponse:
    messages.error(request, refused.message)
    return HttpResponseRedirect(reverse("import", args=[of.pk]))


def _progress(of: Import) -> dict[str, Any]:
    job: Job | None = looking.job_of(of)
    now = database_now()
    running = of.state in RUNNING
    return {
        "of": of,
        "job": job,
        "running": running,
        "title": looking.TITLES.get(job.kind, "") if job else "",
        "left": looking.time_left(job, now) if job and running else "",
        "waits": bool(job and looking.waits_for_worker(job, now)),
    }


def _page(request: HttpRequest, of: Import, form: ChoicesForm | None, status: int = 200) -> HttpResponse:
    told = _progress(of)
    if not told["running"]:
        view = looking.view_of(of)
        told |= {
            "view": view,
            "form": form,
            "added": view.totals.get(RowState.ADDED, 0) + view.totals.get(RowState.UPDATED, 0),
            "kept": view.totals.get(RowState.KEPT, 0),
            "may_undo": looking.may_undo(of, database_now()),
            "undo_until": looking.undo_until(of),
            "may_apply": of.state == ImportState.CHECKED and view.ready > 0,
            "may_map": of.state in DECIDING,
        }
    return render(request, "integrations/imports_one.html", told, status=status)
