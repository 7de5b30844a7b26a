"""Who is signed in, read with what every page asks: second factor, profile of the admin, rights on pages.

django-otp and Wagtail's frame ask for these one by one, one query on each page and four more on those of the office.
"""

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission
from django.db.models import Exists, F, OuterRef, Q
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.middleware import OTPMiddleware
from wagtail.models import GroupCollectionPermission, GroupPagePermission
from wagtail.permission_policies.collections import CollectionPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy

from guichet.models import Account, SmsDevice


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
            held = Permission.objects.filter(Q(user=user_obj) | Q(group__user=user_obj)).order_by()
            pairs = held.values_list(F("content_type__app_label"), "codename").distinct()
            user_obj._perm_cache = {f"{app}.{codename}" for app, codename in pairs}
        return user_obj._perm_cache


def _note_missing_rights(account: Account) -> None:
    """Tell Wagtail's policies at once that the account has no right on any page or collection."""
    held = Account.objects.filter(pk=account.pk).values_list(
        _held(GroupPagePermission), _held(GroupCollectionPermission)
    )
    has_page_rights, has_collection_rights = held.get()
    if not has_page_rights:
        setattr(account, PagePermissionPolicy.permission_cache_name, [])
    if not has_collection_rights:
        setattr(account, CollectionPermissionPolicy.permission_cache_name, [])


def _held(permission_model) -> Exists:
    return Exists(permission_model.objects.filter(group__user=OuterRef("pk")))


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
