"""Attempts to publish a letter's answer around the gate. Each ends with nothing new to read for anybody."""

import csv

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import get_resolver, reverse
from wagtail.models import Page, ReferenceIndex
from wagtail.search import index
from wagtail.snippets.models import get_snippet_models

from mailbox import gate, publishing, queries
from mailbox.enums import Decision, Visibility
from mailbox.exceptions import Incomplete, NotAllowed, StaleDraft, WrongState
from mailbox.marking import PublicTexts
from mailbox.models import Letter, Mark, PublicAnswer, PublicDraft
from portal.accounts.models import RoleGrant
from portal.accounts.roles import Role
from tests import factories as f
from tests.mailbox.copies import confirmed, draft_of, proposed, publisher, released, releaser

pytestmark = pytest.mark.django_db

SECRET = "许清和"


def nothing_public(client):
    assert not queries.published_answers().exists()
    for address in (reverse("mailbox:answers"), reverse("mailbox:answers_feed")):
        assert SECRET not in client.get(address).content.decode()
    for answer in PublicAnswer.objects.all():
        assert client.get(answer.get_absolute_url()).status_code in (404, 410)


def post(client, answer, name, **data):
    return client.post(reverse("publication:deed", args=[answer.pk, name]), data)


def test_a_release_posted_before_every_mark_is_decided(client):
    answer = proposed()
    client.force_login(f.person(Role.RELEASER))
    response = post(client, answer, "release", revision=draft_of(answer).revision)
    assert response.status_code == 422
    client.logout()
    nothing_public(client)


def test_a_release_posted_with_another_revision_or_none(client):
    answer = proposed()
    draft = confirmed(answer)
    client.force_login(f.person(Role.RELEASER))
    for revision, code in ((draft.revision - 1, 409), (draft.revision + 1, 409), ("", 422), ("x", 422)):
        assert post(client, answer, "release", revision=revision).status_code == code
    client.logout()
    nothing_public(client)


def test_the_text_changes_between_reading_and_releasing():
    answer = proposed()
    read = confirmed(answer).revision
    gate.undo(answer.pk, by=publisher(), now=f.MONDAY)
    confirmed(answer, accept=False)
    with pytest.raises(StaleDraft):
        publishing.release(answer.pk, revision=read, by=releaser(), now=f.MONDAY)


def test_one_person_with_both_roles_a_superuser_too_also_after_the_roles_were_taken_and_given_again(client):
    answer = proposed()
    draft = confirmed(answer)
    person = f.person(Role.PUBLISHER)
    person.is_superuser = True
    person.save()
    f.person(Role.RELEASER, username=person.username)
    client.force_login(person)
    assert post(client, answer, "release", revision=draft.revision).status_code == 403
    RoleGrant.objects.filter(user=person, role=Role.PUBLISHER).delete()  # a releaser alone by now
    person.display_name = "另一个名字"
    person.save()
    assert post(client, answer, "release", revision=draft.revision).status_code == 403
    client.logout()
    nothing_public(client)


def test_a_superuser_without_a_role(client):
    answer = proposed()
    draft = confirmed(answer)
    person = f.person(Role.EDITOR, username="root")
    person.is_superuser = True
    person.save()
    client.force_login(person)
    for name in ("release", "confirm", "hide", "keep", "stand", "undo"):
        assert post(client, answer, name, revision=draft.revision, words=SECRET, kind="person").status_code == 404


def test_who_only_undid_or_kept_words_has_had_a_hand_in_it():
    for deed in ("undo", "keep"):
        answer = proposed()
        helper = publisher("helper")
        mark = draft_of(answer).marks.first()
        if deed == "undo":
            gate.decide(mark.pk, accept=True, by=helper, now=f.MONDAY)
            gate.undo(answer.pk, by=helper, now=f.MONDAY)
        else:
            gate.keep_words(answer.pk, "课后服务费怎么退", kind="other", by=helper, now=f.MONDAY)
        draft = confirmed(answer)
        both = f.actor(Role.RELEASER, username="helper")
        with pytest.raises(NotAllowed):
            publishing.release(answer.pk, revision=draft.revision, by=both, now=f.MONDAY)


def test_words_written_straight_into_the_public_row(client):
    answer = proposed()
    answer.title, answer.answer, answer.question = "标题", f"{SECRET}的答复", "问"
    answer.save()
    nothing_public(client)
    answer.published_at = f.MONDAY
    with pytest.raises(IntegrityError), transaction.atomic():
        answer.save()  # nobody released it
    answer.released_by = answer.proposed_by
    with pytest.raises(IntegrityError), transaction.atomic():
        answer.save()  # the same person
    answer.released_by = f.person(Role.RELEASER)
    answer.save()  # two people named, and still the letter's own axis says that it is not public
    nothing_public(client)


def test_open_marks_are_not_decided_by_a_direct_save_without_a_person():
    mark = draft_of(proposed()).marks.first()
    mark.decision = Decision.ACCEPTED
    with pytest.raises(IntegrityError), transaction.atomic():
        mark.save()


