"""The books: exchange rates and closed months."""

from django.urls import path

from ..views import books

urlpatterns = [
    path("books/", books.books, name="books"),
    path("books/rates/new/", books.rate_new, name="rate_new"),
    path("books/rates/paste/", books.rates_paste, name="rates_paste"),
    path("books/close/", books.period_close, name="period_close"),
]
