"""The demo bureau's tree: 云岭区教育局, its departments, street offices, schools and kindergartens. All invented."""

from __future__ import annotations

from portal.organizations.models import Organization, OrganizationKind

PLACES = ("文枢街道", "清溪街道", "石桥镇", "望山镇")

DEPARTMENTS = (
    ("petition", "信访咨询服务中心", "信访中心", "0199-8812 3400"),
    ("general", "办公室", "", "0199-8812 3401"),
    ("basic", "基础教育科", "", "0199-8812 3402"),
    ("preschool", "学前教育科", "", "0199-8812 3403"),
    ("private_schools", "民办教育科", "", "0199-8812 3404"),
    ("personnel", "人事科", "", "0199-8812 3405"),
    ("finance", "计划财务科", "", "0199-8812 3406"),
    ("safety", "校园安全科", "", "0199-8812 3407"),
    ("student_records", "学籍管理科", "", "0199-8812 3408"),
    ("health_arts", "体卫艺科", "", "0199-8812 3409"),
    ("examinations", "招生考试办公室", "招考办", "0199-8812 3410"),
    ("training", "校外培训监管科", "", "0199-8812 3411"),
)
OFFICES = (
    ("wenshu", "文枢街道教育办", PLACES[0]),
    ("qingxi_office", "清溪街道教育办", PLACES[1]),
    ("shiqiao", "石桥镇教育办", PLACES[2]),
    ("wangshan", "望山镇教育办", PLACES[3]),
)
# (code, full name, short name, place, address, private)
SCHOOLS = (
    ("qingxi", "云岭区清溪小学", "清溪小学", PLACES[1], "清溪街道溪口路18号", False),
    ("wenshu_primary", "云岭区文枢小学", "文枢小学", PLACES[0], "文枢街道文枢路22号", False),
    ("fenglin_primary", "云岭区枫林小学", "枫林小学", PLACES[0], "文枢街道枫林巷5号", False),
    ("shiqiao_primary", "云岭区石桥中心小学", "石桥中心小学", PLACES[2], "石桥镇桥南街3号", False),
    ("wangshan_primary", "云岭区望山小学", "望山小学", PLACES[3], "望山镇中心路9号", False),
    ("yunhe_primary", "云岭区云禾实验小学", "云禾实验小学", PLACES[1], "清溪街道云禾路1号", False),
    ("first_middle", "云岭区第一初级中学", "云岭一中初中部", PLACES[0], "文枢街道学宫街2号", False),
    ("qingxi_middle", "云岭区清溪中学", "清溪中学", PLACES[1], "清溪街道溪口路66号", False),
    ("shiqiao_middle", "云岭区石桥中学", "石桥中学", PLACES[2], "石桥镇中学路1号", False),
    ("wangshan_middle", "云岭区望山初级中学", "望山初中", PLACES[3], "望山镇学府路7号", False),
    ("yunling_high", "云岭区高级中学", "云岭高中", PLACES[0], "文枢街道学宫街20号", False),
    ("vocational", "云岭区职业技术学校", "云岭职校", PLACES[2], "石桥镇工业路15号", False),
    ("mingde", "云岭区明德双语学校", "明德双语学校", PLACES[1], "清溪街道云禾路88号", True),
    ("qihang", "云岭区启航学校", "启航学校", PLACES[0], "文枢街道东湖路40号", True),
)
KINDERGARTENS = (
    ("first_kindergarten", "云岭区第一幼儿园", "第一幼儿园", PLACES[0], "文枢街道枫林巷1号", False),
    ("qingxi_kindergarten", "云岭区清溪幼儿园", "清溪幼儿园", PLACES[1], "清溪街道溪口路10号", False),
    ("shiqiao_kindergarten", "云岭区石桥中心幼儿园", "石桥中心幼儿园", PLACES[2], "石桥镇桥南街8号", False),
    ("wangshan_kindergarten", "云岭区望山幼儿园", "望山幼儿园", PLACES[3], "望山镇中心路12号", False),
    ("yamiao", "云岭区雅苗幼儿园", "雅苗幼儿园", PLACES[0], "文枢街道东湖路16号", True),
    ("lvdao", "云岭区绿岛幼儿园", "绿岛幼儿园", PLACES[1], "清溪街道云禾路60号", True),
    ("taotao", "云岭区陶陶幼儿园", "陶陶幼儿园", PLACES[3], "望山镇学府路3号", True),
)


def seed(scale: int) -> str:
    """Make the tree once; ``scale`` does not matter, a bureau has one tree. Returns a sentence of what there is."""
    root = _root()
    for code, name, short, phone in DEPARTMENTS:
        _child(root, code=code, name=name, short_name=short, kind=OrganizationKind.DEPARTMENT, phone=phone)
    for place_in_line, (code, name, place) in enumerate(OFFICES):
        phone = f"0199-8812 35{place_in_line:02d}"
        office = _child(root, code=code, name=name, kind=OrganizationKind.STREET_OFFICE, place=place, phone=phone)
        _below(office, SCHOOLS, OrganizationKind.SCHOOL, 36)
        _below(office, KINDERGARTENS, OrganizationKind.KINDERGARTEN, 37)
    return f"机构：{root.name}，共{Organization.objects.count()}个单位"


def _root() -> Organization:
    found: Organization | None = Organization.objects.filter(code="bureau").first()
    if found is not None:
        return found
    facts = {"short_name": "", "address": "云岭区文枢路6号", "phone": "0199-8812 3400"}
    made: Organization = Organization.add_root(
        name="云岭区教育局", code="bureau", kind=OrganizationKind.BUREAU, **facts
    )
    return made


def _child(parent: Organization, *, code: str, **facts: object) -> Organization:
    found: Organization | None = Organization.objects.filter(code=code).first()
    if found is not None:
        return found
    parent.refresh_from_db()  # treebeard numbers children from the parent's row
    made: Organization = parent.add_child(code=code, **facts)
    return made


def _below(
    office: Organization, rows: tuple[tuple[str, str, str, str, str, bool], ...], kind: str, exchange: int
) -> None:
    """The institutions of the office's place; their phones are invented from their place in the list."""
    for at, (code, name, short, place, address, private) in enumerate(rows):
        if place == office.place:
            phone = f"0199-8812 {exchange}{at:02d}"
            facts = {"place": place, "address": address, "is_private": private, "phone": phone}
            _child(office, code=code, name=name, short_name=short, kind=kind, **facts)
