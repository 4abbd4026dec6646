"""The file of a picture, opened without a fall."""

from __future__ import annotations

from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.images.fields import WagtailImageField

DAMAGED = _("这张图片打不开，文件可能已经损坏。请在看图软件里打开它，另存为 JPG 或 PNG，再上传。")


class OpenedImageField(WagtailImageField):
    """Wagtail asks for a picture's size outside its own net: a damaged one is the sender's, not an error of ours."""

    @classmethod
    def like(cls, field: forms.Field) -> Self:
        """With the words and the widget of ``field``."""
        return cls(
            required=field.required,
            label=field.label,
            help_text=field.help_text,
            widget=field.widget,
            initial=field.initial,
        )

    def check_image_pixel_size(self, f: Any) -> None:
        """Raises ValidationError for too many pixels, and for what begins like a picture and is none."""
        try:
            super().check_image_pixel_size(f)
        except (OSError, SyntaxError, EOFError) as error:  # Pillow's own: unidentified, truncated, broken PNG
            raise ValidationError(DAMAGED, code="invalid_image") from error
