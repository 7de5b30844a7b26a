"""For wagtail-localize's page of a translation."""

from django import template

from home.translation.side_by_side import for_editor

register = template.Library()
register.filter(for_editor)
