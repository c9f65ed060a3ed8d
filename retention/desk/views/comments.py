"""What colleagues say to each other about customers: the feed, a thread, writing, answering, taking back."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from retention.lib.clock import database_now
from retention.lib.errors import DomainError
from retention.lib.keyset import Sort
from retention.teamwork.actions.comments import add_comment, edit_comment, reply_to_comment, withdraw_comment
from retention.teamwork.actions.mentions import acknowledge_mention
from retention.teamwork.filters import CommentFilter
from retention.teamwork.models import Comment, Mention

from ..account.comments import shown, with_names
from ..answering import done, refused, way_back
from ..comment_forms import CommentEditForm, CommentForm, ReplyForm
from ..editing import form_page
from ..lists import listing, quick_views
from ..reader import reader
from .account import the_account

SORTS = {"said": Sort("said_at", "Said", datetime.fromisoformat, descending=True)}
SHOWS_AND_SAVES = ["GET", "HEAD", "POST"]


@require_safe
def comments(request: HttpRequest) -> HttpResponse:
    """What was said lately about the accounts the reader sees; first of all what waits for them."""
    user = reader(request)
    segments = quick_views(
        request,
        (
            (_("All"), ""),
            (_("Waits for me"), "unanswered=1"),
            (_("Names me"), "mentioned=me"),
            (_("From me"), "author=me"),
        ),
    )
    found = listing(request, with_names(Comment.objects.visible_to(user)), CommentFilter, sorts=SORTS)
    context = {"list": found, "comments": shown(found.rows, user, database_now()), "segments": segments}
    return render(request, "desk/comments/list.html", context)


@require_safe
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """One thread: what was said, and every answer to it."""
    user, row = reader(request), _one(request, pk)
    if row.parent_id is not None:
        return redirect(f"{reverse('comment', args=[row.parent_id])}#comment-{row.pk}")
    answers = with_names(Comment.objects.visible_to(user)).filter(parent=row).order_by("said_at", "id")[:200]
    context = {
        "account": row.account,
        "main_account": row.account_id,
        "comments": shown([row, *answers], user, database_now()),
        "thread": row,
        "form": None if row.withdrawn_at else ReplyForm(user=user),
    }
    return render(request, "desk/comments/thread.html", context)


@require_http_methods(SHOWS_AND_SAVES)
def comment_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Say something about an account, or about one of its records."""
    account, user = the_account(request, pk), reader(request)
    asked = request.GET.get("about", "")
    form = CommentForm(request.POST or None, user=user, account=account, asked=asked)
    back = way_back(request, reverse("account_timeline", args=[pk]) + "?show=comments")

    def save() -> str:
        add_comment(account=account, by=user, at=database_now(), **form.fields_said())
        return _("Comment added.")

    title = _("Comment on {account}").format(account=account.name)
    return form_page(
        request, form, title=title, save=save, back=back,
        more={"submit": _("Comment"), "address": request.get_full_path()},
    )  # fmt: skip


@require_http_methods(SHOWS_AND_SAVES)
def comment_reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer in a thread."""
    row, user = _one(request, pk), reader(request)
    form = ReplyForm(request.POST or None, user=user)

    def save() -> str:
        reply_to_comment(comment=row, by=user, at=database_now(), **form.fields_said())
        return _("Answered.")

    title = _("Answer {name}").format(name=row.author.name)
    back = reverse("comment", args=[row.thread_id])
    return form_page(request, form, title=title, save=save, back=back, more={"submit": _("Answer")})


@require_http_methods(SHOWS_AND_SAVES)
def comment_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Put right what one wrote a moment ago."""
    row, user = _one(request, pk), reader(request)
    if row.author_id != user.pk:
        raise PermissionDenied("Only the author puts a comment right.")
    said = {"text": row.text, "version": row.version}
    form = CommentEditForm(request.POST or None, initial=said)

    def save() -> str:
        edit_comment(
            comment=row, text=form.cleaned_data["text"], by=user, at=database_now(),
            expected_version=form.expected_version,
        )  # fmt: skip
        return _("Saved.")

    back = reverse("comment", args=[row.thread_id])
    return form_page(
        request, form, title=_("Put right"), save=save, back=back, record=lambda: _one(request, pk)
    )


@require_POST
def comment_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take words back."""
    row = _one(request, pk)
    try:
        withdraw_comment(comment=row, by=reader(request), at=database_now())
    except DomainError as error:
        return refused(request, error.message, back=_thread(row))
    return done(request, _("Comment withdrawn."), back=_thread(row), gone=f"comment-{row.pk}")


@require_POST
def mention_known(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that one has read where one is named."""
    rows = Mention.objects.visible_to(reader(request)).select_related("comment")
    row = get_object_or_404(rows, pk=pk)
    acknowledge_mention(mention=row, by=reader(request), at=database_now())
    return done(request, _("You know."), back=_thread(row.comment), gone=f"known-{row.pk}")


def _one(request: HttpRequest, pk: int) -> Comment:
    rows = with_names(Comment.objects.visible_to(reader(request))).select_related("account__owner", "parent")
    return get_object_or_404(rows, pk=pk)


def _thread(row: Comment) -> str:
    return f"{reverse('comment', args=[row.thread_id])}#comment-{row.pk}"
