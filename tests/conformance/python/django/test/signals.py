from django.core.signals import setting_changed

__all__ = ["setting_changed"]
