"""The page on which an admin says what a file holds: two steps, each an address."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from retention.lib.clock import database_now

from ..models import Import, ImportFile
from .actions import NotNow
from .doors import file_of, for_admins, import_of, reader_of
from .mapping import MappingRefused, map_columns, samples_of
from .mapping_form import LEAVE_FILE_OUT, ColumnsForm, KindForm, kind_named


@for_admins
@require_http_methods(["GET", "HEAD", "POST"])
def import_columns(request: HttpRequest, pk: int, file_pk: int) -> HttpResponse:
    """Choose the kind (in the address), then the field of each column (posted)."""
    of = import_of(request, pk)
    file = file_of(of, file_pk)
    asked = request.POST if request.method == "POST" else request.GET
    name = asked.get("kind", file.kind)
    if request.method == "POST":
        return _say(request, of, file, name)
    form = ColumnsForm(file, kind_named(name), samples_of(file))
    return _page(request, of, file, name, form)


def _say(request: HttpRequest, of: Import, file: ImportFile, name: str) -> HttpResponse:
    kind = kind_named(name)
    form = ColumnsForm(file, kind, samples_of(file), request.POST)
    if not form.is_valid():
        return _page(request, of, file, name, form, 422)
    wanted = "" if name == LEAVE_FILE_OUT else name or "?"
    try:
        map_columns(file=file, kind=wanted, chosen=form.chosen, by=reader_of(request), at=database_now())
    except MappingRefused as refused:
        form.refuse(refused.wrong)
        return _page(request, of, file, name, form, 422)
    except NotNow as refused:
        messages.error(request, refused.message)
    return redirect("import", pk=of.pk)


def _page(
    request: HttpRequest, of: Import, file: ImportFile, name: str, form: ColumnsForm, status: int = 200
) -> HttpResponse:
    context = {
        "of": of,
        "file": file,
        "kind": name,
        "kind_form": KindForm(initial={"kind": name or None}),
        "form": form,
        "leaves_out": name == LEAVE_FILE_OUT,
    }
    return render(request, "integrations/import_columns.html", context, status=status)
