"""``sweep_canaries``: plant a sign in every field, live a whole life, and look for the signs in every place."""

from __future__ import annotations

import argparse
import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.privacy.sweep import isolation, running
from portal.privacy.sweep.canaries import given_words
from portal.privacy.sweep.running import Outcome
from portal.privacy.sweep.unreadable import CannotLook

LEAKS, COULD_NOT = 1, 2  # exit codes; 0 is clean
LEAKED = "有记号出现在不该有的地方，或有字段没有埋记号，见上。"
FOUND = "有的词出现在不该有的地方，见上。"


class Command(BaseCommand):
    help = "在单独的临时库里走完信件的一生，再到处查找埋下的记号：哪里有、该不该有。正在使用的数据不受影响。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--letters", type=int, default=1, help="每种信走几遍（默认1）")
        parser.add_argument("--keep", type=Path, metavar="DIR", help="把这次的临时库、文件和日志留在DIR里")
        parser.add_argument(
            "--look-for", type=Path, metavar="FILE", help="不走流程，只在正在使用的系统里查找FILE里的词，一行一个"
        )
        also = "和--look-for一起用：再查这个文件夹，例如日志或备份所在的地方，可以写几次"
        parser.add_argument("--also", type=Path, metavar="DIR", action="append", default=[], help=also)
        parser.add_argument("--json", action="store_true", help="结果写成JSON")
        parser.add_argument("--within", type=Path, help=argparse.SUPPRESS)  # the process that isolation starts

    def handle(self, **options: Any) -> None:
        if options["within"]:
            isolation.inside(options["within"], letters=options["letters"])
            return
        if options["letters"] < 1:
            raise CommandError("--letters 至少是1。", returncode=COULD_NOT)
        outcome = self._outcome(options)
        self._say(outcome, as_json=options["json"])
        if outcome.fault:
            raise CommandError(outcome.fault, returncode=COULD_NOT)
        if not outcome.is_clean:
            raise CommandError(FOUND if options["look_for"] else LEAKED, returncode=LEAKS)

    def _outcome(self, options: dict[str, Any]) -> Outcome:
        try:
            if options["look_for"]:
                return running.look_for(given_words(options["look_for"]), options["also"])
            return isolation.sweep(letters=options["letters"], keep=options["keep"])
        except (isolation.CouldNotRun, CannotLook) as error:
            return Outcome(fault=str(error))
        except (OSError, UnicodeDecodeError) as error:
            return Outcome(fault=f"读不了文件：{error}。")
        except ValueError as error:
            return Outcome(fault=f"第{error}行太短，到处都会有。请写长一些。" if str(error) else "文件里没有要找的词。")

    def _say(self, outcome: Outcome, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(outcome.as_json(), ensure_ascii=False))
            return
        for line in outcome.places:
            if line.allowed or line.leaks:
                found = f"可以有的{len(line.allowed)}种" + (f"，不该有的{len(line.leaks)}种" if line.leaks else "")
                self.stdout.write(f"{'泄漏' if line.leaks else '正常'}  {line.place}：查了{line.items}处，{found}")
            for label, count in line.leaks.items():
                self.stdout.write(f"      {label} {count}次：{'；'.join(line.where)}")
        empty = [line for line in outcome.places if not line.allowed and not line.leaks]
        items = sum(line.items for line in outcome.places)
        planted = f"共埋记号{outcome.planted}个，" if outcome.planted else ""
        self.stdout.write(f"{planted}查了{len(outcome.places)}类{items}处，其中{len(empty)}类什么都没有。")
        for field in outcome.unplanted:
            self.stdout.write(f"没有埋记号的字段：{field}")
