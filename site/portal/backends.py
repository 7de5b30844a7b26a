"""Who is signed in, read with what every page asks: profile of the admin, rights, whether there are pages to edit.

Wagtail's frame asks for these one by one, four queries on each page of the office. Here they come with the account.
"""

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission
from django.db.models import Exists, F, OuterRef, Q
from wagtail.models import GroupCollectionPermission, GroupPagePermission
from wagtail.permission_policies.collections import CollectionPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy

from guichet.models import Account


class AccountBackend(ModelBackend):
    def get_user(self, user_id) -> Account | None:
        accounts = Account.objects.select_related("wagtail_userprofile").annotate(
            has_page_rights=_held(GroupPagePermission), has_collection_rights=_held(GroupCollectionPermission)
        )
        account = accounts.filter(pk=user_id).first()
        if account is None or not self.user_can_authenticate(account):
            return None
        if not account.has_page_rights:
            setattr(account, PagePermissionPolicy.permission_cache_name, [])
        if not account.has_collection_rights:
            setattr(account, CollectionPermissionPolicy.permission_cache_name, [])
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


def _held(permission_model) -> Exists:
    return Exists(permission_model.objects.filter(group__user=OuterRef("pk")))
