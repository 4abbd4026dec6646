"""Who gets what at every address: own URLs by hand, the framework's by prefix. An address in no table fails.

A row of ``OWN`` names an address, how it is asked, and the code for each person; ``ELSE`` is everyone not named.
To add an address, add its row; to add a person, add a column everywhere it matters and ``ELSE`` covers the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from wagtail.models import Page

from mailbox import publishing
from mailbox.enums import LetterClass
from portal.accounts.models import User
from portal.accounts.roles import Role
from tests import factories as f

pytestmark = pytest.mark.django_db

# The framework's addresses, by the beginning of their route. ``admin/`` turns strangers to its login and leaves
# rights to each view; the lists that we add to it are tested row by row below and in ``tests/portal/accounts``.
FRAMEWORK = (
    "admin/",
    "documents/",
    "captcha/",
    "_util/",
    "^",  # Wagtail serves pages below the root; unpublished and private ones are tested with the pages
    "sitemap.xml",
)
OPEN_IN_ADMIN = (  # of Wagtail's own: asked before anyone is known
    "admin/sprite/",
    "admin/login/",
    "admin/password_reset/",
    "admin/jsi18n/",
    "admin/^.*/$",
)

ANONYMOUS, NOBODY, STRANGER = "anonymous", "nobody", "stranger"
EVERYONE = (ANONYMOUS, NOBODY, STRANGER, *(role.value for role in Role))
ELSE = "else"
LOGIN = 302  # to the login page
READERS = (Role.REGISTRAR, Role.SIGNER, Role.SUPERVISOR, Role.AUDITOR)
AT_UNIT = (Role.HANDLER, Role.REVIEWER)


@dataclass(frozen=True)
class Row:
    """``codes`` maps persons to the expected code; a GET unless ``method`` says otherwise."""

    name: str
    codes: dict[str, int]
    args: Callable[[World], list[object]] = lambda world: []
    method: str = "get"
    query: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class World:
    accepted: int  # at f.unit()
    report: int  # about a school, still at the registry
    answered: int
    copy: int  # a public copy behind the gate, proposed by the publisher


def same(code: int) -> dict[str, int]:
    return {ELSE: code}


def staff(allowed: dict[object, int], otherwise: int) -> dict[str, int]:
    """Codes inside the admin: strangers to the login, named roles as given, every other member of staff otherwise."""
    return {ANONYMOUS: LOGIN, NOBODY: LOGIN, **{str(role): code for role, code in allowed.items()}, ELSE: otherwise}


def each(*roles: Role, code: int = 200) -> dict[object, int]:
    return dict.fromkeys(roles, code)


def the_accepted(world: World) -> list[object]:
    return [world.accepted]


def the_report(world: World) -> list[object]:
    return [world.report]


SEE_ACCEPTED = each(*READERS, *AT_UNIT)
DESK = [
    Row("mailbox_desk:index", staff({}, 200)),
    Row("mailbox_desk:entry", staff(each(Role.REGISTRAR, Role.DUTY_OFFICER, Role.PARTY_OFFICE), 404)),
    Row("mailbox_desk:letter", staff(SEE_ACCEPTED, 404), the_accepted),
    Row("mailbox_desk:letter", staff(each(*READERS), 404), the_report),
    # a GET of what is posted leads back to the letter, for those who see it
    *(
        Row(f"mailbox_desk:{name}", staff(each(*READERS, *AT_UNIT, code=302), 404), the_accepted)
        for name in ("reclassify", "withhold", "draft", "insert", "reveal", "reissue")
    ),
    Row(
        "mailbox_desk:move",
        staff(each(*READERS, *AT_UNIT, code=302), 404),
        lambda world: [world.accepted, "return"],
    ),
    # posts without fields: refused for what is missing (422) only where the right is there
    Row(
        "mailbox_desk:move",
        staff({**each(*READERS, *AT_UNIT, code=422)}, 404),
        lambda world: [world.accepted, "return"],
        method="post",
    ),
    Row("mailbox_desk:draft", staff(each(*READERS, *AT_UNIT, code=422), 404), the_accepted, method="post"),
    Row(
        "mailbox_desk:insert",
        staff({**each(*READERS, Role.REVIEWER, code=403), Role.HANDLER: 200}, 404),
        the_accepted,
        method="post",
    ),
    Row("mailbox_desk:reveal", staff(each(*READERS, *AT_UNIT, code=422), 404), the_accepted, method="post"),
    Row("mailbox_desk:reissue", staff(each(*READERS, *AT_UNIT, code=422), 404), the_accepted, method="post"),
    Row("mailbox_desk:reclassify", staff(each(*READERS, *AT_UNIT, code=422), 404), the_accepted, method="post"),
    Row("mailbox_desk:withhold", staff(each(*READERS, *AT_UNIT, code=422), 404), the_accepted, method="post"),
    Row(
        "mailbox_desk:entry",
        staff(each(Role.REGISTRAR, Role.DUTY_OFFICER, Role.PARTY_OFFICE, code=422), 404),
        method="post",
    ),
]
GATEKEEPERS = (Role.PUBLISHER, Role.RELEASER)


def the_copy(world: World) -> list[object]:
    return [world.copy]


NO_MARK = NO_GRANT = NO_TOPIC = 999_999
PUBLICATION = [
    Row("publication:index", staff(each(*GATEKEEPERS), 404)),
    Row("publication:gate", staff(each(*GATEKEEPERS), 404), the_copy),
    Row("publication:propose", staff({}, 404), lambda world: [world.accepted], method="post"),
    Row("publication:deed", staff(each(*GATEKEEPERS, code=422), 404), lambda w: [w.copy, "release"], method="post"),
    # a mark that is no longer there: 409 for those who see the copy
    Row("publication:decide", staff(each(*GATEKEEPERS, code=409), 404), lambda w: [w.copy, 1, "accept"], method="post"),
    Row("publication:decisions", staff(each(Role.ADMINISTRATOR), 404)),
    Row("publication:rule", staff({}, 404), lambda world: [NO_MARK], method="post"),
]
OVERSIGHT = [
    Row("personal_data:letter", staff(SEE_ACCEPTED, 404), the_accepted),
    Row("personal_data:letter", staff(each(*READERS), 404), the_report),
    Row("personal_data:deed", staff(each(*READERS, *AT_UNIT, code=302), 404), lambda w: [w.accepted, "erase"]),
    Row("personal_data:deed", staff(each(*READERS, *AT_UNIT, code=422), 404), lambda w: [w.accepted, "hold"], "post"),
    Row("personal_data:looks", staff(each(Role.AUDITOR, Role.ADMINISTRATOR), 302)),
]


def the_home_page() -> int:
    return Page.objects.get(depth=2).pk


ADMIN_LISTS = [
    Row("role_grants:index", staff(each(Role.ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR), 302)),
    Row("role_grants:add", staff(each(Role.ADMINISTRATOR), 302)),
    Row("role_grants:deed", staff({}, 302), lambda world: [NO_GRANT, "confirm"], method="post"),
    Row("wagtailusers_users:index", staff(each(Role.ADMINISTRATOR), 302)),
    Row("wagtailusers_groups:index", staff({}, 302)),
    Row("mark_rules:index", staff(each(Role.ADMINISTRATOR), 302)),
    Row("site_gate", staff(each(Role.EDITOR, Role.PAGE_REVIEWER), 302), lambda w: ["page", the_home_page()]),
    Row("retention_rules:index", staff(each(Role.ADMINISTRATOR), 302)),
    Row("letter_topics:index", staff(each(Role.ADMINISTRATOR, Role.REGISTRAR), 302)),
    Row("letter_topics:deed", staff({}, 302), lambda world: [NO_TOPIC, "confirm"], method="post"),
    Row("reply_templates:index", staff(each(Role.ADMINISTRATOR, Role.REGISTRAR, Role.REVIEWER), 302)),
]
EDITING = each(Role.EDITOR, Role.PAGE_REVIEWER)
NO_IDS = {"id": "999999"}
# Wagtail's own, which it leaves open to all staff: they list titles of drafts and files (``portal/content_rights.py``).
CONTENT = [
    Row("wagtailadmin_choose_page", staff(EDITING, 302)),
    Row("wagtailadmin_choose_page_child", staff(EDITING, 302), lambda world: [the_home_page()]),
    Row("wagtailadmin_choose_page_search", staff(EDITING, 302), query={"q": "首页"}),
    Row("wagtailadmin_choose_page_chosen_multiple", staff(EDITING, 302), query=NO_IDS),
    Row("wagtailadmin_choose_page_external_link", staff(EDITING, 302)),
    Row("wagtailadmin_pages:move_confirm", staff(EDITING, 302), lambda world: [the_home_page(), the_home_page()]),
    Row("wagtailadmin_pages:confirm_workflow_cancellation", staff(EDITING, 302), lambda world: [the_home_page()]),
    Row("wagtailadmin_api:pages:listing", staff(EDITING, 302)),
    Row("wagtailadmin_api:pages:detail", staff(EDITING, 302), lambda world: [the_home_page()]),
    Row("wagtailadmin_api:documents:listing", staff(EDITING, 302)),
    Row("wagtailadmin_api:images:listing", staff(EDITING, 302)),
    Row("wagtaildocs_chooser:choose", staff(EDITING, 302)),
    Row("wagtailimages_chooser:choose", staff(EDITING, 302)),
    *(
        # 404: no such page or file, for those who may ask
        Row(
            "wagtail_bulk_action",
            staff(dict.fromkeys(EDITING, 404), 302),
            lambda world, what=what: [*what, "delete"],
            query=NO_IDS,
        )
        for what in (("wagtailcore", "page"), ("wagtaildocs", "document"), ("wagtailimages", "image"))
    ),
    Row("wagtailadmin_tag_autocomplete", staff(EDITING, 302), query={"term": "表"}),
    Row("wagtailadmin_workflows:task_chooser", staff({}, 302)),
    Row("wagtailadmin_reports:site_history", staff(EDITING, 302)),
    Row("wagtailredirects:index", staff({}, 302)),
    Row("wagtailredirects:add", staff({}, 302)),
    Row("wagtailsites:index", staff({}, 302)),
    Row("wagtailsites:add", staff({}, 302)),
]
FIGURES = (Role.REGISTRAR, Role.SIGNER, Role.SUPERVISOR, Role.ADMINISTRATOR)
DRAFTING = (*FIGURES, Role.PUBLISHER, Role.EDITOR)
NO_TASK = 999_999
DEFLECTION = [
    Row("deflection:report", staff(each(*FIGURES), 302)),
    Row("deflection:tasks", staff(each(*DRAFTING), 302)),
    Row("deflection:make", staff({}, 302), method="post"),  # nothing typed: back to the report, as all others are sent
    Row("deflection:task", staff(each(*DRAFTING, code=404), 302), lambda world: [NO_TASK]),
    Row("deflection:finish", staff(each(*DRAFTING, code=404), 302), lambda world: [NO_TASK], method="post"),
    Row("deflection:drop", staff(each(*DRAFTING, code=404), 302), lambda world: [NO_TASK], method="post"),
]
PUBLIC = [
    Row("health_live", same(200)),
    Row("mailbox:answers", same(200)),
    Row("mailbox:answers_feed", same(200)),
    Row("mailbox:answer", same(404), lambda world: [999_999]),
    Row("mailbox:write", same(200)),
    Row("mailbox:write_similar", same(204), method="post"),
    Row("mailbox:write_opened", same(204), method="post"),
    Row("mailbox:track", same(200)),
    Row("mailbox:receipt", same(302), method="post"),
    Row("mailbox:track_action", same(200), lambda world: ["supplement"], method="post"),
    Row("mailbox:own_data", same(200)),  # the form for number and code
    Row("mailbox:own_data_download", same(200), method="post"),
    Row("mailbox:own_data_erase", same(200), method="post"),
    Row("search:results", same(200)),
    Row("search:similar", same(200), query={"q": "课后服务"}),
    Row("media", same(404), lambda world: ["images/none.jpg"]),
    Row("home:front", same(200)),
    Row("home:disclosures", same(200)),
    Row("home:fees", same(200)),
    Row("home:fee_board", same(404), lambda world: [999_999]),
    Row("home:enrollment", same(200)),
    Row("home:enrollment_plan", same(404), lambda world: [999_999]),
    Row("home:finances", same(200)),
    Row("home:finance_statement", same(404), lambda world: [999_999]),
    Row("home:sitemap", same(200)),
    Row("home:robots", same(200)),
    Row("home:components", same(200)),
]
NO_FILE = "00000000-0000-4000-8000-000000000000"  # whose screens are walked in tests/portal/privacy/files
HELD = [
    Row("held_files:index", staff(each(Role.EDITOR, Role.PAGE_REVIEWER), 404)),
    Row("held_file_rules:index", staff(each(Role.ADMINISTRATOR), 302)),
    Row("held_files:held", staff({}, 404), lambda world: [NO_FILE]),
    Row("held_files:take", staff({}, 404), lambda world: ["document", 999_999]),
    Row("held_files:page", staff({}, 404), lambda world: [NO_FILE, "copy", 1]),
    Row("held_files:file", staff({}, 404), lambda world: [NO_FILE, "copy"]),
    Row("held_files:deed", staff({}, 404), lambda world: [NO_FILE, "release"], method="post"),
]
OWN = [*DESK, *PUBLICATION, *OVERSIGHT, *ADMIN_LISTS, *CONTENT, *DEFLECTION, *HELD, *PUBLIC]
# Walked with their own persons and data where they are tested; named here so that nothing is forgotten.
ELSEWHERE = {"health_ready": "tests/portal/test_health.py"}


def patterns(resolver: URLResolver, route: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    """Route and full name of every address."""
    for each_ in resolver.url_patterns:
        here = route + str(each_.pattern)
        if isinstance(each_, URLPattern):
            yield here, f"{space}{each_.name or ''}"
        else:
            yield from patterns(each_, here, f"{space}{each_.namespace}:" if each_.namespace else space)


def people() -> dict[str, User | None]:
    """Everyone: roles of one unit are held at the letter's unit, the others at the bureau."""
    made: dict[str, User | None] = {ANONYMOUS: None, NOBODY: User.objects.create_user(NOBODY)}
    for role in Role:
        made[role.value] = f.person(role, f.unit() if role in AT_UNIT else f.bureau())
    made[STRANGER] = f.person(Role.HANDLER, f.unit("finance", "财务科"), STRANGER)
    return made


