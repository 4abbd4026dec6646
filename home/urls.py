"""Public addresses of the site. ``front`` and ``disclosures`` are pages of the tree under a fixed address."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, path
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.views import serve

from home.disclosures import views
from home.sitemaps import SITEMAPS
from home.views import site_files
from home.views.component_page import component_page

app_name = "home"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", serve, {"path": ""}, name="front"),
    path("disclosures/", serve, {"path": "disclosures/"}, name="disclosures"),
    path("disclosures/fees/", views.fees, name="fees"),
    path("disclosures/fees/<int:school_id>/", views.fee_board, name="fee_board"),
    path("disclosures/enrollment/", views.enrollment, name="enrollment"),
    path("disclosures/enrollment/<int:pk>/", views.enrollment_plan, name="enrollment_plan"),
    path("disclosures/finances/", views.finances, name="finances"),
    path("disclosures/finances/<int:pk>/", views.finance_statement, name="finance_statement"),
    path("sitemap/", site_files.site_map, name="sitemap"),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap_xml"),
    path("robots.txt", site_files.robots, name="robots"),
]
if settings.ENVIRONMENT in {"dev", "test"}:
    urlpatterns.append(path("components/", component_page, name="components"))
