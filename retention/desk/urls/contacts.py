"""Contacts."""

from django.urls import path

from ..views import contacts

urlpatterns = [
    path("people/<int:pk>/", contacts.contact, name="contact"),
    path("people/<int:pk>/edit/", contacts.contact_edit, name="contact_edit"),
    path("people/<int:pk>/left/", contacts.contact_departed, name="contact_departed"),
    path("people/<int:pk>/pause/", contacts.contact_pause, name="contact_pause"),
    path("accounts/<int:pk>/people/new/", contacts.contact_new, name="contact_new"),
]
