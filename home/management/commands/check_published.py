"""Search everything that is public on the site for personal data once more."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from home.publishing.looking_again import Public, count, everything_public
from home.publishing.middleware import findings_url
from portal.privacy import kinds
from portal.registries import public_names


class Command(BaseCommand):
    help = (
        "把已公开的网页、公开事项和网站设置再检查一遍：有没有没人决定过的疑似个人信息，有没有不经发布关口改动的内容，"
        "有没有上级栏目没公开的网页，内容分类和单位的名称里有没有个人信息。"
        "只读，不改动任何内容；发现问题时退出码为1。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="每个有问题的页面或事项一行JSON，最后一行是总数")

    def handle(self, *args: Any, **options: Any) -> None:
        total, bad = count(), 0
        for number, each in enumerate(everything_public(), start=1):
            if not options["json"] and number % 100 == 0:
                self.stderr.write(f"{number}/{total}")
            if not each.is_well:
                bad += 1
                self.stdout.write(json.dumps(_as_json(each), ensure_ascii=False) if options["json"] else _as_line(each))
        for entry in public_names:
            for name in entry.run():
                total, bad = total + 1, bad + 1
                said = {"where": name.where, "name_of": name.what, "open": [{"kind": kind} for kind in name.kinds]}
                line = f"{name.where}：{name.what}的名称里有{'、'.join(kinds.label(kind) for kind in name.kinds)}"
                self.stdout.write(json.dumps(said, ensure_ascii=False) if options["json"] else line)
        if options["json"]:
            self.stdout.write(json.dumps({"checked": total, "to_look_at": bad}))
        if bad:
            raise CommandError(f"检查了{total}项，{bad}项要人看。", returncode=1)
        if not options["json"]:
            self.stdout.write(f"检查了{total}项，没有发现问题。")


def _as_json(each: Public) -> dict[str, object]:
    """Kinds and places, never the words: output ends up in logs."""
    places = [{"kind": str(found.kind), "place": spot.leaf.label} for found in each.open for spot in found.spots]
    return {
        "where": findings_url(each.subject),
        "open": places,
        "released": each.was_released,
        "below_a_draft": each.is_below_a_draft,
    }


def _as_line(each: Public) -> str:
    said = [f"{found.label}（{found.spots[0].leaf.label}）" for found in each.open]
    if each.is_below_a_draft:
        said.append("上级栏目没有公开")
    if not each.was_released:
        said.append("公开的内容没有对应的发布记录")
    return f"{findings_url(each.subject)}：{'；'.join(said)}"
