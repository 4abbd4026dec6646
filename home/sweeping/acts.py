"""What editors do with files and pages, with signs where they would not be noticed."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.models import Page, TaskState

from home.models import ArticlePage, HomePage
from home.sweeping import documents
from portal.privacy.files.models import HeldFile

if TYPE_CHECKING:
    from portal.privacy.sweep.browser import Browser
    from portal.privacy.sweep.stage import Stage

KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


def files(stage: Stage) -> None:
    """A plain file is cleared at once. What hides something waits in private: one is cleaned and released, one dropped,
    one left waiting. Staff fetch what is in the library; no page offers it to strangers."""
    signs = stage.canaries
    plain = f"学校,收费\n清溪小学,{signs.word('wagtaildocs.document.file/csv text')}\n".encode()
    name = signs.word("wagtaildocs.document.file/csv name")
    _upload(stage, signs.word("wagtaildocs.document.title/csv"), SimpleUploadedFile(f"{name}.csv", plain, "text/csv"))
    cleaned = _held(stage, "docx", documents.word)
    _cleaned_and_released(stage, cleaned)
    dropped = _held(stage, "xlsx", documents.workbook)
    stage.staff("editor").post(reverse("held_files:deed", args=[dropped.key, "drop"]), {})
    _held(stage, "pdf", documents.printed)
    for document in get_document_model().objects.all():
        stage.staff("editor").get(document.url)
    _photograph(stage, stage.staff("editor"))


def _held(stage: Stage, suffix: str, build: Callable[[documents.Sign], bytes]) -> HeldFile:
    """Uploaded and kept back. What the reader of the file sees carries another label than what is hidden in it."""
    signs = stage.canaries

    def sign(place: str) -> str:
        shown = place in documents.SHOWN
        return signs.word(f"privacy.heldfile.{'shown' if shown else 'hidden'}/{suffix} {place}")

    title, name = signs.word(f"privacy.heldfile.title/{suffix}"), signs.word(f"privacy.heldfile.name/{suffix}")
    file = SimpleUploadedFile(f"{name}.{suffix}", build(sign), KINDS[suffix])
    _upload(stage, title, file, expect=200)
    return HeldFile.objects.get(title=title)


def _cleaned_and_released(stage: Stage, held: HeldFile) -> None:
    """One person has the copy made, another releases it."""
    editor, reviewer = stage.staff("editor"), stage.staff("page_reviewer")
    screen = reverse("held_files:held", args=[held.key])
    editor.press(editor.get(screen), screen)
    reviewer.get(screen)
    reviewer.post(reverse("held_files:deed", args=[held.key, "release"]), {})


def _upload(stage: Stage, title: str, file: SimpleUploadedFile, *, expect: int = 302) -> None:
    editor, add = stage.staff("editor"), reverse("wagtaildocs:add")
    editor.press(editor.get(add), add, expect=expect, title=title, file=file)


def _photograph(stage: Stage, editor: Browser) -> None:
    signs, add = stage.canaries, reverse("wagtailimages:add")
    content = documents.photograph(lambda place: signs.word(f"wagtailimages.image.file/jpg {place}"))
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
