from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "portal.privacy"
    label = "privacy"
    verbose_name = "隐私保护"

    def ready(self) -> None:
        from portal import registries
        from portal.privacy import diagnosis, key_use, plain_names

        registries.public_names.register("units", plain_names.units)
        registries.doctor.register("姓名识别", diagnosis.names)
        registries.doctor.register("字段密钥", key_use.finding)
        registries.restore_hooks.register("字段密钥", key_use.after_restore)
