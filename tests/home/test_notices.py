"""Wagtail's mails to editors say that there is something to look at, and never what stands in it."""

from pathlib import Path

import pytest
import wagtail.admin
from django.template.loader import get_template, render_to_string
from wagtail.models import Page

from tests import factories as f

pytestmark = pytest.mark.django_db
OWN = Path(__file__).parents[2] / "templates" / "wagtailadmin" / "notifications"
WAGTAILS = Path(wagtail.admin.__file__).parent / "templates" / "wagtailadmin" / "notifications"
TITLE = "关于许清和同学转学的答复"
SENT = sorted(path.name for path in WAGTAILS.glob("*.txt") if path.name != "base.txt")


@pytest.mark.parametrize("name", SENT)
def test_no_notice_quotes_a_title_or_a_comment(name):
    """Read off Wagtail's own folder: a kind of notice that a later version adds is tested too."""
    page = Page(pk=1, title=TITLE, draft_title=TITLE)
    comments = [type("Comment", (), {"text": TITLE})()]
    context = {"page": page, "user": f.person("editor"), "comment": TITLE, "new_comments": comments, "editor": "甲"}
    told = render_to_string(f"wagtailadmin/notifications/{name}", context)
    assert told.strip()
    assert TITLE not in told


@pytest.mark.parametrize("name", [name for name in SENT if name.endswith("_subject.txt")])
def test_every_subject_is_ours(name):
    assert Path(get_template(f"wagtailadmin/notifications/{name}").origin.name) == OWN / name
