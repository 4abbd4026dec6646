"""Public lists and boards of typed disclosures, with downloads of exactly the rows shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from home.disclosures import board, queries
from home.disclosures.exports import table
from home.disclosures.filters import DisclosureFilter
from home.disclosures.metadata import Disclosure
from home.disclosures.stages import Stage
from home.models import EnrollmentPlan, FeeItem, FinanceStatement
from home.models.fee_item import Term
from portal.exports import FORMATS, write_table
from portal.organizations.models import Organization

D = TypeVar("D", bound=Disclosure)
PER_PAGE = 20
INDEX = "公开信息"


@dataclass(frozen=True)
class Listing:
    """One kind of disclosure as a list: where it stands, whose it is, what one row is called."""

    title: str
    lead: str
    name: str  # of the URL, of the file to download, of the template
    owner: str
    has_stage: bool
    measure: str


FEES = Listing("学校收费", "每所学校收什么、依据什么、怎么退，一校一表。", "fees", "school", True, "所")
ENROLLMENT = Listing(
    "招生入学", "每所学校招多少人、收哪里的孩子、哪天报名、带什么材料。", "enrollment", "school", True, "份"
)
FINANCES = Listing(
    "财务预决算", "区教育局和学校的钱从哪里来、用到哪里去。金额以万元计。", "finances", "unit", False, "份"
)


def trail(*steps: tuple[str, str]) -> list[tuple[str, str]]:
    """Breadcrumbs below 公开信息."""
    return [(INDEX, reverse("home:disclosures")), *steps]


def download(request: HttpRequest, model: type[D], items: QuerySet[D], name: str) -> HttpResponseBase | None:
    """The rows as a file when ``?format=`` asks for one; None for the page; 404 for a format that does not exist."""
    wanted = request.GET.get("format")
    if not wanted:
        return None
    if wanted not in FORMATS:
        raise Http404("没有这种下载格式。")
    columns, rows = table(model, items)
    return write_table(wanted, columns, rows, name=f"{name}-{timezone.localdate():%Y%m%d}")


def _form(request: HttpRequest, items: QuerySet[D], listing: Listing) -> DisclosureFilter:
    years = queries.years_of(items)
    return DisclosureFilter(request.GET, years=years, owner=listing.owner, has_stage=listing.has_stage)


def _page(request: HttpRequest, listing: Listing, form: DisclosureFilter, rows: Any) -> HttpResponse:
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    if listing is FEES:
        for row in page.object_list:
            row |= {"stage_label": Stage(row["stage"]).label, "term_label": Term(row["term"]).label}
    kept = request.GET.copy()
    for name in ("page", "format", "view"):
        kept.pop(name, None)
    context = {
        "listing": listing,
        "form": form,
        "rows": page,
        "trail": trail((listing.title, "")),
        "download": f"?{kept.urlencode()}&format=" if kept else "?format=",
    }
    return render(request, f"home/disclosures/{listing.name}.html", context)


@require_safe
def fees(request: HttpRequest) -> HttpResponseBase:
    """Schools with their newest fee board; the download has the single fees of every term."""
    items = queries.fees()
    form = _form(request, items, FEES)
    items = form.narrow(items)
    file = download(request, FeeItem, items, FEES.name)
    return file or _page(request, FEES, form, queries.newest_boards(items))


@require_safe
def enrollment(request: HttpRequest) -> HttpResponseBase:
    items = queries.enrollment_plans()
    form = _form(request, items, ENROLLMENT)
    items = form.narrow(items).order_by("-year", "stage", "school__path", "pk")
    return download(request, EnrollmentPlan, items, ENROLLMENT.name) or _page(request, ENROLLMENT, form, items)


@require_safe
def finances(request: HttpRequest) -> HttpResponseBase:
    items = queries.finance_statements()
    form = _form(request, items, FINANCES)
    items = form.narrow(items).order_by("-year", "unit__path", "kind")
    return download(request, FinanceStatement, items, FINANCES.name) or _page(request, FINANCES, form, items)


def _number(text: str | None) -> int | None:
    """A small number from the address, or None: a mistyped address shows the newest board instead of an error."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= 4 else None


