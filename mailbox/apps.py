from django.apps import AppConfig


class MailboxConfig(AppConfig):
    name = "mailbox"
    verbose_name = "信件"

    def ready(self) -> None:
        from mailbox.recomputing import calendar_changed
        from portal.calendar.changes import on_calendar_change

        on_calendar_change(calendar_changed)

        from mailbox import erasing, rehashing, seeding, topic_names
        from portal import erasures, registries

        registries.seeders.register(40, "letters", seeding.seed)
        erasures.remembered.register("letters", erasing.remembered)
        registries.restore_hooks.register("删除过的联系方式", erasing.again_after_restore)
        registries.doctor.register("删除登记", erasures.finding)
        registries.doctor.register("查找写信人", rehashing.finding)
        registries.public_names.register("topics", topic_names.doubtful)
        registries.sweep_acts.register(20, "letters", "mailbox.sweeping.acts.before_publication")
        registries.sweep_acts.register(30, "publication", "mailbox.sweeping.acts.publication")
        registries.sweep_acts.register(40, "past letters", "mailbox.sweeping.past.past_letters")
        registries.sweep_acts.register(60, "accidents", "mailbox.sweeping.accidents.accidents")

        from django.db.models.signals import post_delete, post_save

        from mailbox.rescanning import rules_changed
        from portal.privacy.models import MarkRule

        post_save.connect(rules_changed, sender=MarkRule, dispatch_uid="mailbox.rescan")
        post_delete.connect(rules_changed, sender=MarkRule, dispatch_uid="mailbox.rescan")
