"""The advocacy register: the list over all accounts, asking, answers, what came of it, and consents."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from retention.growth.actions import answer_ask, ask_advocate, give_consent, use_ask, withdraw_consent
from retention.growth.filters import AdvocacyFilter
from retention.growth.forms.advocacy import AskAnswerForm, AskForm, AskUsedForm, ConsentForm
from retention.growth.models import AdvocacyAsk, AdvocacyConsent, AdvocacyKind
from retention.lib.clock import database_now
from retention.lib.errors import DomainError
from retention.lib.keyset import Sort
from retention.lib.zones import local_day

from ..advocacy import YEAR, KindSums, year_of_asks
from ..answering import refused, taken_back, way_back
from ..editing import form_page
from ..figures.files import about, as_file, by_key, chained
from ..lists import Heading, listing, quick_views
from ..reader import reader, refuse_others
from ..words import answer, counted, fact, opening, sentence
from .contacts import SHOWS_AND_SAVES, the_contact

SORTS = {"asked": Sort("asked_on", "Asked on", date.fromisoformat, descending=True)}
HEADINGS = (
    Heading("Who"),
    Heading("What for"),
    Heading("For whom"),
    Heading("Asked on", "asked", numeric=True),
    Heading("Asked by"),
    Heading("What became of it"),
    Heading("Business", numeric=True),
    Heading("Actions", hidden=True),
)
WITH = ("account", "contact__person", "asked_by", "deal")


@require_safe
def advocacy(request: HttpRequest) -> HttpResponse:
    """Who was asked for what, the newest first; the sums of twelve months lead to their rows."""
    user = reader(request)
    today = local_day(database_now(), user.time_zone)
    sums = year_of_asks(user, on=today)
    rows = AdvocacyAsk.objects.visible_to(user).select_related(*WITH)
    segments = quick_views(
        request,
        (
            (_("All"), ""),
            (_("Mine"), "asked_by=me"),
            (_("No answer yet"), "outcome=waiting"),
            (_("Agreed, not done"), "outcome=agreed"),
            (_("Given"), "outcome=given"),
            (_("Declined"), "outcome=declined"),
        ),
    )
    context = {
        "list": listing(request, rows, AdvocacyFilter, sorts=SORTS, headings=HEADINGS),
        "segments": segments,
        "sums": sums,
        "since": (today - YEAR).isoformat(),
        "answer": _answer(sums, today),
    }
    return render(request, "desk/advocacy/list.html", context)


def _answer(sums: list[KindSums], today: date) -> SafeString:
    since = (today - YEAR).isoformat()
    asked, given = sum(each.asked for each in sums), sum(each.given for each in sums)
    if not asked:
        return answer(
            sentence(_("{nobody} was asked to speak for you in twelve months."), nobody=fact(_("Nobody")))
        )
    times = fact(opening(counted(asked, "ask", "asks")), f"?asked_after={since}")
    came = fact(counted(given, "was given", "were given"), f"?asked_after={since}&outcome=given")
    return answer(sentence(_("{times} in twelve months, of which {came}."), times=times, came=came))


@require_safe
def advocacy_file(request: HttpRequest) -> StreamingHttpResponse:
    """The asks of the same filters."""
    user = reader(request)
    filters = AdvocacyFilter(request.GET, queryset=AdvocacyAsk.objects.visible_to(user), request=request)
    rows = filters.qs if filters.is_valid() else filters.queryset.none()
    head = ("ask", "account", "contact", "what for", "for whom", "asked on", "asked by", "became", "said",
            "answered on", "given on", "result", "business", "currency", "health then", "deal")  # fmt: skip
    lines = (
        (
            row.pk, row.account.name, row.contact.name if row.contact else "", row.kind, row.prospect,
            row.asked_on, row.asked_by.name if row.asked_by else "", row.outcome, row.said, row.answered_on,
            row.used_on, row.result, row.worth, row.currency, row.band, row.deal_id,
        )
        for row in by_key(rows.select_related(*WITH))
    )  # fmt: skip
    today = local_day(database_now(), user.time_zone)
    return as_file("advocacy", chained(about(today), [head], lines))


@require_http_methods(SHOWS_AND_SAVES)
def advocacy_ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down that somebody is asked; a shut gate says why and from when."""
    row, user = the_contact(request, pk), reader(request)
    refuse_others(request, row)
    kind = request.GET.get("kind", "")
    initial = {"kind": kind if kind in AdvocacyKind.values else AdvocacyKind.REFERENCE}
    form = AskForm(request.POST or None, initial=initial)

    def save() -> str:
        asked = ask_advocate(contact=row, by=user, at=database_now(), **form.fields_said())
        return _("Asked. Write down the answer when it comes: {kind}.").format(kind=asked.get_kind_display())

    back, more = reverse("contact", args=[pk]), {"address": request.get_full_path()}
    title = _("Ask {name}").format(name=row.name)
    return form_page(request, form, title=title, save=save, back=back, more=more)


