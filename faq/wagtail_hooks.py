"""What editors keep beside the questions, and their report, in the Wagtail admin."""

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from faq.report import report
from faq.viewsets import AnswerViewSetGroup

register_snippet(AnswerViewSetGroup)


class ReportMenuItem(MenuItem):
    """For those who can do something about it."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("faq.change_faqcategory")


@hooks.register("register_admin_urls")
def add_report():
    return [path("reports/answers/", report, name="faq_report")]


@hooks.register("register_reports_menu_item")
def show_report() -> MenuItem:
    return ReportMenuItem(
        _("Rapport de la rédaction"), reverse("faq_report"), name="answers", icon_name="help", order=100
    )
