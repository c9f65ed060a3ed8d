"""Competitors named by customers."""

from django.urls import path

from ..views import competitors

urlpatterns = [
    path("competitors/", competitors.competitors, name="competitors"),
    path("competitors/file/", competitors.competitors_file, name="competitors_file"),
]
