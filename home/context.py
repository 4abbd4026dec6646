"""The bureau's own data in every public template: ``{{ bureau.name }}``, ``{{ bureau.help_phone }}`` …"""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from home.models import SiteSettings


def site(request: HttpRequest) -> dict[str, object]:
    """``bureau``: read from the database only when a template asks for it."""
    return {"bureau": SimpleLazyObject(lambda: SiteSettings.of(request))}
