"""Addresses of calendar feeds."""

from django.urls import path

from . import views

urlpatterns = [
    path("settings/calendar/", views.calendar_links, name="calendar_links"),
    path("calendar/<str:secret>/notice-deadlines.ics", views.notice_deadlines, name="notice_deadlines"),
]
