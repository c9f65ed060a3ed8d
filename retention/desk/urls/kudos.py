"""Praise for our people."""

from django.urls import path

from ..views import contributions, kudos

urlpatterns = [
    path("kudos/", kudos.all_kudos, name="kudos"),
    path("contributions/", contributions.contributions, name="contributions"),
    path("contributions/file/", contributions.contributions_file, name="contributions_file"),
    path("kudos/new/", kudos.kudos_new, name="kudos_new"),
]
