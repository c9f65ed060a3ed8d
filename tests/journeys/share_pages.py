"""The pages of a shared plan: our links, the preview, and what the customer opens."""

from tests.desk.book import Book
from tests.sharing.shared_book import make_shared_book


def share_pages(book: Book) -> list[str]:
    """A plan that is shared, from either side; a link that opens nothing."""
    owner = book.account.owner
    assert owner is not None
    shared = make_shared_book(book.account, owner)
    link = shared.made.link
    return [
        f"/plans/{shared.plan.pk}/", f"/plans/{shared.plan.pk}/share/", f"/share-links/{link.pk}/preview/",
        shared.path, "/share/nothing-like-it/",
    ]  # fmt: skip
