from django.apps import AppConfig


class MailboxConfig(AppConfig):
    name = "mailbox"
    verbose_name = "信件"

    def ready(self) -> None:
        from mailbox.recomputing import calendar_changed
        from portal.calendar.changes import on_calendar_change

        on_calendar_change(calendar_changed)

        from mailbox import seeding
        from portal.registries import seeders

        seeders.register(40, "letters", seeding.seed)
