"""What was approved for a date goes live when the date comes, and what has expired goes offline, with nobody there."""

from datetime import timedelta

import pytest
from django.utils import timezone

from home.models import ArticlePage
from home.publishing.acting import acting
from home.tasks import publish_scheduled
from tests.home.factories import article, home_page
from tests.publishing import draft, editor, reviewer

pytestmark = pytest.mark.django_db


def test_an_approved_page_goes_live_when_its_date_has_come():
    page = article(slug="later", parent=home_page(), live=False)
    draft(page, "带户口簿。", by=editor())
    revision = page.get_latest_revision()
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    with acting(reviewer()):
        revision.save()
    publish_scheduled()
    assert ArticlePage.objects.get(slug="later").live


def test_an_expired_page_goes_offline():
    page = article(slug="over", parent=home_page())
    ArticlePage.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    publish_scheduled()
    assert not ArticlePage.objects.get(slug="over").live
