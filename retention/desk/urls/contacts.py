"""Contacts."""

from django.urls import path

from ..views import contacts, objections

urlpatterns = [
    path("people/<int:pk>/", contacts.contact, name="contact"),
    path("people/<int:pk>/edit/", contacts.contact_edit, name="contact_edit"),
    path("people/<int:pk>/left/", contacts.contact_departed, name="contact_departed"),
    path("people/<int:pk>/pause/", contacts.contact_pause, name="contact_pause"),
    path("people/<int:pk>/objections/new/", objections.objection_new, name="objection_new"),
    path("objections/<int:pk>/lift/", objections.objection_lift, name="objection_lift"),
    path("accounts/<int:pk>/people/new/", contacts.contact_new, name="contact_new"),
]
