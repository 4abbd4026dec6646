"""The pictures of the library and of staff, handed out one by one: nothing below the media is served past this view."""

from __future__ import annotations

from typing import Any

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe
from wagtail.images import get_image_model
from wagtail.users.models import UserProfile

from portal.privacy.files import references


@require_safe
def picture(request: HttpRequest, name: str) -> FileResponse:
    """An image in any size: for staff who may enter the admin, and for everybody once something public shows it. The
    picture of a member of staff is for staff. Raises Http404 for every other name."""
    image = _image(name)
    if request.user.has_perm("wagtailadmin.access_admin"):
        known = image is not None or UserProfile.objects.filter(avatar=name).exists()
    else:
        known = image is not None and references.is_public(image)
    if not known or not default_storage.exists(name):
        raise Http404
    response = FileResponse(default_storage.open(name))
    response["Content-Security-Policy"] = "default-src 'none'"
    return response


def _image(name: str) -> Any:
    """The image whose file or rendition is stored under this name, or None."""
    model = get_image_model()
    rendition = model.get_rendition_model().objects.filter(file=name).select_related("image").first()
    return rendition.image if rendition is not None else model.objects.filter(file=name).first()
