"""Forms for accounts. No field gives power: roles are granted by two people, superusers are made on the server."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.users.forms import UserCreationForm, UserEditForm

from portal.accounts import granting
from portal.accounts.models import RoleGrant, User
from portal.accounts.roles import Role
from portal.organizations.models import Organization

WAITS = gettext_lazy("这个人已有角色。您改密码、改邮箱或重新启用账号以后，角色要由安全管理员再确认才有效。")
TAKES_OVER = ("password1", "email")


class AccountCreationForm(UserCreationForm):
    first_name = last_name = is_superuser = None
    display_name = forms.CharField(label=gettext_lazy("姓名"), max_length=40)
    email = forms.EmailField(label=gettext_lazy("邮箱"), required=False)

    class Meta(UserCreationForm.Meta):
        model = User
        fields = ["username", "display_name", "email"]


class AccountEditForm(UserEditForm):
    first_name = last_name = is_superuser = None
    display_name = forms.CharField(label=gettext_lazy("姓名"), max_length=40)
    email = forms.EmailField(label=gettext_lazy("邮箱"), required=False)

    class Meta(UserEditForm.Meta):
        model = User
        fields = ["username", "display_name", "email", "is_active"]

    def __init__(self, *args: Any, editing_self: bool = False, **given: Any) -> None:
        super().__init__(*args, **given)
        self.editing_self = editing_self
        self.grants = list(RoleGrant.objects.confirmed().filter(user=self.instance))
        if editing_self:
            del self.fields["is_active"]
        elif self.grants:
            self.fields["password1"].help_text = WAITS

    @property
    def takes_over(self) -> bool:
        """Whoever saves this could then act as the other person."""
        woken = "is_active" in self.changed_data and bool(self.cleaned_data.get("is_active"))
        return not self.editing_self and (woken or not set(TAKES_OVER).isdisjoint(self.changed_data))

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError when nobody would be left to confirm."""
        given: dict[str, Any] = super().clean()
        for grant in self.grants if self.takes_over else ():
            try:
                granting.check_revocable(grant)
            except granting.GrantRefused as error:
                raise ValidationError(
                    _("这是唯一一位安全管理员。请本人登录后自己改，或在服务器上用 manage.py changepassword 改。")
                ) from error
        return given


class RoleForm(forms.Form):
    """One role in one unit for several people, to be confirmed one by one."""

    role = forms.ChoiceField(label=gettext_lazy("角色"), choices=Role.choices)
    organization = forms.ModelChoiceField(label=gettext_lazy("机构"), queryset=Organization.objects.order_by("path"))
    reason = forms.CharField(label=gettext_lazy("依据"), max_length=200)
