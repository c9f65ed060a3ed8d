"""Shared plans: our side, and the page behind a link."""

from django.urls import path

from ..views import shared_plan, sharing

urlpatterns = [
    path("plans/<int:pk>/share/", sharing.plan_share, name="plan_share"),
    path("share-links/<int:pk>/renew/", sharing.share_link_renew, name="share_link_renew"),
    path("share-links/<int:pk>/code/", sharing.share_link_code, name="share_link_code"),
    path("share-links/<int:pk>/revoke/", sharing.share_link_revoke, name="share_link_revoke"),
    path("share-links/<int:pk>/preview/", sharing.share_link_preview, name="share_link_preview"),
    path("client-words/<int:pk>/answer/", sharing.client_word_answer, name="client_word_answer"),
    path("client-words/<int:pk>/note/", sharing.client_word_note, name="client_word_note"),
    path("share/<str:secret>/", shared_plan.share, name="share"),
    path("share/<str:secret>/plan.pdf", shared_plan.share_file, name="share_file"),
    path("share/<str:secret>/say/", shared_plan.share_say, name="share_say"),
]
