"""Slowing down who guesses staff passwords."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm

from portal.limits import limiter
from portal.middleware import client_address

WINDOW = 15 * 60  # seconds
MOST_FAILURES = 10  # of one client on one name: a person who forgot gives up sooner
MOST_FAILURES_OF_CLIENT = 60  # of one client on all names: an office behind one address still gets in
TOO_MANY = _("登录失败的次数太多。请过15分钟再试；忘记密码请联系管理员重设。")


class ThrottledLoginForm(LoginForm):
    """Wagtail's form, refusing before the password is looked at once one client has failed too often.

    Counted per client and name, never per name alone: else a stranger could lock anyone out.
    """

    def clean(self) -> dict[str, Any]:
        client = client_address(self.request) if self.request else ""
        name = f"{client}|{self.cleaned_data.get('username', '').casefold()}"
        if limiter.exhausted("login", name, limit=MOST_FAILURES, seconds=WINDOW) or limiter.exhausted(
            "login-client", client, limit=MOST_FAILURES_OF_CLIENT, seconds=WINDOW
        ):
            raise ValidationError(TOO_MANY, code="throttled")
        try:
            cleaned: dict[str, Any] = super().clean()
        except ValidationError:
            limiter.allow("login", name, limit=MOST_FAILURES, seconds=WINDOW)
            limiter.allow("login-client", client, limit=MOST_FAILURES_OF_CLIENT, seconds=WINDOW)
            raise
        limiter.forget("login", name)
        return cleaned
