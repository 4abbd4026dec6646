"""What is in the library already, taken to the screen on which it is covered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.files import File
from django.core.files.base import ContentFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.permissions import policy_registry

from portal.accounts.models import User
from portal.privacy.files import holding
from portal.privacy.files.models import HeldFile
from portal.privacy.files.refusals import FileRefused
from portal.privacy.files.uploads import inspected
from portal.privacy.files.views import crumbs, person


@require_http_methods(["GET", "POST"])
def take(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """A document or image that is in the library already, taken to the screen; a document is not served meanwhile."""
    user = person(request)
    model = {"document": get_document_model, "image": get_image_model}.get(kind)
    if model is None:
        raise Http404
    item = get_object_or_404(model(), pk=pk)
    if not policy_registry.get_by_type(model()).user_has_permission_for_instance(user, "change", item):
        raise Http404
    if request.method != "POST":
        return render(request, "privacy/held_take.html", {"item": item, "kind": kind, **crumbs()})
    try:
        one = _taken(user, kind, item)
    except FileRefused as refused:
        messages.error(request, str(refused))
        return redirect(f"wagtail{'docs' if kind == 'document' else 'images'}:edit", pk)
    return redirect("held_files:held", one.key)


def _taken(user: User, kind: str, item: Any) -> HeldFile:
    name = Path(item.file.name).name
    with item.file.open("rb") as handle:
        content: File[bytes] = ContentFile(handle.read(), name=name)
    found = inspected(content)
    one = HeldFile(title=item.title, name=name[-120:], collection=item.collection, uploaded_by=user)
    one.document, one.image = (item, None) if kind == "document" else (None, item)
    one.is_withdrawn = kind == "document"
    return holding.hold(content, one, found)
