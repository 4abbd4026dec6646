"""Addresses below ``/admin/reports/deflection/``; the admin turns strangers away."""

from django.urls import path

from search.deflection import report, views

app_name = "deflection"
urlpatterns = [
    path("", report.report, name="report"),
    path("tasks/", views.tasks, name="tasks"),
    path("tasks/make/", views.make, name="make"),
    path("tasks/<int:pk>/", views.task, name="task"),
    path("tasks/<int:pk>/finish/", views.finish, name="finish"),
    path("tasks/<int:pk>/drop/", views.drop, name="drop"),
]
