"""Filters of the office's pages: a value by its path, and a path as an id."""

from django import template

register = template.Library()


@register.filter
def at(values: dict[str, str], path: str) -> str:
    """What `values` holds at `path`; empty when nothing."""
    return values.get(path, "") if values else ""


@register.filter
def slugify_path(path: str) -> str:
    """trips.k3f9.kilometres as trips-k3f9-kilometres."""
    return path.replace(".", "-")
