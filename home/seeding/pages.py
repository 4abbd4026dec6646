from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from wagtail.models import Page, Site

from home.models import ArticlePage, DisclosureIndexPage, DisclosurePage, HomePage, SectionPage, SiteSettings
from home.seeding.articles import ABOUT, GUIDES, NOTICES, Article
from home.seeding.policies import POLICIES, Policy
from portal.organizations.models import Organization, OrganizationKind

SETTINGS = {
    "name": "云岭区教育局",
    "sponsor": "云岭区教育局",
    "icp_number": "示例ICP备00000000号",
    "police_number": "示例公网安备00000000000000号",
    "site_code": "9901060007",
    "help_desk": "信访咨询服务中心",
    "help_phone": "0199-8812 3400",
    "hours": "工作日9:00—12:00，14:00—18:00",
    "address": "云岭区文枢路6号，教育局大门右侧",
}


@dataclass(frozen=True)
class Section:
    slug: str
    title: str
    intro: str
    articles: list[Article]
    in_menu: bool = True


SECTIONS = (
    Section("guides", "办事指南", "报名、转学、资助，一步一步怎么办", GUIDES),
    Section("notices", "通知公告", "放假、检查、招聘，最近要知道的事", NOTICES),
    Section("about", "关于本站", "怎么写信、怎么保护您的隐私", ABOUT, in_menu=False),
)


def seed_pages() -> int:
    """The tree below the home page, then the settings that point into it. Returns how many pages were made."""
    home = HomePage.objects.get()
    made = sum(_section(home, section) for section in SECTIONS)
    made += _policies(DisclosureIndexPage.objects.get())
    _settings()
    return made


def _days_ago(days: int) -> datetime:
    """Nine in the morning, that many days ago, or the Friday before when that was a weekend."""
    moment = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0) - timedelta(days=days)
    return moment - timedelta(days=max(0, moment.weekday() - 4))


def _missing(parent: Page, slugs: Iterable[str]) -> set[str]:
    return set(slugs) - set(parent.get_children().values_list("slug", flat=True))


def _add(parent: Page, page: Page, published: datetime) -> None:
    """Publishes a page as of ``published``: only invented pages may have a past."""
    page.first_published_at = page.last_published_at = page.latest_revision_created_at = published
    parent.add_child(instance=page)


def _section(home: HomePage, section: Section) -> int:
    is_new = bool(_missing(home, [section.slug]))
    if is_new:
        page = SectionPage(title=section.title, slug=section.slug, intro=section.intro, show_in_menus=section.in_menu)
        _add(home, page, _days_ago(330))
    parent = home.get_children().get(slug=section.slug)
    missing = _missing(parent, [article.slug for article in section.articles])
    for article in section.articles:
        if article.slug in missing:
            _add(parent, _article(article), _days_ago(article.days))
    return is_new + len(missing)


def _article(article: Article) -> ArticlePage:
    return ArticlePage(
        title=article.title, slug=article.slug, intro=article.intro, body=article.body, source=article.source
    )


def _policies(index: DisclosureIndexPage) -> int:
    bureau = Organization.objects.filter(kind=OrganizationKind.BUREAU).first()
    missing = _missing(index, [policy.slug for policy in POLICIES])
    wanted = [policy for policy in POLICIES if policy.slug in missing]
    for number, policy in enumerate(wanted, start=1):
        _add(index, _policy(policy, number, bureau), _days_ago(policy.days - 4))
    for policy in wanted:
        if policy.successor:
            page = DisclosurePage.objects.get(slug=policy.slug)
            page.successor = DisclosurePage.objects.get(slug=policy.successor)
            page.validity = policy.validity
            page.save()
    return len(wanted)


def _policy(policy: Policy, number: int, bureau: Organization | None) -> DisclosurePage:
    made_on = _days_ago(policy.days).date()
    return DisclosurePage(
        title=policy.title,
        slug=policy.slug,
        intro=policy.intro,
        body=policy.body,
        index_number=f"YLJY/{made_on.year}-W{number:05d}",
        publisher=bureau,
        document_number=policy.number,
        made_on=made_on,
        subject=policy.subject,
        form=policy.form,
    )


def _settings() -> None:
    """Fill in what nobody has set yet."""
    settings: Any = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    pages = {page.slug: page for page in ArticlePage.objects.filter(slug__in=[article.slug for article in ABOUT])}
    links = {
        "rules_page": pages["mailbox-rules"],
        "privacy_page": pages["privacy"],
        "help_page": pages["help"],
        "accessibility_page": pages["accessibility"],
        "about_page": pages["about"],
    }
    blank = {"": "", "教育局": ""}
    for name, value in {**SETTINGS, **links}.items():
        current = getattr(settings, name)
        if current is None or current in blank:
            setattr(settings, name, value)
    settings.save()
