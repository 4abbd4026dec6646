"""Addresses below admin/files/."""

from django.urls import path

from portal.privacy.files import taking, views

app_name = "held_files"
urlpatterns = [
    path("", views.index, name="index"),
    path("take/<slug:kind>/<int:pk>/", taking.take, name="take"),
    path("<uuid:key>/", views.held, name="held"),
    path("<uuid:key>/page/<slug:which>/<int:number>/", views.page, name="page"),
    path("<uuid:key>/file/<slug:which>/", views.file, name="file"),
    path("<uuid:key>/<slug:name>/", views.deed, name="deed"),
]
