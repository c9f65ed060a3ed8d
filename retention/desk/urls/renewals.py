"""Renewals: the table, one renewal, and what is said about it."""

from django.urls import path

from ..views import renewals

urlpatterns = [
    path("renewals/", renewals.renewals, name="renewals"),
    path("renewals/<int:pk>/", renewals.renewal, name="renewal"),
    path("renewals/<int:pk>/call/", renewals.renewal_call, name="renewal_call"),
    path("renewals/<int:pk>/stage/", renewals.renewal_stage, name="renewal_stage"),
]
