"""How every form page behaves: shown, refused with what was typed kept, stale with both versions, saved."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from retention.lib.errors import DomainError, StaleVersion
from retention.lib.forms import ActionForm

from .answering import by_htmx, done

Save = Callable[[], str]


def form_page(
    request: HttpRequest,
    form: ActionForm,
    *,
    title: str,
    save: Save,
    back: str,
    record: Callable[[], Any] | None = None,
    more: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Show *form*; when it holds, ``save`` calls the action and says what happened.

    ``record`` reads the record as it stands, for the two versions shown after somebody else saved first.
    """
    conflicts: list[Any] = []
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            said = save()
        except StaleVersion as error:
            form.refuse(error)
            form.take_version(error)
            conflicts, status = _conflicts(form, record), 409
        except DomainError as error:
            form.refuse(error)
        else:
            if not by_htmx(request):
                return done(request, said, back=back)
            messages.success(request, said)
            return HttpResponse(status=204, headers={"HX-Redirect": back})
    template = "desk/_form.html" if by_htmx(request) else "desk/form.html"
    context = {"form": form, "title": title, "back": back, "address": request.path, "conflicts": conflicts}
    return render(request, template, {**context, **(more or {})}, status=status)


def _conflicts(form: ActionForm, record: Callable[[], Any] | None) -> list[Any]:
    if record is None:
        return []
    row = record()
    return form.conflicts({name: getattr(row, name) for name in form.fields if hasattr(row, name)})