@require_http_methods(SHOWS_AND_SAVES)
def advocacy_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what they answered."""
    row, user, at = _the_ask(request, pk), reader(request), database_now()
    initial = {"on": local_day(at, user.time_zone), "said": row.said, "version": row.version}
    form = AskAnswerForm(request.POST or None, initial=initial)

    def save() -> str:
        answer_ask(ask=row, by=user, at=at, expected_version=form.expected_version, **form.fields_said())
        return _("Saved.")

    back, more = way_back(request, reverse("advocacy")), {"address": request.get_full_path()}
    return form_page(request, form, title=_("What they answered"), save=save, back=back, more=more)


@require_http_methods(SHOWS_AND_SAVES)
def advocacy_given(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down that they did it, and what came of it."""
    row, user, at = _the_ask(request, pk), reader(request), database_now()
    said = {name: getattr(row, name) for name in ("result", "worth", "currency", "version")}
    form = AskUsedForm(
        request.POST or None, initial={"on": row.used_on or local_day(at, user.time_zone), **said}
    )

    def save() -> str:
        use_ask(ask=row, by=user, at=at, expected_version=form.expected_version, **form.fields_said())
        return _("Saved.")

    back, more = way_back(request, reverse("advocacy")), {"address": request.get_full_path()}
    return form_page(request, form, title=_("What came of it"), save=save, back=back, more=more)


@require_http_methods(SHOWS_AND_SAVES)
def consent_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down a consent."""
    row, user, at = the_contact(request, pk), reader(request), database_now()
    refuse_others(request, row)
    today, kind = local_day(at, user.time_zone), request.GET.get("kind", "")
    initial = {
        "given_on": today, "expires_on": today + timedelta(days=730),
        "kind": kind if kind in AdvocacyKind.values else AdvocacyKind.REFERENCE,
    }  # fmt: skip
    form = ConsentForm(request.POST or None, user=user, account=row.account, initial=initial)

    def save() -> str:
        give_consent(contact=row, by=user, at=at, **form.fields_said())
        return _("Consent written down.")

    back, more = reverse("contact", args=[pk]), {"address": request.get_full_path()}
    title = _("Consent of {name}").format(name=row.name)
    return form_page(request, form, title=title, save=save, back=back, more=more)


@require_POST
def consent_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """They took it back."""
    user = reader(request)
    row = get_object_or_404(AdvocacyConsent.objects.visible_to(user), pk=pk)
    if row.written_by_id != user.pk:
        refuse_others(request, row)
    back = reverse("contact", args=[row.contact_id])
    try:
        withdraw_consent(consent=row, by=user, at=database_now())
    except DomainError as error:
        return refused(request, error.message, back=back)
    return taken_back(request, _("Consent taken back."), back=back)


def _the_ask(request: HttpRequest, pk: int) -> AdvocacyAsk:
    """The ask, or 404; 403 for whoever neither asked nor may change the account."""
    row = get_object_or_404(AdvocacyAsk.objects.visible_to(reader(request)).select_related(*WITH), pk=pk)
    if row.asked_by_id != reader(request).pk:
        refuse_others(request, row)
    return row
