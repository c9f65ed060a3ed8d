"""What is known over all accounts."""

from django.urls import path

from ..views import differences, judged, known

urlpatterns = [
    path("known/", known.known, name="known"),
    path("known/file/", known.known_file, name="known_file"),
    path("known/judged/", judged.judged_by, name="judged"),
    path("known/judged/file/", judged.judged_file, name="judged_file"),
    path("known/differences/", differences.differences, name="differences"),
    path("known/differences/file/", differences.differences_file, name="differences_file"),
    path("known/our-words/", differences.our_words, name="our_words"),
    path("known/<slug:topic>/", known.not_known, name="not_known"),
]
