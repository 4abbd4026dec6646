"""Who may import whom: the project's arrows, and the layers inside mailbox/.

Standard library only; changing a table below is an architectural decision, so it gets its own commit and reason.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# portal < mailbox < home < search. An entry names an app, or one module of it.
MAY_IMPORT: dict[str, set[str]] = {
    "portal": set(),
    "mailbox": {"portal"},
    "home": {"portal", "mailbox.queries"},
    "search": {"portal", "home", "mailbox.queries", "mailbox.signals"},
}
WIRING = {"portal/urls.py"}  # the one place that knows every app

# Lower layers never import higher ones, at module level or inside a function.
LAYERS = [
    {"enums", "exceptions", "signals", "clocks", "numbering", "permissions", "moves", "ledger", "topics", "due_words"},
    {"models", "validators"},
    {
        "queries", "transitions", "assignment", "supervision", "timekeeping", "visibility", "chain", "receiving",
        "replying", "correspondence", "contacts", "publishing", "marking", "search_text", "gate",
        "generalising", "schools", "combinations", "leftovers", "rewriting", "rescanning", "standing", "decisions",
        "opening", "hand_marks", "short_texts", "topic_names",
        "query_codes", "queues", "recomputing", "tracking", "withholding",
        "scrubbing", "erasing", "holding", "retention", "reveals", "rehashing",
    },
    {
        "forms", "notifications", "documents", "reports", "importing", "seeding", "outbox_handlers", "receipts",
        "timeline", "tracking_page", "own_data",
    },
    {
        "views", "viewsets", "topic_desk", "wagtail_hooks", "publication_hooks", "personal_data_hooks", "tasks",
        "management", "urls", "apps", "templatetags", "sweeping",
    },
]  # fmt: skip
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}

# One module writes each of these; a second one would be a second way to change a letter.
ONE_WRITER = {"status": "mailbox/transitions.py", "visibility": "mailbox/visibility.py"}
DRAWERS = {"utils", "helpers", "common", "services", "misc"}
TOP = {"portal", "mailbox", "home", "search", "templates", "tests", "docs"}


def sources(app: str) -> list[Path]:
    return [path for path in sorted((ROOT / app).rglob("*.py")) if "migrations" not in path.parts]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """Yield (line, dotted module) for every import; imports for type checkers are free."""
    tree = tree_of(path)
    free = {
        id(child)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        for child in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in free:
            continue
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                package = path.relative_to(ROOT).with_suffix("").parts[: -node.level]
                base = ".".join([*package, base]).rstrip(".")
            for alias in node.names:
                yield node.lineno, f"{base}.{alias.name}"


@pytest.mark.parametrize("app", MAY_IMPORT)
def test_app_imports_only_what_its_arrow_allows(app):
    wrong = []
    for path in sources(app):
        for line, module in imported(path):
            target = module.split(".")[0]
            if target not in MAY_IMPORT or target == app or name_of(path) in WIRING:
                continue
            if not any(module == ok or module.startswith(f"{ok}.") for ok in MAY_IMPORT[app]):
                wrong.append(f"{name_of(path)}:{line} imports {module}")
    assert wrong == []


def test_no_app_is_reached_by_name_past_the_arrows():
    """``apps.get_model("mailbox", …)`` and ``import_module("mailbox…")`` would be imports in disguise."""
    wrong = []
    for app, allowed in MAY_IMPORT.items():
        forbidden = set(MAY_IMPORT) - {app} - {name.split(".")[0] for name in allowed}
        for path in sources(app):
            if path.parent == ROOT / "portal" / "settings":
                continue  # names apps, imports none
            for node in ast.walk(tree_of(path)):
                if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in {
                    "get_model", "import_module", "import_string",
                }:  # fmt: skip
                    names = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
                    wrong += [
                        f"{name_of(path)}:{node.lineno} reaches {name}"
                        for name in names
                        if isinstance(name, str) and name.split(".")[0] in forbidden
                    ]
    assert wrong == []


def test_mailbox_layers_point_downwards():
    wrong = []
    for path in sources("mailbox"):
        own = LEVEL.get(Path(path.relative_to(ROOT).parts[1]).stem)
        for line, module in imported(path):
            parts = module.split(".")
            other = LEVEL.get(parts[1]) if parts[0] == "mailbox" and len(parts) > 1 else None
            if own is not None and other is not None and other > own:
                wrong.append(f"{name_of(path)}:{line} imports {module}")
    assert wrong == []


def test_every_mailbox_module_has_a_layer():
    found = (ROOT / "mailbox").iterdir()
    names = {path.stem for path in found if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert names - {"__init__", "migrations"} - set(LEVEL) == set()


@pytest.mark.parametrize(("field", "writer"), ONE_WRITER.items())
def test_one_module_writes_each_axis_of_a_letter(field, writer):
    """``letter.status = …`` and ``.update(status=…)`` on letters, anywhere but in the one module."""
    writers = {
        name_of(path)
        for path in sources("mailbox")
        for node in ast.walk(tree_of(path))
        if _assigns_to_letter(node, field)
    }
    assert writers <= {writer}


def _assigns_to_letter(node: ast.AST, field: str) -> bool:
    if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return any(
            isinstance(target, ast.Attribute) and target.attr == field and "letter" in ast.dump(target.value).lower()
            for target in targets
        )
    if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "update":
        return "Letter'" in ast.dump(node.func) and any(keyword.arg == field for keyword in node.keywords)
    return False


def test_no_drawer_modules():
    found = [name_of(path) for app in MAY_IMPORT for path in sources(app) if path.stem in DRAWERS]
    assert found == []


def test_modules_stay_readable():
    long = [
        f"{name_of(path)}: {lines} lines"
        for app in MAY_IMPORT
        for path in sources(app)
        if (lines := path.read_text(encoding="utf-8").count("\n")) >= 500
    ]
    assert long == []


def test_functions_fit_in_one_look():
    long = [
        f"{name_of(path)}:{node.lineno} {node.name}: {node.end_lineno - node.lineno + 1} lines"
        for app in MAY_IMPORT
        for path in sources(app)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno + 1 >= 80
    ]
    assert long == []


def test_no_other_code_folder_at_the_top():
    found = {path.name for path in ROOT.iterdir() if path.is_dir() and any(path.glob("*.py"))}
    assert found - TOP == set()
