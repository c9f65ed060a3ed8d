"""Hours included and delivered."""

from django.urls import path

from ..views import hours, hours_edit

urlpatterns = [
    path("hours/", hours.hours, name="hours"),
    path("accounts/<int:pk>/hours/", hours.account_hours, name="account_hours"),
    path(
        "accounts/<int:pk>/hours/<int:year>/<int:month>/",
        hours.account_hours_month,
        name="account_hours_month",
    ),
    path(
        "accounts/<int:pk>/hours/<int:year>/<int:month>/decide/",
        hours_edit.over_service_decide,
        name="over_service_decide",
    ),
    path("accounts/<int:pk>/time/new/", hours_edit.time_new, name="time_new"),
    path("time/<int:pk>/withdraw/", hours_edit.time_withdraw, name="time_withdraw"),
    path("time/<int:pk>/restore/", hours_edit.time_restore, name="time_restore"),
    path("accounts/<int:pk>/allowances/new/", hours_edit.allowance_new, name="allowance_new"),
    path("allowances/<int:pk>/end/", hours_edit.allowance_end, name="allowance_end"),
]
