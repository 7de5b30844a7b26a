"""What every template knows: how to reach the office."""

from django.conf import settings


def office(request):
    return {"office_phone": settings.OFFICE_PHONE, "office_hours": settings.OFFICE_HOURS}
