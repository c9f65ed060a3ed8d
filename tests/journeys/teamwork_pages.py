"""A pair, a deliverable and praise at the account of a journey, and their pages."""

from contacts.actions.voice import write_feedback
from contacts.models import Contact
from retention.lib.clock import database_now
from retention.team.models import User
from retention.teamwork.actions.comments import add_comment
from retention.teamwork.actions.deliverables import add_deliverable
from retention.teamwork.actions.pairs import pair_executives
from retention.teamwork.actions.parts import give_part
from tests.desk.book import Book
from tests.factories import make_contact


def teamwork_pages(book: Book) -> list[str]:
    """Lists, one of each, and the forms."""
    account, at = book.account, database_now()
    lena: User = account.owner  # type: ignore[assignment] # the journey's account has one
    chief: Contact = make_contact(account, "Ines Duarte", title="Chief executive")
    pair = pair_executives(account=account, user=lena, contact=chief, by=lena, at=at, topics="Prices")
    row = add_deliverable(account=account, name="Monthly report", accountable_user=lena, by=lena, at=at)
    give_part(deliverable=row, part="consulted", contact=chief, by=lena, at=at)
    heard = write_feedback(account=account, kind="praise", text="Quick", about_user=lena, by=lena, at=at)
    said = add_comment(account=account, text="Ask about prices", by=lena, at=at)
    own = f"/accounts/{account.pk}/"
    return [
        "/sponsors/", "/sponsors/missing/", f"/sponsors/{pair.pk}/", f"{own}sponsors/new/",
        f"/sponsors/{pair.pk}/hand-over/", "/deliverables/", f"{own}deliverables/",
        f"{own}deliverables/new/", f"/deliverables/{row.pk}/parts/new/", "/kudos/", "/kudos/new/",
        "/comments/", f"/comments/{said.pk}/", f"{own}comments/new/",
        "/contributions/", "/steps/", f"/steps/{book.step.pk}/", "/colleagues/", f"/colleagues/{lena.pk}/",
        f"/feedback/{heard.pk}/", f"/promises/{book.promise.pk}/",
    ]  # fmt: skip
