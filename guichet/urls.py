"""Addresses of registration, sign-in and the account, under /<language>/guichet/."""

from django.urls import path

from .views import account, bank_accounts, beneficiaries, connection, registration, reset, sign_in

app_name = "guichet"
urlpatterns = [
    path("register/", registration.register_page, name="register"),
    path("register/done/", registration.register_done, name="register-done"),
    path("confirm-email/resend/", registration.resend_confirmation, name="resend-confirmation"),
    path("confirm-email/<str:token>/", registration.confirm_email, name="confirm-email"),
    path("sign-in/", sign_in.sign_in_page, name="sign-in"),
    path("sign-in/code/", sign_in.code_page, name="code"),
    path("sign-in/code/new/", sign_in.new_code, name="new-code"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("session/", sign_in.session_left, name="session-left"),
    path("keep-alive/", sign_in.keep_alive, name="keep-alive"),
    path("forgotten-password/", reset.forgotten_password, name="forgotten-password"),
    path("forgotten-password/done/", reset.forgotten_password_done, name="forgotten-password-done"),
    path("reset-password/<str:uid>/<str:token>/", reset.reset_password, name="reset-password"),
    path("account/", account.account_page, name="account"),
    path("account/details/", account.details_page, name="details"),
    path("account/email/", connection.email_page, name="email-change"),
    path("account/password/", connection.password_page, name="password-change"),
    path("account/phone/", connection.phone_page, name="phone-change"),
    path("account/phone/codes/", connection.phone_codes_page, name="phone-codes"),
    path("account/code/", connection.confirm_code_page, name="confirm-code"),
    path("account/beneficiaries/add/", beneficiaries.add_beneficiary, name="beneficiary-add"),
    path("account/beneficiaries/<int:pk>/", beneficiaries.beneficiary_page, name="beneficiary"),
    path("account/beneficiaries/<int:pk>/retire/", beneficiaries.retire_beneficiary, name="beneficiary-retire"),
    path("account/decision-numbers/<int:pk>/", beneficiaries.decision_number_page, name="decision-number"),
    path(
        "account/decision-numbers/<int:pk>/delete/", beneficiaries.delete_decision_number, name="decision-number-delete"
    ),
    path("account/bank-accounts/add/", bank_accounts.add_bank_account, name="bank-account-add"),
    path("account/bank-accounts/<int:pk>/", bank_accounts.bank_account_page, name="bank-account"),
    path("account/bank-accounts/<int:pk>/prefer/", bank_accounts.prefer_bank_account, name="bank-account-prefer"),
    path("account/bank-accounts/<int:pk>/retire/", bank_accounts.retire_bank_account, name="bank-account-retire"),
]
