"""What ``/health/ready/`` and ``doctor`` ask of search: is there an index, and does it hold what is public?"""

from __future__ import annotations

from portal.registries import Finding
from search import sources
from search.backends import breaker
from search.backends.base import SearchUnavailable
from search.backends.elastic.backend import ElasticBackend
from search.backends.elastic.client import within
from search.cluster.following import left
from search.engine import backend
from search.schools import school_names

REBUILD = "运行 manage.py rebuild_index。"
REBUILD_CLUSTER = "运行 manage.py rebuild_index --backend elasticsearch。"
REPAIR_CLUSTER = "等待办队列处理完再看；还不一致就运行 manage.py check_index --backend elasticsearch --repair。"
AWAY = "读者的提问由内置搜索回答；请查看集群，恢复后会自动赶上，不用重建。"
PROBE_SECONDS = 1.0
REPAIR = "等待办队列处理完再看；还不一致就运行 manage.py check_index --repair。"


def reachable() -> Finding:
    """Cheap enough for every probe: whether the index answers, and how much it holds."""
    try:
        indexed = backend("embedded").count()
    except SearchUnavailable:
        return Finding(False, "搜索索引读不了", REBUILD)
    return Finding(True, f"搜索索引可用，收了{indexed}条")


def agrees() -> Finding:
    """Counts of index and database. Counts agree while words differ: that is what ``check_index`` compares."""
    try:
        indexed = backend("embedded").count()
    except SearchUnavailable:
        return Finding(False, "搜索索引读不了", REBUILD)
    public = sources.total()
    if indexed != public:
        return Finding(False, f"公开的有{public}条，索引里有{indexed}条", REPAIR)
    return Finding(True, f"索引和数据库都是{public}条")


def knows_schools() -> Finding:
    """Whether the index was made with the school names of today."""
    try:
        unknown = school_names() - backend("embedded").names()
    except SearchUnavailable:
        return Finding(False, "搜索索引读不了", REBUILD)
    if unknown:
        return Finding(False, f"有{len(unknown)}所学校的名称索引还不认识", REBUILD)
    return Finding(True, "学校名称索引都认识")


def cluster_answers() -> Finding:
    """For every probe: whether Elasticsearch answers readers. While it is known to be away, nobody waits for it."""
    if breaker.is_open():
        return Finding(False, "Elasticsearch没有回应，正在用内置搜索", AWAY)
    try:
        with within(PROBE_SECONDS):
            indexed = ElasticBackend().count()
    except SearchUnavailable as error:
        breaker.failed(str(error))
        return Finding(False, "Elasticsearch没有回应，正在用内置搜索", AWAY)
    breaker.answered()
    return Finding(True, f"Elasticsearch可用，收了{indexed}条")


def cluster_agrees() -> Finding:
    """For ``doctor``: numbers of cluster and database, and what still waits to be handed on."""
    try:
        with within(PROBE_SECONDS * 3):
            index = ElasticBackend()
            if not index.exists():
                return Finding(False, "Elasticsearch里还没有索引", REBUILD_CLUSTER)
            indexed, unknown = index.count(), school_names() - index.names()
    except SearchUnavailable:
        return Finding(False, "Elasticsearch没有回应，正在用内置搜索", AWAY)
    public, waiting = sources.total(), left()
    if indexed != public:
        return Finding(False, f"公开的有{public}条，Elasticsearch里有{indexed}条，{waiting}条在排队", REPAIR_CLUSTER)
    if unknown:
        return Finding(False, f"有{len(unknown)}所学校的名称Elasticsearch里的索引还不认识", REBUILD_CLUSTER)
    return Finding(True, f"Elasticsearch和数据库都是{public}条")
