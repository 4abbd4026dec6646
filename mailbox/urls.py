"""Public addresses of the mailbox; the desk's are registered with the Wagtail admin in ``wagtail_hooks``."""

from django.urls import URLPattern, URLResolver

app_name = "mailbox"
urlpatterns: list[URLPattern | URLResolver] = []
