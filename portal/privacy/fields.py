"""A text field that is encrypted in the database and plain on the instance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, F, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from portal.privacy.ciphers import decrypt, encrypt
from portal.privacy.errors import NotSearchable

if TYPE_CHECKING:
    _Text = TextField[str, str]  # generic for the type checker only
else:
    _Text = TextField


def stored(name: str) -> Cast:
    """The text in the column of the encrypted field ``name`` as it lies there: to count and compare, not opened."""
    return Cast(F(name), TextField())


class EncryptedTextField(_Text):
    """Text whose column holds only ciphertext; ``None`` and ``""`` are stored as they are.

    Reading a row raises DecryptionFailed when the value cannot be opened. It can be filtered by ``isnull`` alone;
    for equality keep ``lookup.keyed_hash`` of the value beside it. ``dumpdata`` writes plain text: use ``backup``.
    """

    def get_prep_value(self, value: Any) -> Any:
        if value is None or value == "" or isinstance(value, Expression):
            return value
        return encrypt(str(value))

    def from_db_value(self, value: str | None, _expression: Any, _connection: BaseDatabaseWrapper) -> str | None:
        return decrypt(value) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            self._refuse(lookup_name)
        return super().get_lookup(lookup_name)

    def get_transform(self, lookup_name: str) -> Any:
        self._refuse(lookup_name)

    def _refuse(self, lookup_name: str) -> NoReturn:
        name = f"{self.model._meta.label}.{self.name}"
        message = _("%(field)s 是加密字段，不能按“%(lookup)s”查找，只能判断是否为空；按值查找请用 keyed_hash。")
        raise NotSearchable(message % {"field": name, "lookup": lookup_name})
