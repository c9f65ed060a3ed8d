"""What customers say: feedback and surveys."""

from django.urls import path

from ..views import surveys, voice

urlpatterns = [
    path("feedback/", voice.feedback, name="feedback"),
    path("feedback/<int:pk>/", voice.feedback_item, name="feedback_item"),
    path("accounts/<int:pk>/feedback/new/", voice.feedback_new, name="feedback_new"),
    path("feedback/<int:pk>/reply/", voice.feedback_reply, name="feedback_reply"),
    path("feedback/<int:pk>/close/", voice.feedback_close, name="feedback_close"),
    path("feedback/<int:pk>/reopen/", voice.feedback_reopen, name="feedback_reopen"),
    path("surveys/", surveys.surveys, name="surveys"),
    path("surveys/<int:pk>/", surveys.survey, name="survey"),
    path("people/<int:pk>/survey/", surveys.survey_ask, name="survey_ask"),
    path("answer/<str:secret>/", surveys.survey_answer, name="survey_answer"),
]
