"""The demo bureau's people: one account for each role, named by the role's code, and second ones where two are needed.

The password is fixed and documented: whoever sets up a demonstration must be able to sign in. ``seed_demo`` refuses to
run in production, so no real bureau ever has these accounts.
"""

from __future__ import annotations

from django.contrib.auth.hashers import make_password

from portal.accounts.granting import give
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.organizations.models import Organization
from portal.registries import DemoAccount

DEMO_PASSWORD = "yunling-demo-2026"  # noqa: S105 - printed by `make run`; demo accounts exist outside production only

# (user name, shown name, [(role, unit code)])
PEOPLE: tuple[tuple[str, str, tuple[tuple[Role, str], ...]], ...] = (
    ("registrar", "韩登记", ((Role.REGISTRAR, "bureau"),)),
    ("handler", "许承办", ((Role.HANDLER, "basic"),)),
    ("reviewer", "严审核", ((Role.REVIEWER, "bureau"),)),
    ("signer", "梁局长", ((Role.SIGNER, "bureau"),)),
    ("publisher", "文拟稿", ((Role.PUBLISHER, "bureau"),)),
    ("releaser", "章审定", ((Role.RELEASER, "bureau"),)),
    ("supervisor", "尚督办", ((Role.SUPERVISOR, "bureau"),)),
    ("duty_officer", "夏值班", ((Role.DUTY_OFFICER, "bureau"),)),
    ("party_office", "党代办", ((Role.PARTY_OFFICE, "bureau"),)),
    ("editor", "乔编辑", ((Role.EDITOR, "bureau"),)),
    ("page_reviewer", "阮审页", ((Role.PAGE_REVIEWER, "bureau"),)),
    ("administrator", "管理员", ((Role.ADMINISTRATOR, "bureau"),)),
    ("security_administrator", "安全管理员", ((Role.SECURITY_ADMINISTRATOR, "bureau"),)),
    ("auditor", "审计员", ((Role.AUDITOR, "bureau"),)),
    ("handler_preschool", "柳承办", ((Role.HANDLER, "preschool"),)),
    ("handler_finance", "计承办", ((Role.HANDLER, "finance"),)),
    ("handler_personnel", "任承办", ((Role.HANDLER, "personnel"),)),
    ("handler_safety", "安承办", ((Role.HANDLER, "safety"),)),
    ("handler_training", "裴承办", ((Role.HANDLER, "training"), (Role.HANDLER, "private_schools"))),
    ("handler_examinations", "招承办", ((Role.HANDLER, "examinations"), (Role.HANDLER, "student_records"))),
    ("handler_health", "康承办", ((Role.HANDLER, "health_arts"), (Role.HANDLER, "general"))),
    ("handler_qingxi", "溪承办", ((Role.HANDLER, "qingxi_office"),)),
    ("handler_wenshu", "枢承办", ((Role.HANDLER, "wenshu"),)),
    ("school_qingxi", "清溪小学联络员", ((Role.HANDLER, "qingxi"),)),
    ("reviewer_basic", "田审核", ((Role.REVIEWER, "basic"),)),
    ("reviewer_qingxi", "湛审核", ((Role.REVIEWER, "qingxi_office"),)),
    ("publisher_two", "闻拟稿", ((Role.PUBLISHER, "bureau"),)),
    ("releaser_two", "樊审定", ((Role.RELEASER, "bureau"),)),
)


def seed(scale: int) -> str:
    """Make the people once, each with the grants of the table; ``scale`` does not matter. Needs the organizations."""
    units = {unit.code: unit for unit in Organization.objects.all()}
    password = make_password(DEMO_PASSWORD)  # once: hashing is slow on purpose
    for username, name, grants in PEOPLE:
        facts = {"display_name": name, "password": password}
        user, _made = User.objects.get_or_create(username=username, defaults=facts)
        for role, code in grants:
            give(user, role, units[code], source="seed_demo")
    return f"账号：{len(PEOPLE)}个，密码都是 {DEMO_PASSWORD}"


def accounts() -> list[DemoAccount]:
    """One demo account a role that exists here, for `serve` to print; none where no demo bureau was seeded."""
    shown = [(name, grants[0][0]) for name, _name, grants in PEOPLE if name in Role.values]
    here = set(User.objects.filter(username__in=[name for name, _role in shown]).values_list("username", flat=True))
    return [DemoAccount(name, DEMO_PASSWORD, str(role.label)) for name, role in shown if name in here]
