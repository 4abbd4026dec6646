"""Addresses of the publication desk below ``/admin/publication/``; the admin guards them."""

from django.urls import path

from mailbox.views.desk import publication, publication_decisions, publication_deeds

app_name = "publication"
urlpatterns = [
    path("", publication.index, name="index"),
    path("propose/<int:pk>/", publication_deeds.propose, name="propose"),
    path("decisions/", publication_decisions.index, name="decisions"),
    path("decisions/<int:mark_pk>/rule/", publication_decisions.make_rule, name="rule"),
    path("<int:pk>/", publication.gate_page, name="gate"),
    path("<int:pk>/mark/<int:mark_pk>/<slug:choice>/", publication_deeds.decide, name="decide"),
    path("<int:pk>/<slug:name>/", publication_deeds.deed, name="deed"),
]
