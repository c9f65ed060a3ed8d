"""The pages that belong to the renewals, as tabs."""

from django.urls import reverse
from django.utils.translation import gettext as _

from retention.team.models import User
from retention.team.visibility import leads_people, runs_the_workspace

from ..parts import Tab


def family(user: User, current: str) -> list[Tab]:
    """Everybody's, then what leads look at, then what admins keep; ``current`` is a url name."""
    pages = [("renewals", _("Renewals")), ("assessments", _("Assessments")), ("renewals_lost", _("Losses"))]
    if leads_people(user):
        pages += [("play_report", _("Save plays")), ("findings", _("Check"))]
    if runs_the_workspace(user):
        pages += [("price_policy", _("Price policy"))]
    return [Tab(label, reverse(name), current=name == current) for name, label in pages]
