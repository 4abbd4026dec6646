from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "搜索"

    def ready(self) -> None:
        from portal import registries, related, suggestions
        from search import finding, indexing, listeners, meaning, watching
        from search.backends.elastic.client import configured
        from search.deflection import recording
        from search.related import related as related_answers

        listeners.connect()
        suggestions.register(finding.suggestions, quick=finding.quick_suggestions)
        suggestions.register_recorder(recording.record)
        related.register(related_answers)
        registries.health.register("search", watching.reachable)
        registries.doctor.register("搜索索引", watching.agrees)
        registries.doctor.register("学校名称", watching.knows_schools)
        registries.doctor.register("按意思比对", meaning.usable)
        if configured():
            registries.health.register("elasticsearch", watching.cluster_answers)
            registries.doctor.register("Elasticsearch", watching.cluster_agrees)
        registries.seeders.register(50, "search", indexing.index_the_demo)
        registries.sweep_acts.register(5, "cluster", "search.sweeping.cluster")
        registries.sweep_acts.register(50, "questions", "search.sweeping.questions")
        registries.sweep_acts.register(55, "drafting", "search.sweeping.drafting")
        registries.sweep_acts.register(70, "cluster again", "search.sweeping.cluster")
        registries.sweep_places.register("elasticsearch", "search.sweeping.cluster_documents")
        registries.sweep_endings.register("elasticsearch", "search.sweeping.remove_cluster_documents")
        post_migrate.connect(_make_index, sender=self)


def _make_index(**kwargs: object) -> None:
    """An index that was never made is unavailable, not empty; so it is made with the tables."""
    from django.db import connection

    from search.backends.embedded import EmbeddedBackend
    from search.models import SearchIndex

    if SearchIndex._meta.db_table in connection.introspection.table_names():  # not after migrating back to nothing
        EmbeddedBackend().ensure()
