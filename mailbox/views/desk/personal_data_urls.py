"""Addresses about personal data below ``/admin/personal-data/``; the admin guards them."""

from django.urls import path

from mailbox.views.desk import personal_data

app_name = "personal_data"
urlpatterns = [
    path("looks/", personal_data.looks, name="looks"),
    path("<int:pk>/", personal_data.personal_data, name="letter"),
    path("<int:pk>/<slug:name>/", personal_data.deed, name="deed"),
]
