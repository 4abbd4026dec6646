"""/letters/feed/: the newest public answers as Atom, with an ETag so that readers may ask often."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mailbox import queries
from portal.text import clean_text

LATEST = 30


@require_safe
def answer_feed(request: HttpRequest) -> HttpResponse:
    """``no-cache``: a reader may keep a copy but must ask each time, so an answer taken down is gone at once.

    Texts are cleaned once more: one control character, from wherever it came, would leave every reader without a feed.
    """
    feed = Atom1Feed(
        title=_("公开答复"),
        link=_absolute(reverse("mailbox:answers")),
        feed_url=_absolute(reverse("mailbox:answers_feed")),
        description=_("已公开的来信答复"),
        language="zh-CN",
    )
    for answer in queries.published_answers().order_by("-published_at", "-pk")[:LATEST]:
        feed.add_item(
            title=clean_text(answer.title),
            link=_absolute(answer.get_absolute_url()),
            description=clean_text(answer.brief or answer.answer),
            unique_id=_absolute(answer.get_absolute_url()),
            pubdate=answer.published_at,
            updateddate=answer.updated_at,
            categories=[clean_text(answer.topic.name)] if answer.topic else (),
            author_name=clean_text(str(answer.unit)) if answer.unit else None,
        )
    text = feed.writeString("utf-8")
    etag = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
    response = get_conditional_response(request, etag=etag) or HttpResponse(text, content_type=feed.content_type)
    response["ETag"], response["Cache-Control"] = etag, "no-cache"
    return response


def _absolute(path: str) -> str:
    return f"{settings.PUBLIC_URL}{path}"
