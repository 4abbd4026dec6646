"""What every template may read about this site."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """``large``: the visitor asked for the large-type edition by ``?view=large``."""
    return {"large": request.GET.get("view") == "large", "PUBLIC_URL": settings.PUBLIC_URL + settings.URL_PREFIX}
