"""Processes that contracts walk: one with how long its steps take, a new one, the next version."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from retention.lib.clock import database_now
from retention.lib.errors import DomainError, StaleVersion
from retention.walks.actions import begin_process, publish_version, retire_process
from retention.walks.facts import numbered_process, steps_done_by, versions_of
from retention.walks.forms.processes import ProcessForm, StepRows, rows_of, steps_said
from retention.walks.models import Process, ProcessVersion

from ..answering import done
from ..parts import Crumb
from ..reader import reader
from .account_team import refuse_who_leads_nobody

FORM = require_http_methods(["GET", "HEAD", "POST"])


def _the_process(pk: int) -> Process:
    row = numbered_process(pk)
    if row is None:
        raise Http404
    return row


def _crumbs(name: str) -> list[Crumb]:
    return [Crumb(_("Templates"), reverse("work_templates")), Crumb(name)]


@require_safe
def one_process(request: HttpRequest, pk: int) -> HttpResponse:
    """A process: a version's steps, how long they took, and what other versions there are."""
    refuse_who_leads_nobody(request)
    row = _the_process(pk)
    versions = versions_of(row)
    wanted = request.GET.get("version", "")
    version = next((one for one in versions if str(one.number) == wanted), versions[0])
    context = {
        "process": row, "versions": versions, "version": version, "steps": steps_done_by(version),
        "crumbs": _crumbs(row.name),
    }  # fmt: skip
    return render(request, "desk/walks/process.html", context)


@FORM
def new_process(request: HttpRequest) -> HttpResponse:
    """Begin a process."""
    refuse_who_leads_nobody(request)
    return _form(request, None, None)


@FORM
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish the next version of a process."""
    refuse_who_leads_nobody(request)
    row = _the_process(pk)
    return _form(request, row, versions_of(row)[0])


def _form(request: HttpRequest, process: Process | None, newest: ProcessVersion | None) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    initial = {"name": process.name, "version": newest.number if newest else 0} if process else {}
    form = ProcessForm(sent, initial=initial)
    if process is not None:
        form.fields["name"].disabled = True
    rows = StepRows(sent, initial=rows_of(newest), prefix="steps")
    status = 422 if sent is not None else 200
    if sent is not None and form.is_valid() & rows.is_valid():
        try:
            made = _save(request, process, form, steps_said(rows))
        except StaleVersion as error:
            form.refuse(error)
            status = 409
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, f"Version {made.number} of {made.process.name} counts from now on.")
            return redirect("walk_process", made.process_id)
    title = _("Next version of {name}").format(name=process.name) if process else _("New process")
    context = {"form": form, "rows": rows, "title": title, "crumbs": _crumbs(str(title))}
    return render(request, "desk/walks/process_form.html", context, status=status)


def _save(
    request: HttpRequest, process: Process | None, form: ProcessForm, steps: list[dict[str, object]]
) -> ProcessVersion:
    user, at, why = reader(request), database_now(), form.cleaned_data["why"]
    if process is None:
        return begin_process(name=form.cleaned_data["name"], steps=steps, why=why, by=user, at=at)
    seen = form.expected_version
    return publish_version(process=process, steps=steps, why=why, by=user, at=at, expected_version=seen)


@require_POST
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer a process no more, or again."""
    refuse_who_leads_nobody(request)
    row = _the_process(pk)
    retire_process(process=row, is_retired=not row.is_retired, by=reader(request), at=database_now())
    told = _("{name} is offered again.") if row.is_retired else _("{name} is not offered any more.")
    return done(request, told.format(name=row.name), back=reverse("walk_process", args=[pk]))
