"""Accounts in the admin: made and kept by a 管理员, who gains nobody's rights by it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.permissions import policy_registry
from wagtail.users.views.bulk_actions import AssignRoleBulkAction, SetActiveStateBulkAction
from wagtail.users.views.users import EditView, UserViewSet

from portal.accounts import granting
from portal.accounts.models import RoleGrant, User
from portal.accounts.roles import Role
from portal.accounts.user_forms import AccountCreationForm, AccountEditForm, RoleForm
from portal.organizations.models import Organization


def may_change(actor: Any, account: User) -> bool:
    return bool(policy_registry.get_by_type(User).user_has_permission_for_instance(actor, "change", account))


class AccountEditView(EditView):
    def dispatch(self, request: HttpRequest, *args: Any, **given: Any) -> HttpResponse:
        """Raises PermissionDenied: Wagtail asks for the right to change accounts, not for this one."""
        if not may_change(request.user, self.object):
            raise PermissionDenied
        answer: HttpResponse = super().dispatch(request, *args, **given)
        return answer

    def save_instance(self) -> User:
        takes_over = self.form.takes_over
        with transaction.atomic():
            account: User = super().save_instance()
            count = granting.suspend(account, by=self.request.user) if takes_over else 0
        if count:
            sentence = _("%(who)s的%(count)d个角色先停用，等安全管理员确认后恢复。")
            messages.warning(self.request, sentence % {"who": account, "count": count})
        return account


class AccountViewSet(UserViewSet):
    """Named by ``AccountsOfWagtail``. Copying is off: a copy would take more along than its form shows."""

    copy_view_enabled = False
    edit_view_class = AccountEditView
    create_template_name = "wagtailadmin/generic/create.html"
    edit_template_name = "wagtailadmin/generic/edit.html"

    def get_form_class(self, for_update: bool = False) -> Any:
        return AccountEditForm if for_update else AccountCreationForm


class ProposeRole(AssignRoleBulkAction):
    """In place of Wagtail's action of the same name, which puts people into groups: a proposal for each."""

    display_name = gettext_lazy("授予角色")
    aria_label = gettext_lazy("给选中的人提出授予角色")
    template_name = "accounts/bulk_propose.html"
    form_class = RoleForm

    def check_perm(self, obj: User) -> bool:
        allowed = policy_registry.get_by_type(RoleGrant).user_has_permission(self.request.user, "add")
        return bool(allowed) and obj != self.request.user

    def get_execution_context(self) -> dict[str, Any]:
        return {**self.cleaned_form.cleaned_data, "by": self.request.user}

    @classmethod
    def execute_action(
        cls,
        objects: Sequence[User],
        role: str = "",
        organization: Organization | None = None,
        reason: str = "",
        by: User | None = None,
        **given: Any,
    ) -> tuple[int, int]:
        """How many were proposed, and how many may not hold the role."""
        if by is None or organization is None:
            return 0, len(objects)
        made = 0
        for user in objects:
            wish = RoleGrant(user=user, role=Role(role), organization=organization, reason=reason, proposed_by=by)
            try:
                wish.full_clean()
            except ValidationError:
                continue
            wish.save()
            granting.proposed(wish, by=by)
            made += 1
        return made, len(objects) - made

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        said = _("已提出%(count)d项授予，等安全管理员确认。") % {"count": num_parent_objects}
        left = _("%(count)d人不能有这个角色，没有提出。") % {"count": num_child_objects} if num_child_objects else ""
        return said + left


class SetActive(SetActiveStateBulkAction):
    """As Wagtail's; who wakes an account has its roles confirmed anew."""

    def check_perm(self, obj: User) -> bool:
        return may_change(self.request.user, obj)

    @classmethod
    def execute_action(cls, objects: Sequence[User], mark_as_active: bool = False, **given: Any) -> tuple[int, int]:
        by: User | None = given.get("user")
        for account in objects if mark_as_active else ():
            if by is not None and not account.is_active and account != by:
                granting.suspend(account, by=by)
        done: tuple[int, int] = super().execute_action(objects, mark_as_active=mark_as_active, **given)
        return done
