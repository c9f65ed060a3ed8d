"""The advocacy register."""

from django.urls import path

from ..views import advocacy

urlpatterns = [
    path("advocacy/", advocacy.advocacy, name="advocacy"),
    path("advocacy/file/", advocacy.advocacy_file, name="advocacy_file"),
    path("advocacy/<int:pk>/answer/", advocacy.advocacy_answer, name="advocacy_answer"),
    path("advocacy/<int:pk>/given/", advocacy.advocacy_given, name="advocacy_given"),
    path("people/<int:pk>/ask/", advocacy.advocacy_ask, name="advocacy_ask"),
    path("people/<int:pk>/consents/new/", advocacy.consent_new, name="consent_new"),
    path("consents/<int:pk>/withdraw/", advocacy.consent_withdraw, name="consent_withdraw"),
]
