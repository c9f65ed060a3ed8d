"""The style page."""

from django.urls import path

from retention.desk.views.style import style, style_form

urlpatterns = [
    path("style/", style, name="style"),
    path("style/form/", style_form, name="style_form"),
]
