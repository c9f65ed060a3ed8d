"""Search."""

from django.urls import path

from ..views.search import search

urlpatterns = [path("search/", search, name="search")]
