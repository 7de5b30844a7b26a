"""Addresses of the desk, the drafts and the claims, under /<language>/guichet/."""

from django.urls import path

from .views import attachments, claims, desk, drafts, pdf, sending

app_name = "invoicing"
urlpatterns = [
    path("", desk.desk_page, name="desk"),
    path("start/<slug:kind>/", desk.start_page, name="start"),
    path("drafts/<uuid:pk>/", drafts.draft_page, name="draft"),
    path("drafts/<uuid:pk>/confirm/", sending.confirm_page, name="draft-confirm"),
    path("drafts/<uuid:pk>/delete/", desk.delete_draft, name="draft-delete"),
    path("claims/<str:reference>/", claims.claim_page, name="claim"),
    path("claims/<str:reference>/sent/", sending.sent_page, name="claim-sent"),
    path("claims/<str:reference>/correct/", claims.correct_claim, name="claim-correct"),
    path("claims/<str:reference>/withdraw/", claims.withdraw_claim, name="claim-withdraw"),
    path("claims/<str:reference>/<int:number>.pdf", pdf.claim_pdf, name="claim-pdf"),
    path("documents/<uuid:pk>/", attachments.attachment, name="attachment"),
    path("claims/<str:reference>/pdf/<int:number>/", pdf.claim_pdf, name="claim-pdf"),
    path("attachments/<uuid:pk>/", attachments.attachment, name="attachment"),
]
