from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "搜索"

    def ready(self) -> None:
        from portal import suggestions
        from search import finding, listeners

        listeners.connect()
        suggestions.register(finding.suggestions)
        post_migrate.connect(_make_index, sender=self)


def _make_index(**kwargs: object) -> None:
    """An index that was never made is unavailable, not empty; so it is made with the tables."""
    from search.backends.embedded import EmbeddedBackend

    EmbeddedBackend().ensure()
