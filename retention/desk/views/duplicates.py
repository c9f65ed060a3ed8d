"""People who may be entered twice: the list, the comparison, merging, and taking it back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contacts.actions.merging import TAKEN_BACK_WITHIN, keep_apart, merge_people, unmerge_people
from contacts.forms.merging import MergePeopleForm
from contacts.models import AlikePeople, PersonMerger
from retention.lib.clock import database_now
from retention.lib.errors import DomainError
from retention.lib.keyset import Sort, keyset_page

from ..answering import by_htmx, done, refused
from ..duplicates.facts import Pair, compared, differing, pairs_of
from ..editing import form_page
from ..parts import Pager, Tab
from ..reader import reader

SORTS = {"score": Sort("score", "How sure", int, descending=True)}
SHOWN_MERGERS = 20
KINDS = (("duplicates", "People"), ("duplicate_accounts", "Accounts"))


def kinds(current: str) -> list[Tab]:
    """People and accounts that may be entered twice."""
    return [Tab(label, reverse(name), current=name == current) for name, label in KINDS]


@require_safe
def duplicates(request: HttpRequest) -> HttpResponse:
    """Pairs of people who may be one, the surest first, and what was merged lately."""
    user, at = reader(request), database_now()
    rows = AlikePeople.objects.visible_to(user).open().select_related("first", "second")
    page = keyset_page(rows, sorts=SORTS, cursor=request.GET.get("cursor", ""), size=50)
    mergers = PersonMerger.objects.visible_to(user).standing().filter(at__gte=at - TAKEN_BACK_WITHIN)
    context = {
        "page": page,
        "pairs": pairs_of(page.rows, user),
        "kinds": kinds("duplicates"),
        "mergers": mergers.select_related("kept", "by").order_by("-at")[:SHOWN_MERGERS],
        "pager": Pager(
            previous_url=f"?cursor={page.previous_cursor}" if page.previous_cursor else "",
            next_url=f"?cursor={page.next_cursor}" if page.next_cursor else "",
        ),
    }
    return render(request, "desk/duplicates/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def duplicate(request: HttpRequest, pk: int) -> HttpResponse:
    """Both entries side by side; posted, they are one."""
    user, pair = reader(request), _pair(request, pk)
    fields = differing(pair)
    names = (pair.first.called, pair.second.called)
    form = MergePeopleForm(request.POST or None, names=names, differing=fields)

    def save() -> str:
        ends = [pair.first.person, pair.second.person]
        kept, gone = ends if form.cleaned_data["kept"] == "first" else reversed(ends)
        merge_people(kept=kept, gone=gone, fields=form.chosen(), by=user, at=database_now())
        return "Merged. It can be taken back for 30 days."

    more = {"pair": compared(pair, user), "submit": "Merge"}
    back = reverse("duplicates")
    title = f"{pair.first.person.name} and {pair.second.person.name}"
    shown = {"form": form, "title": title, "back": back, "address": request.path, "conflicts": []}
    if request.method == "POST" or by_htmx(request):
        return form_page(request, form, title=title, save=save, back=back, more=more)
    return render(request, "desk/duplicates/one.html", {**more, **shown})


@require_POST
def duplicate_apart(request: HttpRequest, pk: int) -> HttpResponse:
    """They are two people; they are not offered again."""
    pair = _pair(request, pk)
    keep_apart(pair=pair.alike, by=reader(request), at=database_now())
    return done(request, "Kept apart. They are not offered again.", back=reverse("duplicates"))


@require_POST
def people_unmerge(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a merger back."""
    user, back = reader(request), reverse("duplicates")
    merger = get_object_or_404(PersonMerger.objects.visible_to(user), pk=pk)
    try:
        unmerge_people(merger=merger, by=user, at=database_now())
    except DomainError as error:
        return refused(request, error.message, back=back)
    return done(request, "Taken back: they are two entries again.", back=back)


def _pair(request: HttpRequest, pk: int) -> Pair:
    user = reader(request)
    rows = AlikePeople.objects.visible_to(user).select_related("first", "second")
    return pairs_of([get_object_or_404(rows, pk=pk)], user)[0]
