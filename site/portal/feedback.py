"""The page on which anybody tells the office of an obstacle. It stands here because it needs the public pages' form and
the limits of the guichet, which know nothing of each other.
"""

from django.shortcuts import redirect, render
from django.utils.translation import get_language
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
    if sent and form.is_valid():
        limits.feedback().raise_by_one()
        form.instance.language = get_language()
        form.save()
        return redirect("feedback-done")
    return show_form(request, "home/feedback.html", form)


@require_safe
def feedback_done(request):
    return render(request, "home/feedback_done.html")
