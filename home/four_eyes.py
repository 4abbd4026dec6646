"""Four eyes on pages: who wrote since the last publication does not publish. Wagtail's own rights know no such rule.

Author is anyone who saved a revision since then: the first writer, who corrected a comma, and who restored an old text.
It holds for superusers too: they set up the site, they are not the second person.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.models import Page

from portal.accounts.models import User

ASK_ANOTHER = "这一稿您自己写过或改过，已经存成草稿。请另一位网页审核的同事看过再发布。"


def wrote(user: object, page: Page) -> bool:
    """True when ``user`` saved a revision of ``page`` since it was last published."""
    if not isinstance(user, User):
        return False
    own = page.revisions.filter(user=user)
    if page.last_published_at is not None:
        own = own.filter(created_at__gt=page.last_published_at)
    return bool(own.exists())


def refuse_own_work(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Before one page is published: the text just posted is saved as a draft already and counts as the person's own."""
    if not wrote(request.user, page):
        return None
    messages.error(request, _(ASK_ANOTHER))
    return redirect("wagtailadmin_pages:edit", page.pk)


def refuse_own_work_in_bulk(
    request: HttpRequest, action: str, pages: Sequence[Model], view: object
) -> HttpResponse | None:
    """Before several pages are published, or one with the drafts below it: none of them may be the person's own."""
    if action != "publish":
        return None
    for page in pages:
        if isinstance(page, Page):
            below = Page.objects.descendant_of(page).not_live()
            if any(wrote(request.user, each) for each in [page, *below]):
                messages.error(request, _(ASK_ANOTHER))
                return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None
