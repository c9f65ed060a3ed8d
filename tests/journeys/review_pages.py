"""A prepared review at the account of a journey, and its pages."""

from retention.lib.clock import database_now
from retention.reviews.actions.planning import invite, plan_review
from retention.reviews.actions.preparing import prepare_review
from retention.team.models import User
from tests.desk.book import Book


def review_pages(book: Book) -> list[str]:
    """The calendar, who is due, one review and its forms."""
    account, at = book.account, database_now()
    lena: User = account.owner  # type: ignore[assignment] # the journey's account has one
    review = plan_review(account=account, planned_on=book.today, by=lena, at=at)
    invite(review=review, contacts=[book.contact], users=[lena], by=lena, at=at)
    prepare_review(review=review, by=lena, at=at)
    own, theirs = f"/reviews/{review.pk}/", f"/accounts/{account.pk}/reviews/"
    return [
        "/reviews/", "/reviews/due/", theirs, f"{theirs}new/", own, f"{own}edit/", f"{own}people/",
        f"{own}sections/value/", f"{own}hold/",
    ]  # fmt: skip
