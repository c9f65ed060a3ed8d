"""Touchpoints: the log, one entry, and writing to it."""

from django.urls import path

from ..views import touchpoints

urlpatterns = [
    path("touchpoints/", touchpoints.touchpoints, name="touchpoints"),
    path("touchpoints/new/", touchpoints.touchpoint_new, name="touchpoint_new"),
    path("touchpoints/<int:pk>/", touchpoints.touchpoint, name="touchpoint"),
    path("touchpoints/<int:pk>/correct/", touchpoints.touchpoint_correct, name="touchpoint_correct"),
    path("touchpoints/<int:pk>/withdraw/", touchpoints.touchpoint_withdraw, name="touchpoint_withdraw"),
]
