"""What every template may read about this site, and the two editions of each page (standard and large type)."""

from django.conf import settings
from django.http import HttpRequest


def _with_view(request: HttpRequest, view: str) -> str:
    """The address of this very page in another edition; the other parameters stay."""
    query = request.GET.copy()
    query.pop("view", None)
    if view:
        query["view"] = view
    return f"{request.path}?{query.urlencode()}" if query else request.path


def site(request: HttpRequest) -> dict[str, object]:
    """``large``: this is the large-type edition; ``other_edition``: where the switch in the header leads.

    A page answered to a POST has no switch: following a link there would lose what was typed.
    """
    large = request.GET.get("view") == "large"
    switchable = request.method in {"GET", "HEAD"}
    return {
        "large": large,
        "other_edition": _with_view(request, "" if large else "large") if switchable else "",
        "PUBLIC_URL": settings.PUBLIC_URL + settings.URL_PREFIX,
    }
