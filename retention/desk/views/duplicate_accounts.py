"""Accounts that may be entered twice: the list, the comparison, merging, and taking a merger back."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions import merge_accounts, unmerge_accounts
from accounts.actions.unmerging import TAKEN_BACK_WITHIN
from accounts.forms.merging import MergeAccountsForm, TakeBackForm
from accounts.models import AccountMerger
from accounts.rights import may_edit
from contacts.actions.same_account import keep_accounts_apart
from contacts.models import AlikeAccounts
from retention.lib.clock import database_now
from retention.lib.keyset import keyset_page
from retention.lib.zones import local_day

from ..answering import by_htmx, done
from ..duplicates.accounts import AccountPair, account_pairs, differing, side_by_side
from ..editing import form_page
from ..parts import Pager
from ..reader import reader
from .duplicates import SHOWN_MERGERS, SORTS, kinds

PAGE = "duplicate_accounts"


@require_safe
def duplicate_accounts(request: HttpRequest) -> HttpResponse:
    """Pairs of accounts that may be one customer, the surest first, and what was merged lately."""
    user, at = reader(request), database_now()
    rows = AlikeAccounts.objects.visible_to(user).open().select_related("first", "second")
    page = keyset_page(rows, sorts=SORTS, cursor=request.GET.get("cursor", ""), size=50)
    mergers = AccountMerger.objects.visible_to(user).standing()
    mergers = mergers.filter(recorded_at__gte=at - TAKEN_BACK_WITHIN).exclude(moved=[])
    context = {
        "page": page,
        "pairs": account_pairs(page.rows),
        "kinds": kinds(PAGE),
        "mergers": mergers.select_related("merged", "survivor", "merged_by").order_by("-id")[:SHOWN_MERGERS],
        "pager": Pager(
            previous_url=f"?cursor={page.previous_cursor}" if page.previous_cursor else "",
            next_url=f"?cursor={page.next_cursor}" if page.next_cursor else "",
        ),
    }
    return render(request, "desk/duplicates/accounts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def duplicate_account(request: HttpRequest, pk: int) -> HttpResponse:
    """Both accounts side by side, with what would go over; posted, they are one."""
    user, pair, at = reader(request), _pair(request, pk), database_now()
    fields = differing(pair)
    form = MergeAccountsForm(
        request.POST or None, pair=(pair.first, pair.second), names=pair.names, differing=fields,
        initial={"on": local_day(at, user.time_zone)},
    )  # fmt: skip

    def save() -> str:
        said, (kept, gone) = form.cleaned_data, form.ends()
        merge_accounts(
            merged=gone, survivor=kept, on=said["on"], by=user, at=at, fields=form.chosen(),
            correction=said.get("correction", ""),
        )  # fmt: skip
        return f"{gone.name} is part of {kept.name}. It can be taken back for 30 days."

    back, may = reverse(PAGE), all(may_edit(each.pk, user) for each in (pair.first, pair.second))
    title = f"{pair.first.name} and {pair.second.name}"
    more = {"pair": pair, "lines": side_by_side(pair, user), "submit": "Merge", "may_merge": may}
    if request.method == "POST" and not may:
        raise PermissionDenied
    if request.method == "POST" or by_htmx(request):
        return form_page(request, form, title=title, save=save, back=back, more={"submit": "Merge"})
    shown = {"form": form, "title": title, "back": back, "address": request.path, "conflicts": []}
    return render(request, "desk/duplicates/account.html", {**more, **shown})


@require_POST
def duplicate_account_apart(request: HttpRequest, pk: int) -> HttpResponse:
    """They are two customers; they are not offered again."""
    keep_accounts_apart(pair=_pair(request, pk).alike, by=reader(request), at=database_now())
    return done(request, "Kept apart. They are not offered again.", back=reverse(PAGE))


@require_http_methods(["GET", "HEAD", "POST"])
def account_unmerge(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a merger back; closed months ask for the reason."""
    user, back = reader(request), reverse(PAGE)
    rows = AccountMerger.objects.visible_to(user).select_related("merged", "survivor")
    merger = get_object_or_404(rows, pk=pk)
    if not all(may_edit(number, user) for number in (merger.merged_id, merger.survivor_id)):
        raise PermissionDenied
    form = TakeBackForm(request.POST if request.method == "POST" else None)

    def save() -> str:
        unmerge_accounts(merger=merger, by=user, at=database_now(), **form.fields_said())
        return f"Taken back: {merger.merged.name} stands by itself again."

    title = f"Take {merger.merged.name} out of {merger.survivor.name}"
    return form_page(request, form, title=title, save=save, back=back, more={"submit": "Take back"})


def _pair(request: HttpRequest, pk: int) -> AccountPair:
    rows = AlikeAccounts.objects.visible_to(reader(request))
    rows = rows.select_related("first__owner", "second__owner")
    return AccountPair(get_object_or_404(rows, pk=pk))
