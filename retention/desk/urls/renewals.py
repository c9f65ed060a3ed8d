"""Renewals: the table, one renewal, and what is said about it."""

from django.urls import path

from ..views import renewal, renewals

urlpatterns = [
    path("renewals/", renewals.renewals, name="renewals"),
    path("renewals/<int:pk>/", renewal.renewal, name="renewal"),
    path("renewals/<int:pk>/call/", renewal.renewal_call, name="renewal_call"),
    path("renewals/<int:pk>/stage/", renewal.renewal_stage, name="renewal_stage"),
    path("renewals/<int:pk>/close/", renewal.renewal_close, name="renewal_close"),
    path("renewals/<int:pk>/reopen/", renewal.renewal_reopen, name="renewal_reopen"),
]
