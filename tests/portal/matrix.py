"""Who gets which answer where: one row for each address of the portal, in the order of the URL files.

A row says the status of a GET: for who is not (wholly) signed in, for the owner, for everybody else. An address that
has no row makes test_permissions fail.
"""

from dataclasses import dataclass, field

SIGNED_OUT = ("anonymous", "password only", "session without code")
STAFF = ("reviewer", "second reviewer", "clerk", "manager", "editor", "administrator")
FOREIGN = ("other citizen", "representative", *STAFF)
PEOPLE = (*SIGNED_OUT, "owner", *FOREIGN)

SENT = 302  # to the sign-in page, or where one goes from here
POST_ONLY = 405


@dataclass(frozen=True)
class Row:
    """`route` as in the URL files, without language; `ids` names attributes of the world that fill it."""

    route: str
    out: int
    owner: int
    foreign: int
    ids: dict = field(default_factory=dict)
    but: dict = field(default_factory=dict)  # the exceptions: person → status

    def expected(self, person: str) -> int:
        if person in self.but:
            return self.but[person]
        if person in SIGNED_OUT:
            return self.out
        return self.owner if person == "owner" else self.foreign


def public(route: str, **ids) -> Row:
    return Row(route, 200, 200, 200, ids)


def personal(route: str, **but) -> Row:
    """One's own pages: everybody has his."""
    return Row(route, SENT, 200, 200, but=but)


def owned(route: str, *, owner: int = 200, out: int = SENT, foreign: int = 404, **ids) -> Row:
    """Something of the owner's: for others it does not exist, staff included."""
    return Row(route, out, owner, foreign, ids)


def office(route: str, status: int = 200, **ids) -> Row:
    """The office's claims: for reviewers and administrators; for editors and citizens there is no such thing."""
    return Row(route, SENT, 404, 404, ids, but={"reviewer": status, "second reviewer": status, "administrator": status})


def office_data(route: str, status: int = 200, **ids) -> Row:
    """The office's data: for parameter clerks and administrators; for all others there is no such thing."""
    return Row(route, SENT, 404, 404, ids, but={"clerk": status, "administrator": status})


DEVELOPMENT = [
    public("dev/outbox/"),
    Row("dev/outbox/<str:name>", SENT, SENT, SENT, {"name": "nothing"}),
    Row("media/<path:path>", 404, 404, 404, {"path": "no_folder"}),
]

PUBLIC = [
    public("robots.txt"),
    public("sitemap.xml"),
    public("search/"),
    Row("help/<slug:key>/", 404, 404, 404, {"key": "nothing"}),
    Row("feedback/", POST_ONLY, POST_ONLY, POST_ONLY),
    Row("feedback/thanks/", SENT, SENT, SENT),
    public("^((?:[\\w\\-]+/)*)$"),
    public("obstacle/"),
    public("obstacle/done/"),
    Row("guide/<uuid:key>.pdf", 404, 404, 404, {"key": "no_page"}),
    Row("_util/login/", SENT, SENT, SENT),
    Row("_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/", 404, 404, 404,
        {"page_view_restriction_id": "nowhere", "page_id": "nowhere"}),
]  # fmt: skip

GUICHET = [
    Row("guichet/register/", 200, SENT, SENT),
    public("guichet/register/done/"),
    Row("guichet/confirm-email/resend/", POST_ONLY, POST_ONLY, POST_ONLY),
    Row("guichet/confirm-email/<str:token>/", 404, 404, 404, {"token": "nothing"}),
    Row("guichet/sign-in/", 200, SENT, SENT),
    Row("guichet/sign-in/code/", SENT, SENT, SENT, but={"password only": 200}),
    Row("guichet/sign-in/code/new/", POST_ONLY, POST_ONLY, POST_ONLY),
    Row("guichet/sign-out/", POST_ONLY, POST_ONLY, POST_ONLY),
    personal("guichet/session/"),
    Row("guichet/keep-alive/", POST_ONLY, POST_ONLY, POST_ONLY),
    public("guichet/forgotten-password/"),
    public("guichet/forgotten-password/done/"),
    Row("guichet/reset-password/<str:uid>/<str:token>/", 410, 410, 410, {"uid": "nothing", "token": "nothing"}),
    personal("guichet/account/"),
    personal("guichet/account/details/"),
    personal("guichet/account/email/"),
    personal("guichet/account/password/"),
    personal("guichet/account/phone/"),
    Row("guichet/account/phone/codes/", SENT, SENT, SENT),
    personal("guichet/account/code/"),
    personal("guichet/account/beneficiaries/add/"),
    owned("guichet/account/beneficiaries/<int:pk>/", pk="child"),
    owned("guichet/account/beneficiaries/<int:pk>/retire/", owner=405, out=405, foreign=405, pk="child"),
    owned("guichet/account/decision-numbers/<int:pk>/", pk="number"),
    owned("guichet/account/decision-numbers/<int:pk>/delete/", owner=405, out=405, foreign=405, pk="number"),
    personal("guichet/account/bank-accounts/add/"),
    owned("guichet/account/bank-accounts/<int:pk>/", pk="bank_account"),
    owned("guichet/account/bank-accounts/<int:pk>/prefer/", owner=405, out=405, foreign=405, pk="bank_account"),
    owned("guichet/account/bank-accounts/<int:pk>/retire/", owner=405, out=405, foreign=405, pk="bank_account"),
]

