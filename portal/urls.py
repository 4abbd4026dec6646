"""The one place that knows every app."""

from captcha.views import captcha_image
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from portal import errors, health
from portal.privacy.files import media

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.page_not_found
handler500 = errors.server_error

urlpatterns = [
    path("health/live/", health.live, name="health_live"),
    path("health/ready/", health.ready, name="health_ready"),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("media/<path:name>", media.picture, name="media"),
    # The picture alone: the package's refresh hands out challenges without a form, its sound reads them to robots.
    path("captcha/image/<slug:key>/", captcha_image, {"scale": 1}, name="captcha-image"),
    path("", include("mailbox.urls")),
    path("", include("search.urls")),
    path("", include("home.urls")),
    path("", include(wagtail_urls)),
]
