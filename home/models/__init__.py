"""One page type and one kind of disclosure a file."""

from home.models.article_page import ArticlePage
from home.models.disclosure_index_page import DisclosureIndexPage
from home.models.disclosure_page import DisclosurePage
from home.models.enrollment_plan import EnrollmentPlan
from home.models.fee_item import FeeItem
from home.models.finance_statement import FinanceStatement
from home.models.home_page import HomePage
from home.models.kept_words import KeptWords
from home.models.release import Release
from home.models.second_person_task import SecondPersonTask
from home.models.section_page import SectionPage
from home.models.site_settings import SiteSettings

__all__ = [
    "ArticlePage",
    "DisclosureIndexPage",
    "DisclosurePage",
    "EnrollmentPlan",
    "FeeItem",
    "FinanceStatement",
    "HomePage",
    "KeptWords",
    "Release",
    "SecondPersonTask",
    "SectionPage",
    "SiteSettings",
]
