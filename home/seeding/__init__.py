"""The invented district's site for ``seed_demo``: pages, settings, and each school's fees, plans and budgets.

Runs after the organizations exist. A second run adds nothing.
"""

from __future__ import annotations

from home.editors import ensure_groups
from home.publishing.acting import internal_release
from home.seeding.decided import keep_decided
from home.seeding.enrollment import seed_plans
from home.seeding.fees import seed_fees
from home.seeding.finances import seed_statements
from home.seeding.pages import seed_pages


def seed(scale: int) -> str:
    """Make what is missing; ``scale`` changes nothing here: every school gets its own notices whatever the number."""
    ensure_groups()
    with internal_release("seed_demo", is_invented=True):
        pages = seed_pages()
        fees, plans, statements = seed_fees(), seed_plans(), seed_statements()
    keep_decided()
    return f"{pages}个页面，{fees}个收费项目，{plans}份招生计划，{statements}份预算和决算"
