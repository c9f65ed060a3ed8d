"""Executive sponsors: pairs, their talks, and where one is missing."""

from django.urls import path

from ..views import sponsors, sponsors_edit

urlpatterns = [
    path("sponsors/", sponsors.pairs, name="pairs"),
    path("sponsors/missing/", sponsors.pairs_missing, name="pairs_missing"),
    path("sponsors/limits/<int:pk>/", sponsors_edit.pair_limit, name="pair_limit"),
    path("accounts/<int:pk>/sponsors/new/", sponsors_edit.pair_new, name="pair_new"),
    path("sponsors/<int:pk>/", sponsors.pair, name="pair"),
    path("sponsors/<int:pk>/edit/", sponsors_edit.pair_edit, name="pair_edit"),
    path("sponsors/<int:pk>/plan/", sponsors_edit.pair_plan, name="pair_plan"),
    path("sponsors/<int:pk>/hand-over/", sponsors_edit.pair_hand_over, name="pair_hand_over"),
    path("sponsors/<int:pk>/end/", sponsors_edit.pair_end, name="pair_end"),
    path("sponsor-talks/<int:pk>/follow-up/", sponsors_edit.talk_follow_up, name="talk_follow_up"),
]