INVOICING = [
    personal("guichet/"),
    Row("guichet/start/<slug:kind>/", SENT, 200, 200, {"kind": "kind"}),
    owned("guichet/drafts/<uuid:pk>/", pk="draft"),
    owned("guichet/drafts/<uuid:pk>/confirm/", pk="draft"),
    owned("guichet/drafts/<uuid:pk>/delete/", pk="draft"),
    owned("guichet/claims/<str:reference>/", reference="claim"),
    owned("guichet/claims/<str:reference>/sent/", reference="claim"),
    owned("guichet/claims/<str:reference>/correct/", owner=302, reference="claim"),
    owned("guichet/claims/<str:reference>/withdraw/", reference="claim"),
    owned("guichet/claims/<str:reference>/<int:number>.pdf", owner=202, reference="claim", number="version"),
    owned("guichet/documents/<uuid:pk>/", pk="document"),
    owned("guichet/claims/<str:reference>/pdf/<int:number>/", owner=202, reference="claim", number="version"),
    owned("guichet/attachments/<uuid:pk>/", pk="document"),
]

OFFICE = [
    office("admin/claims/"),
    office("admin/claims/results/"),
    office("admin/claims/paper/"),
    office("admin/claims/paper/person/", 405),
    office("admin/claims/letters/"),
    office("admin/claims/letters/<uuid:pk>/", 404, pk="no_page"),
    office("admin/claims/relatives/"),
    office("admin/claims/relatives/<int:pk>/lift/", 405, pk="nowhere"),
    office("admin/claims/bulk/", 405),
    office("admin/claims/export/", 405),
    office("admin/claims/columns/", 405),
    office("admin/claims/views/", 405),
    office("admin/claims/team/"),
    office("admin/claims/team/share/", 405),
    office("admin/claims/team/absences/", 405),
    office("admin/claims/team/absences/<int:pk>/remove/", 405, pk="absence"),
    office("admin/claims/<str:reference>/", reference="claim"),
    office("admin/claims/<str:reference>/assign/", reference="claim"),
    office("admin/claims/<str:reference>/decide/<slug:key>/", 405, reference="claim", key="act"),
    office("admin/claims/<str:reference>/documents/<uuid:pk>/", reference="claim", pk="document"),
    office(
        "admin/claims/<str:reference>/documents/<uuid:pk>/<int:number>/",
        reference="claim",
        pk="document",
        number="first_page",
    ),
    office("admin/claims/<str:reference>/pdf/<int:number>/", 404, reference="claim", number="version"),
    office("admin/claims/<str:reference>/bundle/", reference="claim"),
    office("admin/claims/<str:reference>/correction/", 405, reference="claim"),
    office("admin/claims/<str:reference>/note/", 405, reference="claim"),
    office("admin/claims/<str:reference>/presence/", 405, reference="claim"),
]

OFFICE_DATA = [
    office_data("admin/office/rates/"),
    office_data("admin/office/rates/several/"),
    office_data("admin/office/rates/store/", POST_ONLY),
    office_data("admin/office/rates/export/"),
    office_data("admin/office/rates/import/"),
    office_data("admin/office/rates/codes/<slug:code>/", code="code"),
    office_data("admin/office/rates/codes/<slug:code>/add/", code="code"),
    office_data("admin/office/rates/codes/<slug:code>/name/", code="code"),
    office_data("admin/office/rates/<int:pk>/", pk="rate"),
    office_data("admin/office/rates/<int:pk>/delete/", pk="rate"),
    office_data("admin/office/catalogue/"),
    office_data("admin/office/catalogue/<int:pk>/", pk="aid"),
    office_data("admin/office/catalogue/<int:pk>/move/", POST_ONLY, pk="aid"),
    office_data("admin/office/catalogue/<slug:catalogue>/add/", catalogue="catalogue"),
    office_data("admin/office/sheets/"),
    office_data("admin/office/sheets/<int:pk>/", pk="sheet"),
    office_data("admin/office/sheets/<int:pk>/move/", POST_ONLY, pk="sheet"),
    office_data("admin/office/replies/"),
    office_data("admin/office/replies/<int:pk>/", pk="reply"),
    office_data("admin/office/replies/<int:pk>/move/", POST_ONLY, pk="reply"),
    office_data("admin/office/replies/<slug:outcome>/add/", outcome="outcome"),
    office_data("admin/office/lists/"),
    office_data("admin/office/lists/entries/<int:pk>/", pk="entry"),
    office_data("admin/office/lists/entries/<int:pk>/move/", POST_ONLY, pk="entry"),
    office_data("admin/office/lists/<slug:key>/", key="list"),
    office_data("admin/office/lists/<slug:key>/add/", key="list"),
    office_data("admin/office/texts/"),
    office_data("admin/office/texts/<slug:key>/", key="letter"),
    office_data("admin/office/texts/<slug:key>/<str:language>/", key="letter", language="tongue"),
    office_data("admin/office/texts/<slug:key>/<str:language>/letter/", key="letter", language="tongue"),
    office_data("admin/office/deadlines/"),
    office_data("admin/office/translations/<slug:object_type>/<str:object_key>/keep/", POST_ONLY,
                object_type="letter", object_key="letter"),
]  # fmt: skip

