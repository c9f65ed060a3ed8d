"""Reviews: their calendar, one review with its pack, its files, and what is done with it."""

from django.urls import path

from ..views import reviews, reviews_edit

urlpatterns = [
    path("reviews/", reviews.reviews, name="reviews"),
    path("reviews/due/", reviews.reviews_due, name="reviews_due"),
    path("accounts/<int:pk>/reviews/", reviews.account_reviews, name="account_reviews"),
    path("accounts/<int:pk>/reviews/new/", reviews_edit.review_new, name="review_new"),
    path("reviews/<int:pk>/", reviews.review, name="review"),
    path("reviews/<int:pk>/customer.pdf", reviews.review_pdf, name="review_pdf"),
    path("reviews/<int:pk>/internal.pdf", reviews.review_inside_pdf, name="review_inside_pdf"),
    path("reviews/<int:pk>/edit/", reviews_edit.review_edit, name="review_edit"),
    path("reviews/<int:pk>/people/", reviews_edit.review_invite, name="review_invite"),
    path("reviews/<int:pk>/prepare/", reviews_edit.review_prepare, name="review_prepare"),
    path("reviews/<int:pk>/send/", reviews_edit.review_send, name="review_send"),
    path("reviews/<int:pk>/hold/", reviews_edit.review_hold, name="review_hold"),
    path("reviews/<int:pk>/sum-up/", reviews_edit.review_sum_up, name="review_sum_up"),
    path("reviews/<int:pk>/cancel/", reviews_edit.review_cancel, name="review_cancel"),
    path("reviews/<int:pk>/sections/<slug:key>/", reviews_edit.review_section, name="review_section"),
]
