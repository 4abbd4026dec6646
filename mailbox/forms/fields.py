"""Text fields of the public forms: cleaned first, then judged, in sentences that say what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.text import clean_text, count_characters

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class CleanCharField(forms.CharField):
    """Words as ``portal.text.clean_text`` leaves them; ``required``, ``shortest`` and ``longest`` judge those.

    ``shortest`` counts what a writer would count (no white space). ``too_short`` and ``too_long`` may use
    ``%(count)d`` and ``%(limit)d``. With ``one_line`` any white space becomes one space. ``counted`` shows the counter
    below the field.
    """

    def __init__(
        self,
        *,
        longest: int,
        shortest: int = 0,
        too_short: StrOrPromise = "",
        too_long: StrOrPromise = "",
        one_line: bool = True,
        counted: bool = False,
        **given: Any,
    ) -> None:
        super().__init__(**given)
        self.validators = []  # Django's own judge the raw text, in sentences that fit no reader
        self.longest, self.shortest, self.one_line = longest, shortest, one_line
        if counted:
            self.max_length = longest  # read by ``portal.form_fields``
        self.too_short = too_short or _("写得太短。请至少写%(limit)d个字，现在有%(count)d个字。")
        self.too_long = too_long or _("写得太长。请精简到%(limit)d个字以内，现在有%(count)d个字。")

    def to_python(self, value: Any) -> str:
        text = clean_text(str(value or ""))
        return " ".join(text.split()) if self.one_line else text

    def validate(self, value: Any) -> None:
        super().validate(value)
        if not value:
            return
        seen = count_characters(value)
        if seen < self.shortest:
            figures = {"limit": self.shortest, "count": seen}
            raise ValidationError(self.too_short % figures, code="too_short")
        if len(value) > self.longest:
            raise ValidationError(self.too_long % {"limit": self.longest, "count": len(value)}, code="too_long")
