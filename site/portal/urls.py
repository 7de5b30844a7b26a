"""Every address of the portal, in the order in which they are tried."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.generic import RedirectView
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

import faq.urls
from guichet import limits
from home.views import guide_pdf, robots, sitemap

from . import dev_outbox, feedback
from .counted import counted

handler400 = "portal.errors.bad_request"
handler403 = "portal.errors.forbidden"
handler404 = "portal.errors.not_found"
handler500 = "portal.errors.server_error"

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("robots.txt", robots),
    path("sitemap.xml", sitemap),
    *i18n_patterns(
        path("guichet/", include("guichet.urls")),
        path("guichet/", include("invoicing.urls")),
        path("", include((counted(faq.urls.urlpatterns, limits.public_vote), faq.urls.app_name))),
        # Wagtail's own form would sign in without a code, and count no attempt.
        path("_util/login/", RedirectView.as_view(pattern_name="guichet:sign-in")),
        path("obstacle/", feedback.feedback_page, name="feedback"),
        path("obstacle/done/", feedback.feedback_done, name="feedback-done"),
        path("guide/<uuid:key>.pdf", guide_pdf, name="guide-pdf"),
        path("", include(wagtail_urls)),
    ),
]

if settings.DEV_OUTBOX:
    urlpatterns = [
        path("dev/outbox/", dev_outbox.outbox, name="dev-outbox"),
        path("dev/outbox/<str:name>", dev_outbox.outbox_html, name="dev-outbox-html"),
        path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT}),
        *urlpatterns,
    ]
