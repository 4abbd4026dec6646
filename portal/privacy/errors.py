"""What can go wrong with protected data; every message is a full sentence for the person who must act."""

from django.core.exceptions import FieldError


class PrivacyError(Exception):
    """Base of the errors of this package."""


class DecryptionFailed(PrivacyError):
    """A stored value cannot be opened: its key is missing from ``FIELD_KEYS``, or the value was changed."""


class NotSearchable(FieldError):
    """Someone tried to filter by an encrypted value. Each encryption of a value differs, so nothing could match."""
