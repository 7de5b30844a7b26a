"""The frame of the admin, made faster: what it shows is what Wagtail would show, and each sees his own."""

import re

import pytest
from django import forms
from django.template.loader import render_to_string
from django.utils.translation import override
from wagtail.admin.templatetags import wagtailadmin_tags as wagtail

from invoicing.roles import create_clerk_group, make_clerk, make_reviewer
from portal.templatetags import admin_tags
from tests.factories import AccountFactory


class SampleForm(forms.Form):
    name = forms.CharField(label="Nom <b>", help_text="Comme sur la carte & l’avis")
    remark = forms.CharField(label="Remarque", required=False, widget=forms.Textarea)
    reason = forms.ChoiceField(label="Raison", choices=[("a", "A"), ("b", "B")])
    is_sure = forms.BooleanField(label="Sûr", required=False)


def squeezed(html: str) -> str:
    """Without the blanks that mean nothing, and in one way of closing a tag."""
    html = re.sub(r"\s*(</?[a-z][^>]*?)\s*/?>\s*", r"\1>", re.sub(r"\s+", " ", html))
    return re.sub(r'\s+(?=")', "", html).strip()


@pytest.fixture
def reviewer(db):
    account = AccountFactory(staff=True, first_name="Rita")
    make_reviewer(account)
    return account


@pytest.mark.parametrize("data", [None, {"name": "", "reason": "z"}], ids=["blank", "with errors"])
@pytest.mark.parametrize("name", SampleForm.base_fields)
@pytest.mark.parametrize(
    "options",
    [{}, {"sr_only_label": True, "icon": "search", "classname": "wide"}, {"show_label": False, "wrapper_id": "w"}],
    ids=["plain", "with icon", "without label"],
)
def test_field_is_laid_out_as_wagtail_does(data, name, options):
    field = SampleForm(data)[name]
    theirs = render_to_string("wagtailadmin/shared/formatted_field.html", wagtail.formattedfield(field, **options))
    assert squeezed(admin_tags.formattedfield(field, **options)) == squeezed(theirs)


@pytest.mark.parametrize("options", [{}, {"classname": "big", "title": "Plus & moins"}, {"wrapped": True}])
def test_icon_is_wagtails(options):
    theirs = render_to_string("wagtailadmin/shared/icon.html", wagtail.icon("plus", **options))
    assert squeezed(admin_tags.icon("plus", **options)) == squeezed(theirs)


def request_of(account, signed_in_client):
    return signed_in_client(account).get("/admin/claims/").wsgi_request


@pytest.mark.parametrize("language", ["fr", "de"])
def test_frame_that_is_kept_is_the_one_wagtail_draws(reviewer, signed_in_client, language):
    context = {"request": request_of(reviewer, signed_in_client)}
    with override(language):
        for _made_then_kept in range(2):
            assert admin_tags.sidebar_props(context) == wagtail.sidebar_props(context)
            assert squeezed(admin_tags.keyboard_shortcuts_dialog(context)) == squeezed(keys_by_wagtail(context))
            ours, theirs = admin_tags.wagtail_config(context), wagtail.wagtail_config(context)
            assert ours | {"CSRF_TOKEN": "…"} == theirs | {"CSRF_TOKEN": "…"}  # masked anew each time


def keys_by_wagtail(context: dict) -> str:
    return render_to_string(admin_tags.KEYS, wagtail.keyboard_shortcuts_dialog(context))


def test_frame_is_each_ones_own(reviewer, signed_in_client):
    other = AccountFactory(staff=True, first_name="Beat")
    make_reviewer(other)
    first, second = (request_of(account, signed_in_client) for account in (reviewer, other))
    menus = [admin_tags.sidebar_props({"request": request}) for request in (first, second, first)]
    assert ["Rita" in menu for menu in menus] == [True, False, True]
    assert ["Beat" in menu for menu in menus] == [False, True, False]


def test_right_that_is_taken_away_leaves_the_menu_at_once(reviewer, signed_in_client):
    make_clerk(reviewer)
    before = admin_tags.sidebar_props({"request": request_of(reviewer, signed_in_client)})
    reviewer.groups.remove(create_clerk_group())
    after = admin_tags.sidebar_props({"request": request_of(reviewer, signed_in_client)})
    assert ["/rates/" in before, "/rates/" in after] == [True, False]


def test_keys_that_are_switched_off_are_said_so(reviewer, signed_in_client):
    on = admin_tags.keyboard_shortcuts_dialog({"request": request_of(reviewer, signed_in_client)})
    reviewer.wagtail_userprofile.keyboard_shortcuts = False
    reviewer.wagtail_userprofile.save()
    context = {"request": request_of(reviewer, signed_in_client)}
    assert admin_tags.keyboard_shortcuts_dialog(context) != on
    assert admin_tags.wagtail_config(context)["KEYBOARD_SHORTCUTS_ENABLED"] is False
