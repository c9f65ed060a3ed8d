"""Handing accounts over."""

from django.urls import path

from ..views import handover

urlpatterns = [path("hand-over/", handover.hand_over, name="hand_over")]
