"""What we know of an account: the questions, what was answered, and what to ask next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Account
from contacts.actions.knowledge import act_on_fact, correct_fact, forget_fact, learn
from contacts.forms.knowledge import DriverStepForm, FactForm
from contacts.knowledge.gathering import Knowledge, knowledge_of
from contacts.knowledge.questions import BY_TOPIC
from contacts.knowledge.words import Topic
from contacts.models import KnownFact
from retention.lib.clock import database_now
from retention.lib.errors import DomainError
from retention.lib.zones import local_day

from ..advocacy import asks_of_account
from ..answering import refused, taken_back, way_back
from ..editing import form_page
from ..formats import percent_text
from ..log_form import id_in
from ..reader import reader, refuse_others
from ..words import answer, counted, fact, sentence
from .account import frame, the_account
from .judged import NARROW, drawn, marks_of

SHOWS_AND_SAVES = ["GET", "HEAD", "POST"]


def knowledge_answer(known: Knowledge) -> SafeString:
    """How much is known, and what to ask next."""
    missing = sum(not each.is_known for each in known.answers)
    first = sentence(
        _("{share} of what we should know is known and fresh; {missing} {are} open."),
        share=fact(percent_text(float(known.share))),
        missing=fact(counted(missing, "question", "questions")),
        are=_("is") if missing == 1 else _("are"),
    )
    if known.next is None:
        return answer(first)
    return answer(first, sentence(_("Ask next: {question}"), question=fact(known.next.ask)))


@require_safe
def account_knowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """The fifteen questions with answers, source, day and expiry; why they stay, and what they are told."""
    row, user = the_account(request, pk), reader(request)
    today = local_day(database_now(), user.time_zone)
    known = knowledge_of(row, user, on=today)
    drivers = sorted(known.facts_of(Topic.DRIVER), key=lambda each: -(each.gap or 0))
    marks = marks_of([*drivers, *known.opinions])
    context = frame(row, "account_knowledge") | {
        "known": known,
        "chart": drawn(marks, NARROW),
        "answer": knowledge_answer(known),
        "drivers": [*drivers, *known.opinions],
        "today": today,
        "asks": asks_of_account(pk, user),
        "may_edit": Account.objects.editable_by(user).filter(pk=pk).exists(),
    }
    return render(request, "desk/accounts/knowledge.html", context)


@require_http_methods(SHOWS_AND_SAVES)
def fact_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down an answer."""
    row, user, at = the_account(request, pk), reader(request), database_now()
    asked = request.GET.get("topic", "")
    topic = Topic(asked) if asked in Topic.values else Topic.BOUGHT
    initial = {"said_on": local_day(at, user.time_zone), "contact": id_in(request.GET, "contact")}
    form = FactForm(request.POST or None, user=user, account=row, topic=topic, initial=initial)

    def save() -> str:
        learn(account=row, topic=topic, by=user, at=at, **form.fields_said())
        return _("Written down.")

    back = way_back(request, reverse("account_knowledge", args=[pk]))
    more = {"address": request.get_full_path()}
    return form_page(request, form, title=_title(topic), save=save, back=back, more=more)


def _title(topic: Topic) -> str:
    return BY_TOPIC[topic].ours if topic in BY_TOPIC else str(topic.label)


def the_fact(request: HttpRequest, pk: int) -> KnownFact:
    """What stands, or 404; 403 for whoever neither wrote it nor may change the account."""
    rows = (
        KnownFact.objects.visible_to(reader(request)).current().select_related("account", "contact__person")
    )
    row = get_object_or_404(rows, pk=pk)
    if row.by_id != reader(request).pk:
        refuse_others(request, row)
    return row


@require_http_methods(SHOWS_AND_SAVES)
def fact_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what stands; the old answer stays on record."""
    row, user = the_fact(request, pk), reader(request)
    form = FactForm(request.POST or None, user=user, account=row.account, topic=row.topic)
    form.initial.update({name: getattr(row, name) for name in form.fields if hasattr(row, name)})
    form.initial["contact"] = row.contact_id

    def save() -> str:
        correct_fact(fact=row, changes=form.changes(), by=user, at=database_now())
        return _("Saved.")

    back = reverse("account_knowledge", args=[row.account_id])
    return form_page(request, form, title=_title(Topic(row.topic)), save=save, back=back)


@require_POST
def fact_forget(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what was written down by mistake."""
    row, user = the_fact(request, pk), reader(request)
    back = reverse("account_knowledge", args=[row.account_id])
    try:
        forget_fact(fact=row, by=user, at=database_now())
    except DomainError as error:
        return refused(request, error.message, back=back)
    return taken_back(request, _("Taken back: {what}").format(what=row.said), back=back)


@require_http_methods(SHOWS_AND_SAVES)
def fact_step(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan what we do about a reason to stay."""
    row, user = the_fact(request, pk), reader(request)
    form = DriverStepForm(request.POST or None, user=user)

    def save() -> str:
        act_on_fact(fact=row, by=user, at=database_now(), **form.fields_said())
        return _("Next step added.")

    back = reverse("account_knowledge", args=[row.account_id])
    title = _("What we do about: {driver}").format(driver=row.said[:80])
    return form_page(request, form, title=title, save=save, back=back)
