"""The signals of models. Instances are told of init signals only while somebody listens."""

from django.dispatch import Signal


class ModelSignal(Signal):
    """The sender may be named before it is defined: `app.Model`."""

    def _with_model(self, method, receiver, sender, apps, **kwargs):
        if isinstance(sender, str):
            from django.apps import apps as main
            from django.db.models.utils import make_model_tuple

            key = make_model_tuple(sender)
            return (apps or main).lazy_model_operation(lambda model: method(receiver, sender=model, **kwargs), key)
        return method(receiver, sender=sender, **kwargs)

    def connect(self, receiver, sender=None, weak=True, dispatch_uid=None, apps=None):
        self._with_model(super().connect, receiver, sender, apps, weak=weak, dispatch_uid=dispatch_uid)

    def disconnect(self, receiver=None, sender=None, dispatch_uid=None, apps=None):
        return self._with_model(super().disconnect, receiver, sender, apps, dispatch_uid=dispatch_uid)


class _InitSignal(ModelSignal):
    def _changed(self):
        super()._changed()
        import sys

        base = sys.modules.get("django.db.models.base")
        if base is not None and hasattr(base, "init_signals_changed"):
            base.init_signals_changed()


pre_init = _InitSignal(use_caching=True)
post_init = _InitSignal(use_caching=True)
class_prepared = ModelSignal()
pre_save = ModelSignal(use_caching=True)
post_save = ModelSignal(use_caching=True)
pre_delete = ModelSignal(use_caching=True)
post_delete = ModelSignal(use_caching=True)
m2m_changed = ModelSignal(use_caching=True)
pre_migrate = Signal()
post_migrate = Signal()