def test_confirmed_by_a_direct_save_the_open_marks_still_block():
    answer = proposed()
    PublicDraft.objects.filter(public_answer=answer).update(is_confirmed=True)
    with pytest.raises(Incomplete):
        publishing.release(answer.pk, revision=draft_of(answer).revision, by=releaser(), now=f.MONDAY)
    Mark.objects.filter(draft__public_answer=answer).delete()  # and without any marks the last look finds them again
    with pytest.raises(Incomplete, match=SECRET):
        publishing.release(answer.pk, revision=draft_of(answer).revision, by=releaser(), now=f.MONDAY)


def test_taken_down_edited_and_proposed_again_it_needs_both_people_again(client):
    answer = released()
    publishing.unpublish(answer.pk, reason="先核对一下", by=releaser(), now=f.MONDAY)
    with pytest.raises(WrongState):
        gate.save_texts(
            answer.pk, PublicTexts("题", SECRET, "答"), topic=None, revision=1, by=publisher(), now=f.MONDAY
        )
    with pytest.raises(WrongState):
        publishing.release(answer.pk, revision=draft_of(answer).revision, by=releaser(), now=f.MONDAY)
    publishing.propose(answer.letter_id, by=publisher(), now=f.MONDAY)
    draft = draft_of(answer)
    edited = PublicTexts("新标题", f"我叫{SECRET}。", f.REPLY)
    draft = gate.save_texts(answer.pk, edited, topic=None, revision=draft.revision, by=publisher(), now=f.MONDAY)
    with pytest.raises(Incomplete, match="还有1处"):
        gate.confirm(answer.pk, revision=draft.revision, by=publisher(), now=f.MONDAY)
    with pytest.raises(Incomplete):
        publishing.release(answer.pk, revision=draft.revision, by=releaser(), now=f.MONDAY)
    nothing_public(client)


def test_nothing_is_decided_on_what_is_already_public():
    answer = released()
    mark = draft_of(answer).marks.first()
    for deed in (
        lambda: gate.decide(mark.pk, accept=False, by=publisher(), now=f.MONDAY),
        lambda: gate.undo(answer.pk, by=publisher(), now=f.MONDAY),
        lambda: gate.keep_words(answer.pk, "课后", kind="other", by=publisher(), now=f.MONDAY),
    ):
        with pytest.raises(WrongState):
            deed()


def test_consent_withdrawn_or_a_report_found_between_confirming_and_releasing():
    answer = proposed()
    draft = confirmed(answer)
    Letter.objects.filter(pk=answer.letter_id).update(consent_to_publish=False)
    with pytest.raises(NotAllowed):
        publishing.release(answer.pk, revision=draft.revision, by=releaser(), now=f.MONDAY)


def test_an_import_told_to_publish_holds_a_row_with_findings(tmp_path, client):
    f.person(Role.PUBLISHER, username="marker")
    f.person(Role.RELEASER, username="second")
    path = tmp_path / "past.csv"
    names = ("留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "答复意见", "答复时间")
    row = ("A1", "A00012", "退费", "2026-09-20 10:00", f"我叫{SECRET}，退费吗？", f.REPLY, "2026-09-25 10:00")
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows((names, row))
    options = {"marked_by": "marker", "released_by": "second"}
    call_command("import_letters", str(path), answered=True, publish=True, json=True, **options)
    answer = PublicAnswer.objects.get()
    assert answer.letter.visibility == Visibility.PROPOSED
    assert draft_of(answer).marks.filter(decision=Decision.OPEN).exists()
    nothing_public(client)
    second = f.actor(Role.RELEASER, username="second")
    with pytest.raises(Incomplete):
        publishing.release(answer.pk, revision=draft_of(answer).revision, by=second, now=f.MONDAY)


def test_drafts_and_letters_are_nothing_that_wagtail_shows_indexes_or_serves():
    for name in ("PublicDraft", "Mark", "PublicAnswer", "Letter"):
        model = apps.get_model("mailbox", name)
        assert not issubclass(model, Page | index.Indexed)
        assert model not in get_snippet_models()
    released()
    assert not ReferenceIndex.objects.filter(content_type__app_label="mailbox").exists()
    prefixes = {str(pattern.pattern) for pattern in get_resolver().url_patterns}
    assert not any(prefix.startswith("api") for prefix in prefixes)


def test_a_successor_must_itself_be_public():
    old, other = released(), proposed()
    with pytest.raises(Incomplete):
        publishing.supersede(old.pk, other.pk, by=publisher(), now=f.MONDAY)


@pytest.mark.parametrize("name", ["release", "confirm", "back", "add", "save", "undo", "drop"])
def test_a_deed_on_a_copy_without_a_working_text_is_a_sentence_and_no_error(client, name):
    """As after a batch release, or when the working copy was deleted after its time."""
    answer = released()
    PublicDraft.objects.filter(public_answer=answer).delete()
    client.force_login(f.person(Role.RELEASER if name in ("release", "back") else Role.PUBLISHER))
    words = {"words": "来信", "kind": "other", "reason": "不宜公开", "title": "一", "question": "二", "answer": "三"}
    url = reverse("publication:deed", args=[answer.pk, name])
    assert client.post(url, {"revision": 1, **words}).status_code in (403, 409, 422)
    assert queries.published_answers().get() == answer
