"""Which fields people fill about a letter, read off the models themselves: a field added tomorrow is asked for."""

from __future__ import annotations

from fnmatch import fnmatchcase

from django.apps import apps
from django.db import models

from portal.privacy.fields import EncryptedTextField
from portal.privacy.sweep.allowed import unfilled

APPS = ("portal", "mailbox", "search", "home")
OTHERS = ("wagtaildocs.document", "wagtailimages.image", "wagtailcore.taskstate", "wagtailcore.comment")
ROOMY = (models.CharField, models.TextField, models.JSONField, models.FileField, models.BinaryField)


def roomy_fields() -> set[str]:
    """``app.model.field`` of every field of ours with room for words, and of the models of Wagtail's that staff fill;
    a choice among given values has no room."""
    return {
        f"{model._meta.label_lower}.{field.name}"
        for model in apps.get_models()
        if model.__module__.split(".")[0] in APPS or model._meta.label_lower in OTHERS
        for field in model._meta.local_concrete_fields
        if isinstance(field, ROOMY) and not field.choices
    }


def to_be_planted() -> set[str]:
    """Every roomy field but those of the written list ``unfilled.toml``."""
    return {field for field in roomy_fields() if not any(fnmatchcase(field, pattern) for pattern in unfilled())}


def places_of_fields() -> dict[str, str]:
    """``app.model.field`` → the place of its column in the database."""
    return {
        f"{model._meta.label_lower}.{field.name}": f"database:{model._meta.db_table}.{field.column}"
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
    }


def plain_fields() -> set[str]:
    """Roomy fields whose column holds the words as they are; files keep their name there, ciphers nothing."""
    return {
        f"{model._meta.label_lower}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, ROOMY) and not isinstance(field, EncryptedTextField | models.BinaryField)
    }
