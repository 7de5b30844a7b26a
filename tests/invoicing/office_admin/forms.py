"""Posting a page's own form again, with something changed: what a clerk does."""

from django.test import Client


def filled(page, **changes) -> dict:
    """What the form on `page` would post as it stands, with `changes`; None leaves a field out (an unticked box)."""
    form = page.context["form"]
    values = {field.html_name: field.value() for field in form}
    posted = {name: value for name, value in values.items() if value not in (None, False)} | changes
    return {name: value for name, value in posted.items() if value is not None}


def save(client: Client, address: str, **changes):
    """Open `address`, change fields, post."""
    return client.post(address, filled(client.get(address), **changes))
