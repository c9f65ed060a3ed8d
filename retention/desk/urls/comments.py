"""What colleagues say to each other about customers."""

from django.urls import path

from ..views import comments

urlpatterns = [
    path("comments/", comments.comments, name="comments"),
    path("comments/<int:pk>/", comments.comment, name="comment"),
    path("comments/<int:pk>/reply/", comments.comment_reply, name="comment_reply"),
    path("comments/<int:pk>/edit/", comments.comment_edit, name="comment_edit"),
    path("comments/<int:pk>/withdraw/", comments.comment_withdraw, name="comment_withdraw"),
    path("mentions/<int:pk>/known/", comments.mention_known, name="mention_known"),
    path("accounts/<int:pk>/comments/new/", comments.comment_new, name="comment_new"),
]
