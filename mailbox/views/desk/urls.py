"""Addresses of the desk below ``/admin/letters/``; ``wagtail_hooks`` hands them to the admin, which guards them."""

from django.urls import path

from mailbox.views.desk import classifying, compose, contact, entry, inbox, letter, moves

app_name = "mailbox_desk"
urlpatterns = [
    path("", inbox.inbox, name="index"),
    path("new/", entry.entry, name="entry"),
    path("<int:pk>/", letter.letter, name="letter"),
    path("<int:pk>/move/<slug:action>/", moves.move, name="move"),
    path("<int:pk>/reclassify/", classifying.reclassify, name="reclassify"),
    path("<int:pk>/withhold/", classifying.withhold, name="withhold"),
    path("<int:pk>/draft/", compose.draft, name="draft"),
    path("<int:pk>/insert/", compose.insert, name="insert"),
    path("<int:pk>/reveal/", contact.reveal, name="reveal"),
    path("<int:pk>/reissue/", contact.reissue, name="reissue"),
]
