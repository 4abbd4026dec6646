"""grant_role: the first administrators of a new bureau, on the server's console."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.accounts.granting import give
from portal.accounts.models import RoleGrant, User
from portal.accounts.roles import Role
from portal.audit.record import record
from portal.organizations.models import Organization

SOURCE = "command grant_role"
FIRST = (Role.ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR)


class Command(BaseCommand):
    help = (
        "在服务器上授予管理员或安全管理员，立刻有效，记入审计。只用于新装以后的头两位，或安全管理员都不在时。"
        "其他角色请管理员在后台“角色授予”里提出，安全管理员确认。退出码：0 已授予，1 没有授予。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="账号的用户名，账号要先建好")
        parser.add_argument("role", choices=[str(role) for role in FIRST])
        parser.add_argument("--dry-run", action="store_true", help="只检查，不授予")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["username"], is_active=True).first()
        bureau = Organization.get_first_root_node()
        if user is None or bureau is None:
            raise CommandError("没有这个可用的账号，或者还没有机构。请先建好账号，导入机构。", returncode=1)
        role = Role(options["role"])
        try:
            RoleGrant(user=user, role=role, organization=bureau).clean()
        except ValidationError as error:
            raise CommandError(" ".join(error.messages), returncode=1) from error
        if options["dry_run"]:
            self.stdout.write(f"可以授予：{user}，{role.label}（{bureau}）。")
            return
        grant = give(user, role, bureau, source=SOURCE)
        detail: dict[str, int | str] = {"user": user.pk, "role": str(role), "unit": bureau.pk}
        record(None, "role.given", target=f"role-grant:{grant.pk}", detail=detail)
        self.stdout.write(f"已授予：{user}，{role.label}（{bureau}）。")
