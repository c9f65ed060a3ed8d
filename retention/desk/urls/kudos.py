"""Praise for our people."""

from django.urls import path

from ..views import kudos

urlpatterns = [
    path("kudos/", kudos.all_kudos, name="kudos"),
    path("kudos/new/", kudos.kudos_new, name="kudos_new"),
]
