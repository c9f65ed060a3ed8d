"""Addresses of imports."""

from django.urls import path

from . import mapping_views, views

urlpatterns = [
    path("imports/", views.imports, name="imports"),
    path("imports/new/", views.import_new, name="import_new"),
    path("imports/<int:pk>/", views.import_page, name="import"),
    path("imports/<int:pk>/progress/", views.import_progress, name="import_progress"),
    path("imports/<int:pk>/choices/", views.import_choose, name="import_choose"),
    path(
        "imports/<int:pk>/files/<int:file_pk>/columns/", mapping_views.import_columns, name="import_columns"
    ),
    path("imports/<int:pk>/undo/", views.import_undo, name="import_undo"),
    path("imports/<int:pk>/stop/", views.import_stop, name="import_stop"),
    path("imports/<int:pk>/discard/", views.import_discard, name="import_discard"),
    path("imports/<int:pk>/files/<int:file_pk>/not-taken.csv", views.import_rejected, name="import_rejected"),
]