@require_safe
def fee_board(request: HttpRequest, school_id: int) -> HttpResponseBase:
    """All fees of one school and term: what must be paid first. Without ``year`` and ``term`` the newest."""
    school = get_object_or_404(Organization, pk=school_id)
    published = queries.fees().filter(school=school)
    terms = list(published.order_by("-year", "-term").values_list("year", "term").distinct())
    if not terms:
        raise Http404("这所学校还没有公布收费。")
    year, term = _number(request.GET.get("year")), _number(request.GET.get("term"))
    chosen = next((each for each in terms if each[0] == year and term in {None, each[1]}), terms[0])
    items = published.filter(year=chosen[0], term=chosen[1]).order_by("position", "pk")
    file = download(request, FeeItem, items, f"fees-{school.code}")
    return file or render(
        request, "home/disclosures/fee_board.html", _board_context(school, list(items), terms, chosen)
    )


def _board_context(
    school: Organization, items: list[FeeItem], terms: list[tuple[int, int]], chosen: tuple[int, int]
) -> dict[str, Any]:
    earlier = terms[terms.index(chosen) + 1 :][:1]
    before = queries.fees().filter(school=school, year=earlier[0][0], term=earlier[0][1]) if earlier else []
    newest = max(items, key=lambda fee: (fee.published_on or fee.made_on, fee.pk))
    return {
        "school": school,
        "term": f"{chosen[0]}—{chosen[0] + 1}学年{Term(chosen[1]).label}",
        "key": chosen,
        "groups": board.groups(
            items, {fee.item: fee.amount for fee in before if fee.amount is not None}, _basis(items)
        ),
        "summary": board.summary(items),
        "document": newest,
        "is_current": chosen == terms[0] and newest.is_current(timezone.localdate()),
        "earlier": earlier[0] if earlier else None,
        "newer": terms[0] if chosen != terms[0] else None,
        "reductions": _distinct(fee.reduction_policy for fee in items),
        "kind": ("民办" if school.is_private else "公办") + str(newest.get_stage_display()),
        "subject_hint": f"{school.short_name or school.name}实际收费和公示的不一样",
        "phones": _distinct(fee.complaint_phone for fee in items),
        "trail": trail(("学校收费", reverse("home:fees")), (school.short_name or school.name, "")),
    }


def _basis(items: list[FeeItem]) -> dict[str, str]:
    """Address of each document that the fees rest on and that is published here."""
    numbers = {fee.basis_document for fee in items}
    pages = queries.documents().filter(document_number__in=numbers)
    return {page.document_number: page.url or "" for page in pages}


def _distinct(values: Any) -> list[str]:
    return list(dict.fromkeys(value for value in values if value))


@require_safe
def enrollment_plan(request: HttpRequest, pk: int) -> HttpResponse:
    plan = get_object_or_404(queries.enrollment_plans(), pk=pk)
    context = {
        "plan": plan,
        "document": plan,
        "is_current": plan.is_current(timezone.localdate()),
        "trail": trail(
            (ENROLLMENT.title, reverse("home:enrollment")), (plan.school.short_name or plan.school.name, "")
        ),
    }
    return render(request, "home/disclosures/enrollment_plan.html", context)


@require_safe
def finance_statement(request: HttpRequest, pk: int) -> HttpResponse:
    statement = get_object_or_404(queries.finance_statements(), pk=pk)
    others = queries.finance_statements().filter(unit=statement.unit).exclude(pk=pk)[:6]
    context = {
        "statement": statement,
        "document": statement,
        "others": others,
        "is_current": statement.is_current(timezone.localdate()),
        "trail": trail((FINANCES.title, reverse("home:finances")), (str(statement), "")),
    }
    return render(request, "home/disclosures/finance_statement.html", context)
