"""People's data."""

from django.urls import path

from ..views import privacy

urlpatterns = [
    path("people/<int:pk>/data/", privacy.contact_data, name="contact_data"),
    path("people/<int:pk>/data/copy/", privacy.contact_copy, name="contact_copy"),
    path("people/<int:pk>/data/copying/", privacy.contact_copying, name="contact_copying"),
    path("people/<int:pk>/erasing/", privacy.contact_erasing, name="contact_erasing"),
    path("people/<int:pk>/erase/", privacy.contact_erase, name="contact_erase"),
    path("data-requests/", privacy.data_requests, name="data_requests"),
]
