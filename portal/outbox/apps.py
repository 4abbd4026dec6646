from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class OutboxConfig(AppConfig):
    name = "portal.outbox"
    label = "outbox"
    verbose_name = "待办队列"

    def ready(self) -> None:
        autodiscover_modules("outbox_handlers")