@pytest.fixture
def world() -> World:
    now = timezone.now()
    proposed = f.answered(now=now).pk
    return World(
        accepted=f.accepted(now=now).pk,
        report=f.registered(now=now, letter_class=LetterClass.REPORT, concerned=f.school()).pk,
        answered=f.answered(now=now).pk,
        copy=publishing.propose(proposed, by=f.actor(Role.PUBLISHER), now=now).pk,
    )


@pytest.mark.parametrize("row", OWN, ids=lambda row: f"{row.name}-{row.method}")
def test_each_person_gets_the_expected_code(client, world, row):
    url = reverse(row.name, args=row.args(world))
    found, expected = {}, {}
    for name, user in people().items():
        client.logout()
        if user is not None:
            client.force_login(user)
        found[name] = getattr(client, row.method)(url, row.query).status_code
        expected[name] = row.codes.get(name, row.codes[ELSE])
    assert found == expected
    assert set(found) == set(EVERYONE)


def test_every_address_is_in_a_table_or_belongs_to_the_framework():
    known = {row.name for row in OWN} | set(ELSEWHERE)
    unknown = {
        (route, name)
        for route, name in patterns(get_resolver())
        if name not in known and not route.startswith(FRAMEWORK)
    }
    assert unknown == set()


def test_every_address_of_ours_below_the_admin_is_in_a_table_of_ours():
    ours = ("mailbox_desk:", "publication:", "deflection:", "personal_data:", "held_files:")
    known = {row.name for row in OWN} | set(ELSEWHERE)
    assert {name for _route, name in patterns(get_resolver()) if name.startswith(ours)} <= known


def test_no_row_is_left_of_an_address_that_is_gone():
    names = {name for _route, name in patterns(get_resolver())}
    assert {row.name for row in OWN} | set(ELSEWHERE) <= names


def test_the_admin_shows_strangers_nothing_but_its_login(client):
    """Every address below ``admin/`` without arguments: a stranger is sent to the login, whoever wrote the view."""
    wrong = {}
    for route, _name in patterns(get_resolver()):
        if not route.startswith("admin/") or "<" in route or "(" in route or route.startswith(OPEN_IN_ADMIN):
            continue
        response = client.get(f"/{route}")
        if response.status_code != 302 or "/admin/login/" not in response.url:
            wrong[route] = response.status_code
    assert wrong == {}


def test_every_answer_about_a_letter_is_kept_out_of_caches(client, world):
    client.force_login(f.person(Role.REGISTRAR))
    for row in DESK:
        if row.method == "get":
            response = client.get(reverse(row.name, args=row.args(world)))
            assert "no-store" in response["Cache-Control"]
