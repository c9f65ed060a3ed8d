"""What a script can send about shared plans."""

from plans.models import AccountPlan
from retention.sharing.actions.links import PARTS
from retention.sharing.models import ClientWord
from retention.team.models import User
from tests.security.account_plans import plan
from tests.security.makers_sharing import make_share_link

from .tries import House, Try

OF_SHARING = (
    "share link", "share link renewed", "share link code", "share link revoked", "client word answered",
    "client word noted",
)  # fmt: skip


def tries_of_sharing(house: House) -> dict[str, Try]:
    """A plan with two links, at one of which somebody commented."""
    ada = User.objects.get(email="ada@keel.test")
    drawn: AccountPlan = plan(house.vela, ada)
    link, other = make_share_link(drawn, ada), make_share_link(drawn, ada)
    words = [
        ClientWord.objects.create(link=link, kind="comment", name="x", text="x", at=link.made_at)
        for _ in range(2)
    ]
    shown = dict.fromkeys(PARTS, True) | {"region": "DE"}
    said = {"plan_id": drawn.pk, "contact_id": house.contact, "days": 30, "with_code": True, **shown}
    return {
        "share link": ("POST", "share-links/", said),
        "share link renewed": ("POST", f"share-links/{link.pk}/renew/", {"days": 10}),
        "share link code": ("POST", f"share-links/{link.pk}/code/", {"with_code": True}),
        "share link revoked": ("POST", f"share-links/{other.pk}/revoke/", {}),
        "client word answered": ("POST", f"client-words/{words[0].pk}/answer/", {"answer": "Thank you"}),
        "client word noted": ("POST", f"client-words/{words[1].pk}/note/", {}),
    }
