"""What is known over all accounts."""

from django.urls import path

from ..views import known

urlpatterns = [
    path("known/", known.known, name="known"),
    path("known/file/", known.known_file, name="known_file"),
    path("known/<slug:topic>/", known.not_known, name="not_known"),
]
