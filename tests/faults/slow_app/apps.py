from django.apps import AppConfig


class SlowConfig(AppConfig):
    name = "tests.faults.slow_app"
    label = "slow_app"
