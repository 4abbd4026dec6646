"""``import_letters FILE``: past letters and replies from xlsx, csv or jsonl; each row has one outcome."""

from __future__ import annotations

import json
import secrets
import time
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from tqdm import tqdm

from mailbox.importing.columns import UnreadableFile
from mailbox.importing.running import Source, Survey, run, survey
from mailbox.importing.storing import Ending, Order, Told
from mailbox.models import Topic
from mailbox.permissions import staff
from mailbox.publishing import BatchRelease
from portal.accounts.grants import holds
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.organizations.models import Organization
from portal.privacy import official

WORDS = {
    Ending.IMPORTED: "导入",
    Ending.PUBLISHED: "公开",
    Ending.HELD: "待人确认",
    Ending.MERGED: "并入",
    Ending.REJECTED: "不收",
    Ending.UNCHANGED: "不变",
}
QUIET = frozenset({Ending.PUBLISHED, Ending.UNCHANGED, Ending.IMPORTED})


class Command(BaseCommand):
    help = "导入过去的来信和答复（xlsx、csv、jsonl）。每一行有一个结果和原因；再导一次什么都不变。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--answered", action="store_true", help="每行都要有答复意见和答复时间")
        parser.add_argument("--publish", action="store_true", help="来源已公开的，作为一批公开；有个人信息的留给人确认")
        parser.add_argument("--marked-by", metavar="USER", help="公开拟稿人的用户名")
        parser.add_argument("--released-by", metavar="USER", help="公开审定人的用户名，要是另一个人")
        parser.add_argument("--dry-run", action="store_true", help="走一遍，什么都不保存")
        parser.add_argument("--json", action="store_true", help="每行一个JSON，最后一行是合计")

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        batch = _batch_name(options["file"])
        source = Source(options["file"], options["answered"], _order(options, batch))
        try:
            seen = survey(source)
            endings = self._run(source, seen, options)
        except UnreadableFile as error:
            raise CommandError(str(error), returncode=2) from error
        self._sum_up(seen, endings, options, time.monotonic() - began)

    def _run(self, source: Source, seen: Survey, options: dict[str, Any]) -> Counter[Ending]:
        endings: Counter[Ending] = Counter()
        with tqdm(total=seen.rows, unit="行", disable=None, dynamic_ncols=True) as bar:

            def tell(told: Told) -> None:
                endings[told.ending] += 1
                bar.update()
                self._line(told, as_json=options["json"])

            if options["dry_run"]:
                with transaction.atomic():
                    run(source, seen, tell)
                    transaction.set_rollback(True)
            else:
                run(source, seen, tell)
        return endings

    def _line(self, told: Told, *, as_json: bool) -> None:
        if as_json:
            row = {"line": told.line, "number": told.number, "outcome": told.ending.value, "reason": told.reason}
            self.stdout.write(json.dumps(row, ensure_ascii=False))
        elif told.ending not in QUIET:
            self.stdout.write(f"第{told.line}行 {told.number} {WORDS[told.ending]}：{told.reason}")

    def _sum_up(self, seen: Survey, endings: Counter[Ending], options: dict[str, Any], seconds: float) -> None:
        told = [Ending.PUBLISHED, Ending.HELD] if options["publish"] else [Ending.IMPORTED]
        told += [Ending.MERGED, Ending.REJECTED, Ending.UNCHANGED]
        if options["json"]:
            counts = {ending.value: endings[ending] for ending in told}
            self.stdout.write(json.dumps({"rows": seen.rows, **counts, "seconds": round(seconds, 1)}))
            return
        sums = "，".join(f"{WORDS[ending]}{endings[ending]}" for ending in told)
        dry = "（试走，没有保存）" if options["dry_run"] else ""
        self.stdout.write(f"共{seen.rows}行：{sums}。用时{seconds:.1f}秒。{dry}")


def _batch_name(file: Path) -> str:
    """Unique for each run: time, a few random signs, and the file's name."""
    return f"{timezone.localtime():%Y%m%d-%H%M%S}-{secrets.token_hex(2)}-{file.stem[:16]}"


def _order(options: dict[str, Any], batch: str) -> Order:
    return Order(
        batch=batch,
        now=timezone.now(),
        unit=Organization.get_root_nodes().first(),
        release=_release(options, batch) if options["publish"] else None,
        topics={topic.code: topic for topic in Topic.objects.all()},
    )


def _release(options: dict[str, Any], batch: str) -> BatchRelease:
    """Four eyes on a batch: two people, each with the role. Raises CommandError (exit 2) with a sentence."""
    if not options["answered"]:
        raise CommandError("--publish 要和 --answered 一起用：没有答复就没有可公开的。", returncode=2)
    if not options["marked_by"] or not options["released_by"]:
        raise CommandError("--publish 要写明 --marked-by 和 --released-by 两个人。", returncode=2)
    if options["marked_by"] == options["released_by"]:
        raise CommandError("拟稿和审定不能是同一个人，请换一个 --released-by。", returncode=2)
    marked = _person(options["marked_by"], Role.PUBLISHER)
    released = _person(options["released_by"], Role.RELEASER)
    return BatchRelease(staff(marked), staff(released), batch, official.phones())


def _person(username: str, role: Role) -> User:
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise CommandError(f"没有“{username}”这个在用的账号。", returncode=2)
    if not holds(user, role):
        raise CommandError(f"“{username}”没有“{role.label}”的角色，不能做这件事。", returncode=2)
    return user
