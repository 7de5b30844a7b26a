"""The page on which anybody tells the office of an obstacle. It stands here because it needs the public pages' form and
the limits of the guichet, which know nothing of each other.
"""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guichet import limits
from guichet.views.pages import read_form, show_form
from home.forms import FeedbackForm


@require_http_methods(["GET", "HEAD", "POST"])
def feedback_page(request):
    """The form; what is sent is kept for the editors, once the limit of the sender's network allows it."""
    form, sent = read_form(request, FeedbackForm)
    if sent and form.is_from_machine:
        return redirect("feedback-done")
    retry_after, status = 0, 200
    if sent and form.is_valid():
        try:
            limits.feedback().raise_by_one()
            return _keep(form)
        except limits.TooMany as error:
            form.add_error(None, _("Vous avez déjà envoyé plusieurs messages. Réessayez plus tard ou appelez-nous."))
            retry_after, status = error.retry_after, 429
        except limits.LimitsUnavailable:
            form.add_error(None, _("L’envoi n’est pas possible en ce moment. Réessayez dans quelques minutes."))
            retry_after, status = 60, 503
    response = show_form(request, "home/feedback.html", form, status=status)
    if retry_after:
        response["Retry-After"] = str(retry_after)
    return response


def _keep(form: FeedbackForm) -> HttpResponse:
    form.instance.language = get_language()
    form.save()
    return redirect("feedback-done")


@require_safe
def feedback_done(request):
    return render(request, "home/feedback_done.html")
