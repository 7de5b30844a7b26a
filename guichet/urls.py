"""Addresses of registration, sign-in and the account, under /<language>/guichet/."""

app_name = "guichet"
urlpatterns = []
