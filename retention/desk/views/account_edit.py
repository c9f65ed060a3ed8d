"""Writing to an account: itself, and its next steps."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.actions.accounts import add_account, edit_account
from accounts.forms.accounts import AccountForm
from accounts.models import Account
from contacts.actions.steps import add_step
from contacts.forms.work import StepForm
from contacts.knowledge.questions import BY_TOPIC
from contacts.knowledge.words import Topic
from retention.lib.clock import database_now

from ..editing import form_page
from ..reader import reader, refuse_others
from .account import the_account

SHOWS_AND_SAVES = ["GET", "HEAD", "POST"]


@require_http_methods(SHOWS_AND_SAVES)
def account_new(request: HttpRequest) -> HttpResponse:
    """Add an account by hand."""
    user = reader(request)
    form = AccountForm(request.POST or None, user=user)
    made: list[Account] = []

    def save() -> str:
        made.append(add_account(by=user, at=database_now(), **form.fields_said()))
        return f"Added {made[0].name}."

    answer = form_page(request, form, title="Add account", save=save, back=reverse("accounts"))
    if made and answer.status_code == 302:
        answer["Location"] = reverse("account", args=[made[0].pk])
    return answer


@require_http_methods(SHOWS_AND_SAVES)
def account_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Edit an account; a stale page shows both versions."""
    row, user = the_account(request, pk), reader(request)
    refuse_others(request, row)
    form = AccountForm(request.POST or None, user=user, account=row)
    form.initial.setdefault("version", row.version)

    def save() -> str:
        edit_account(
            account=row,
            changes=form.changes(),
            by=user,
            at=database_now(),
            expected_version=form.expected_version,
        )
        return "Saved."

    back = reverse("account", args=[pk])
    fresh = Account.objects.visible_to(user)
    return form_page(
        request,
        form,
        title=f"Edit {row.name}",
        save=save,
        back=back,
        record=lambda: get_object_or_404(fresh, pk=pk),
    )


def _to_ask(request: HttpRequest) -> dict[str, str]:
    """The words of a step that closes a gap in what we know."""
    wanted = request.GET.get("ask", "")
    question = BY_TOPIC.get(Topic(wanted)) if wanted in Topic.values else None
    return {"text": f"Ask: {question.ask}"} if question is not None and question.ask else {}


@require_http_methods(SHOWS_AND_SAVES)
def step_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan one thing to do; ``ask`` names a question that is put in already."""
    row, user = the_account(request, pk), reader(request)
    form = StepForm(request.POST or None, user=user, account=row, initial=_to_ask(request))

    def save() -> str:
        add_step(account=row, by=user, at=database_now(), **form.fields_said())
        return "Next step added."

    return form_page(request, form, title="Next step", save=save, back=reverse("account", args=[pk]))