KEEPERS = {"clerk": 200, "editor": 200, "administrator": 200}
TRANSLATIONS = [
    Row("admin/translations/", SENT, 404, 404, but=KEEPERS),
    *(
        Row(f"admin/translations/<uuid:key>/{act}/", SENT, 404, 404, {"key": "no_page"},
            but=dict.fromkeys(KEEPERS, POST_ONLY))
        for act in ("translate", "keep", "publish")
    ),
]  # fmt: skip

FIGURES = [
    Row("admin/figures/", SENT, 404, 404, but={"manager": 200, "administrator": 200}),
    Row(
        "admin/figures/export/<slug:kind>/", SENT, 404, 404, {"kind": "csv"}, but={"manager": 200, "administrator": 200}
    ),
]

ROWS = [*DEVELOPMENT, *PUBLIC, *GUICHET, *INVOICING, *OFFICE, *OFFICE_DATA, *TRANSLATIONS, *FIGURES]

# Wagtail's own screens, a sample of each family: address → (editor, administrator). Who works at claims, data or
# figures sees none but those of EVERY_STAFF, citizens none at all.
EVERY_STAFF = {
    "": 200, "account/": 200, "jsi18n/": 200, "sprite/": 200, "logout/": 405, "password_reset/": 404,
    "dismissibles/": 200,
}  # fmt: skip
WAGTAIL = {
    "login/": (302, 302),
    "pages/": (200, 200),
    "pages/{page}/": (200, 200),
    "pages/{page}/edit/": (200, 200),
    "pages/{page}/history/": (200, 200),
    "pages/{page}/copy/": (200, 200),
    "pages/add/home/contentpage/{page}/": (200, 200),
    "pages/search/?q=Fournier": (200, 200),
    "choose-page/": (200, 200),
    "api/main/pages/": (200, 200),
    "api/main/images/": (200, 200),
    "api/main/documents/": (200, 200),
    "snippets/faq/faqentry/": (200, 200),
    "snippets/faq/faqentry/add/": (200, 200),
    "snippets/faq/faqcategory/": (200, 200),
    "snippets/faq/faqcategory/add/": (200, 200),
    "snippets/faq/helpplace/": (200, 200),
    "snippets/faq/helpplace/add/": (200, 200),
    "snippets/faq/promotedanswer/": (200, 200),
    "localize/submit/page/{page}/": (200, 200),
    "images/": (200, 200),
    "images/multiple/add/": (200, 200),
    "reports/site-history/": (200, 200),
    "reports/answers/": (200, 200),
    "reports/locked/": (200, 200),
    "password_reset/confirm/x/y/": (404, 404),
    "collections/": (302, 200),
    "documents/": (302, 200),
    "workflows/list/": (302, 200),
    "workflows/tasks/index/": (302, 200),
    "redirects/": (302, 200),
    "sites/": (302, 200),
    "locales/": (302, 200),
    "users/": (302, 200),
    "users/new/": (302, 200),
    "users/edit/{owner}/": (302, 200),
    "users/history/{owner}/": (302, 200),
    "groups/": (302, 200),
    "groups/new/": (302, 200),
    "bulk/guichet/account/delete/?id={owner}": (302, 200),
    "bulk/invoicing/claim/delete/?id={owner}": (404, 404),
    "invoicing/claim/": (404, 404),
}

# All its other screens, by the beginning of their address (the longest counts): whether an editor may find something
# there. One of another beginning makes test_permissions fail.
FAMILIES = {
    **dict.fromkeys(EVERY_STAFF, True),
    **dict.fromkeys(("test404/", "failwhale/"), True),  # faults on purpose
    "login/": False,
    "^.*/$": False,  # whatever else
    "password_reset/": False,
    "api/": True,
    "block-preview/": True,
    "bulk/": False,
    **{f"choose-{what}/": True for what in ("page", "external-link", "email-link", "phone-link", "anchor-link")},
    "collections/": False,
    "documents/": False,
    "documents/chooser/": True,
    "editing-sessions/": True,
    "embeds/": True,
    "groups/": False,
    "images/": True,
    "locales/": False,
    "localize/": True,
    "pages/": True,
    "redirects/": False,
    "reports/": True,
    "sites/": False,
    "snippets/": True,
    "tag-autocomplete/": True,
    "users/": False,
    "workflows/": False,
    "workflows/task_chooser/": True,
}
