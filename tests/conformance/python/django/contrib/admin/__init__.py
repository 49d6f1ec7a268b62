"""Names only: there is no site to administer."""


class ModelAdmin:
    pass


class AdminSite:
    def __init__(self, name="admin"):
        self.name, self._registry = name, {}
        self.urls = ([], "admin", name)

    def register(self, model_or_iterable, admin_class=None, **options):
        models = model_or_iterable if isinstance(model_or_iterable, (list, tuple)) else [model_or_iterable]
        for model in models:
            self._registry[model] = admin_class or ModelAdmin


site = AdminSite()
