"""What every template knows: how to reach the office, and where this page stands in each language."""

from django.conf import settings


def office(request):
    return {"office_phone": settings.OFFICE_PHONE, "office_hours": settings.OFFICE_HOURS}


def translations(request):
    """Addresses that a page found for itself; other pages keep their path and change its first part.

    `shown_in` is the language of a page that is not yet translated into the reader's.
    """
    return {"translated_urls": getattr(request, "translated_urls", {}), "shown_in": getattr(request, "shown_in", "")}
