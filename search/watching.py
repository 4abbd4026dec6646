"""What ``/health/ready/`` and ``doctor`` ask of search: is there an index, and does it hold what is public?"""

from __future__ import annotations

from portal.registries import Finding
from search import sources
from search.backends.base import SearchUnavailable
from search.engine import backend
from search.schools import school_names

REBUILD = "运行 manage.py rebuild_index。"
REPAIR = "等待办队列处理完再看；还不一致就运行 manage.py check_index --repair。"


def reachable() -> Finding:
    """Cheap enough for every probe: whether the index answers, and how much it holds."""
    try:
        indexed = backend().count()
    except SearchUnavailable:
        return Finding(False, "搜索索引读不了", REBUILD)
    return Finding(True, f"搜索索引可用，收了{indexed}条")


def agrees() -> Finding:
    """Counts of index and database. Counts agree while words differ: that is what ``check_index`` compares."""
    try:
        indexed = backend().count()
    except SearchUnavailable:
        return Finding(False, "搜索索引读不了", REBUILD)
    public = sources.total()
    if indexed != public:
        return Finding(False, f"公开的有{public}条，索引里有{indexed}条", REPAIR)
    return Finding(True, f"索引和数据库都是{public}条")


def knows_schools() -> Finding:
    """Whether the index was made with the school names of today."""
    try:
        unknown = school_names() - backend().names()
    except SearchUnavailable:
        return Finding(False, "搜索索引读不了", REBUILD)
    if unknown:
        return Finding(False, f"有{len(unknown)}所学校的名称索引还不认识", REBUILD)
    return Finding(True, "学校名称索引都认识")
