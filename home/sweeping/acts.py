"""What editors do with files and pages, with signs where they would not be noticed."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.models import Page, TaskState

from home.models import ArticlePage, HomePage
from home.sweeping import documents

if TYPE_CHECKING:
    from portal.privacy.sweep.browser import Browser
    from portal.privacy.sweep.stage import Stage

KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}
BUILDERS = {"docx": documents.word, "xlsx": documents.workbook, "pdf": documents.printed}


def files(stage: Stage) -> None:
    """Documents and an image through the editors' forms; one is refused for what it hides. Files are public by their
    address, so a stranger fetches them too."""
    editor, signs = stage.staff("editor"), stage.canaries
    for suffix, build in BUILDERS.items():
        label = f"wagtaildocs.document.file/{suffix}"
        content = build(partial(_sign, signs.word, label))
        title, name = signs.word(f"wagtaildocs.document.title/{suffix}"), signs.word(f"{label} name")
        _upload(editor, title, SimpleUploadedFile(f"{name}.{suffix}", content, KINDS[suffix]))
    hidden = documents.workbook(partial(_sign, signs.phone, "typed.upload/hidden"))
    title, name = signs.word("typed.upload/title"), signs.word("typed.upload/name")
    _upload(editor, title, SimpleUploadedFile(f"{name}.xlsx", hidden, KINDS["xlsx"]), expect=200)
    for document in get_document_model().objects.all():
        stage.citizen().get(document.url)
    _photograph(stage, editor)


def _sign(make: Callable[[str], str], label: str, place: str) -> str:
    return make(f"{label} {place}")


def _upload(editor: Browser, title: str, file: SimpleUploadedFile, *, expect: int = 302) -> None:
    add = reverse("wagtaildocs:add")
    editor.press(editor.get(add), add, expect=expect, title=title, file=file)


def _photograph(stage: Stage, editor: Browser) -> None:
    signs, add = stage.canaries, reverse("wagtailimages:add")
    content = documents.photograph(partial(_sign, signs.word, "wagtailimages.image.file/jpg"))
    name = signs.word("wagtailimages.image.file/jpg name")
    given = {
        "title": signs.word("wagtailimages.image.title/photograph"),
        "description": signs.word("wagtailimages.image.description/photograph"),
        "file": SimpleUploadedFile(f"{name}.jpg", content, "image/jpeg"),
    }
    editor.press(editor.get(add), add, given)
    editor.get(reverse("wagtailimages:index"))  # makes the renditions


def pages(stage: Stage) -> None:
    """An article pasted from a letter, with a comment, sent to the reviewer and back: a draft for ever."""
    editor, parent = stage.staff("editor"), HomePage.objects.get()
    add = reverse("wagtailadmin_pages:add", args=["home", "articlepage", parent.pk])
    signs = stage.canaries
    typed: dict[str, Any] = {
        "title": f"退费{signs.word('home.articlepage.title/draft')}",
        "slug": "refunds-draft",
        "intro": signs.word("home.articlepage.intro/draft"),
        **_pasted(signs.word("home.articlepage.body/draft")),
    }
    page = editor.get(add)
    editor.press(page, add, {**typed, "title": ""}, expect=200)  # without a title: shown again
    editor.press(page, add, typed)
    article = ArticlePage.objects.get(slug="refunds-draft")
    edit = reverse("wagtailadmin_pages:edit", args=[article.pk])
    submitted = {**typed, **_commented(signs.word("wagtailcore.comment.text/draft")), "action-submit": "1"}
    editor.press(editor.get(edit), edit, submitted)
    _sent_back(stage, article)
    stage.citizen().get(f"/{article.slug}/", expect=404)


def _sent_back(stage: Stage, article: Page) -> None:
    state = TaskState.objects.get(workflow_state__object_id=str(article.pk))
    address = reverse("wagtailadmin_pages:workflow_action", args=[article.pk, "reject", state.pk])
    reason = stage.canaries.word("wagtailcore.taskstate.comment/draft")
    stage.staff("page_reviewer").post(address, {"comment": reason}, expect=302)


def _pasted(sign: str) -> dict[str, str]:
    """The fields of one block of text, as the editor's script posts them."""
    line = {"key": "a", "type": "unstyled", "text": sign, "depth": 0, "inlineStyleRanges": [], "entityRanges": []}
    return {
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "text",
        "body-0-id": "",
        "body-0-value": json.dumps({"blocks": [line], "entityMap": {}}),
    }


def _commented(sign: str) -> dict[str, str]:
    """The fields of one comment beside the title."""
    fields = {"id": "", "DELETE": "", "resolved": "", "text": sign, "contentpath": "title", "position": ""}
    counted = {f"comments-{part}_FORMS": count for part, count in (("TOTAL", "1"), ("INITIAL", "0"))}
    counted |= {f"comments-0-replies-{part}_FORMS": "0" for part in ("TOTAL", "INITIAL")}
    return counted | {f"comments-0-{name}": value for name, value in fields.items()}
