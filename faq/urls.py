"""Addresses of the questions beside Wagtail's tree."""

from django.urls import path

from faq import views

app_name = "faq"
urlpatterns = [
    path("search/", views.search_page, name="search"),
    path("help/<slug:key>/", views.help_page, name="help"),
    path("feedback/", views.vote, name="vote"),
    path("feedback/thanks/", views.thanks, name="thanks"),
]
