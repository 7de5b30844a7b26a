"""Who is signed in, read with what every page asks: second factor, profile of the admin, rights on pages.

django-otp and Wagtail's frame ask for these one by one, one query on each page and four more on those of the office.
"""

from django.contrib.auth.backends import ModelBackend
from django.db import connection
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.middleware import OTPMiddleware
from wagtail.permission_policies.collections import CollectionPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy

from guichet.models import Account, SmsDevice

# Asked on each page of the admin: built by the ORM they would take longer than the database does to answer them.
RIGHTS = """
SELECT model.app_label, permission.codename FROM auth_permission permission
JOIN django_content_type model ON model.id = permission.content_type_id
WHERE permission.id IN (
  SELECT permission_id FROM guichet_account_user_permissions WHERE account_id = %(account)s
  UNION SELECT held.permission_id FROM auth_group_permissions held
  JOIN guichet_account_groups mine ON mine.group_id = held.group_id WHERE mine.account_id = %(account)s)
"""
RIGHTS_ON_CONTENT = """
SELECT
  EXISTS (SELECT 1 FROM wagtailcore_grouppagepermission held
    JOIN guichet_account_groups mine ON mine.group_id = held.group_id WHERE mine.account_id = %(account)s),
  EXISTS (SELECT 1 FROM wagtailcore_groupcollectionpermission held
    JOIN guichet_account_groups mine ON mine.group_id = held.group_id WHERE mine.account_id = %(account)s)
"""


class AccountBackend(ModelBackend):
    def get_user(self, user_id) -> Account | None:
        devices = list(SmsDevice.objects.filter(user=user_id).select_related("user__wagtail_userprofile"))
        account = devices[0].user if devices else Account.objects.filter(pk=user_id).first()
        if account is None or not self.user_can_authenticate(account):
            return None
        account.known_devices = {device.persistent_id: device for device in devices}
        if account.is_staff:
            _note_missing_rights(account)
        return account

    def get_all_permissions(self, user_obj, obj=None) -> set[str]:
        """Own rights and those of the groups in one query; a superuser's as Django does it."""
        if user_obj.is_superuser or obj is not None:
            return super().get_all_permissions(user_obj, obj)
        if not user_obj.is_active or user_obj.is_anonymous:
            return set()
        if not hasattr(user_obj, "_perm_cache"):
            user_obj._perm_cache = {f"{app}.{codename}" for app, codename in _rows(RIGHTS, user_obj)}
        return user_obj._perm_cache


def _note_missing_rights(account: Account) -> None:
    """Tell Wagtail's policies at once that the account has no right on any page or collection."""
    [(has_page_rights, has_collection_rights)] = _rows(RIGHTS_ON_CONTENT, account)
    if not has_page_rights:
        setattr(account, PagePermissionPolicy.permission_cache_name, [])
    if not has_collection_rights:
        setattr(account, CollectionPermissionPolicy.permission_cache_name, [])


def _rows(sql: str, account: Account) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"account": account.pk})
        return cursor.fetchall()


class SecondFactorMiddleware(OTPMiddleware):
    """django-otp's, which finds the device of the session among those that came with the account."""

    def _verify_user_sync(self, request, user):
        devices = getattr(user, "known_devices", {})
        device = devices.get(request.session.get(DEVICE_ID_SESSION_KEY))
        if device is None:
            return super()._verify_user_sync(request, user)
        self._init_user_fields(user)
        user.otp_device = self._finalize_device(request, user, device)
        return user
