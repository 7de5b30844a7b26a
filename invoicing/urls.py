"""Addresses of the desk, the drafts and the claims, under /<language>/guichet/."""

app_name = "invoicing"
urlpatterns = []
