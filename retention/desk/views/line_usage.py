"""What a usage line billed, month by month."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.actions import record_usage
from accounts.forms.contract_changes import UsageForm
from accounts.models import ContractLine
from accounts.variable import months_before
from retention.lib.clock import database_now
from retention.lib.zones import local_day

from ..editing import form_page
from ..reader import reader, refuse_others


@require_http_methods(["GET", "HEAD", "POST"])
def line_usage(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down a month; the same month again corrects it."""
    user, at = reader(request), database_now()
    lines = ContractLine.objects.visible_to(user).select_related("contract__account", "product")
    row = get_object_or_404(lines, pk=pk)
    refuse_others(request, row)
    last_month = months_before(local_day(at, user.time_zone))[-1]
    form = UsageForm(request.POST or None, initial={"month": last_month})

    def save() -> str:
        kept = record_usage(line=row, by=user, at=at, **form.fields_said())
        return f"{kept.month:%B %Y} is written down."

    back = reverse("contract", args=[row.contract_id])
    return form_page(request, form, title=f"Usage of “{row}”", save=save, back=back)
