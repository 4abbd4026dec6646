"""Public addresses of the mailbox; the desk's are registered with the Wagtail admin in ``wagtail_hooks``."""

from django.urls import URLPattern, URLResolver, path

from mailbox.views.public import answers, feeds, own_data, receipt, similar, tracking, writing

app_name = "mailbox"
urlpatterns: list[URLPattern | URLResolver] = [
    path("letters/", answers.answer_list, name="answers"),
    path("letters/feed/", feeds.answer_feed, name="answers_feed"),
    path("letters/<int:pk>/", answers.answer_page, name="answer"),
    path("letters/new/", writing.write, name="write"),
    path("letters/new/similar/", similar.while_typing, name="write_similar"),
    path("letters/new/opened/", similar.opened, name="write_opened"),
    path("letters/receipt/", receipt.receipt_file, name="receipt"),
    path("letters/track/", tracking.track, name="track"),
    path("letters/track/own-data/", own_data.own_data, name="own_data"),
    path("letters/track/own-data/download/", own_data.download, name="own_data_download"),
    path("letters/track/own-data/erase/", own_data.erase, name="own_data_erase"),
    path("letters/track/<slug:action>/", tracking.track_action, name="track_action"),
]
