"""The form that gives a decision a map of its own."""

from typing import Any

from django import forms

from accounts.models import Account
from contacts.models import MapScope
from retention.lib import accepts
from retention.lib.form_fields import CheckedField, RecordField, offer
from retention.lib.forms import ActionForm
from retention.renewals.models import Renewal
from retention.team.models import User


class MapScopeForm(ActionForm):
    """An open renewal, or an opportunity by what it is about."""

    renewal = RecordField(required=False, label="Renewal", empty_label="None: an opportunity")
    title = CheckedField(
        accepts.text("The opportunity", 120),
        required=False,
        label="Opportunity",
        help_text="What is to be decided, without names.",
    )

    def __init__(self, *args: Any, user: User, account: Account, **options: Any) -> None:
        super().__init__(*args, **options)
        mapped = MapScope.objects.visible_to(user).filter(account=account, renewal_id__isnull=False)
        rows = Renewal.objects.visible_to(user).open().filter(account=account).select_related("contract")
        offer(self, renewal=rows.exclude(pk__in=mapped.values("renewal_id")).order_by("decision_on", "id"))

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        said = super().clean() or self.cleaned_data
        if not self.errors and bool(said.get("renewal")) == bool(said.get("title")):
            text = "Choose a renewal, or say what the opportunity is about."
            self.add_error("title", forms.ValidationError(text))
        return said
