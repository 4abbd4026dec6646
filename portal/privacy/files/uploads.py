"""Documents of the portal are read in every layer before they are stored, since each of them is public at once."""

from __future__ import annotations

import tempfile
from pathlib import Path, PurePath
from typing import Any

from django import forms
from django.core.files import File
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.documents.forms import BaseDocumentForm

from portal.audit.record import record
from portal.privacy.files import official
from portal.privacy.files.inspection import Inspection, inspect
from portal.privacy.files.refusals import FileRefused

SHOWN = 5  # places named in one sentence


class CheckedDocumentForm(BaseDocumentForm):
    """Holds back a file with personal data, or that cannot be read, until a person says on the form for single
    documents that it may be public; that is kept in the audit trail."""

    confirmed = forms.BooleanField(
        required=False,
        label=gettext_lazy("已打开文件逐处核对，可以公开"),
        help_text=gettext_lazy("只有在系统指出疑似个人信息、而您核对后确认可以公开时才需要勾选。勾选会被记录。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._user = kwargs.get("user")  # the base takes it out to ask for permissions
        self._fault = ""
        super().__init__(*args, **kwargs)
        if "file" not in self.fields:
            del self.fields["confirmed"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        upload = cleaned.get("file")
        self._fault = fault(upload) if upload and "file" in self.changed_data else ""
        if self._fault and not cleaned.get("confirmed"):
            way = _("确实可以公开的，请在“文档—添加”的单个文件页面勾选“已打开文件逐处核对”再上传。")
            self.add_error("file", f"{self._fault}{way}")
        return cleaned

    def save(self, commit: bool = True) -> Any:
        document = super().save(commit=commit)
        if self._fault:
            record(self._user, "document.confirmed", target=f"document:{document.pk or 'new'}")
        return document


def fault(upload: File[bytes]) -> str:
    """Why the file must not be public as it is, in a sentence; "" when nothing was found in it."""
    name = str(upload.name)
    with tempfile.NamedTemporaryFile(suffix=PurePath(name).suffix.lower()) as spool:
        for block in upload.chunks():
            spool.write(block)
        spool.flush()
        upload.seek(0)
        try:
            found = inspect(Path(spool.name), name=name, people=official.people())
        except FileRefused as error:
            return str(error)
    return _told(found) if found.found else ""


def _told(inspection: Inspection) -> str:
    places = list(dict.fromkeys(f"{one.place}“{one.text.strip()}”" for one in inspection.found))
    more = _("等%(count)d处") % {"count": len(places)} if len(places) > SHOWN else ""
    said = _("文件里有疑似个人信息：%(places)s%(more)s。请先去掉，或用 clean_file 命令做一份可以公开的文件。")
    return said % {"places": "、".join(places[:SHOWN]), "more": more}
