"""What pasted code names. There is no site to administer: registering a model does nothing."""


def display(function=None, *, boolean=None, ordering=None, description=None, empty_value=None):
    """Marks a method of a model for the admin's list."""
    if boolean is not None and empty_value is not None:
        raise ValueError(
            "The boolean and empty_value arguments to the @display decorator are mutually exclusive."
        )

    def decorate(method):
        given = {
            "boolean": boolean,
            "admin_order_field": ordering,
            "short_description": description,
            "empty_value_display": empty_value,
        }
        for name, value in given.items():
            if value is not None:
                setattr(method, name, value)
        return method

    return decorate if function is None else decorate(function)


def action(function=None, *, permissions=None, description=None):
    """Marks an action of the admin's list."""

    def decorate(method):
        given = {"allowed_permissions": permissions, "short_description": description}
        for name, value in given.items():
            if value is not None:
                setattr(method, name, value)
        return method

    return decorate if function is None else decorate(function)


class ModelAdmin:
    pass


class StackedInline:
    pass


class TabularInline:
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


def register(*models, site=None):
    """Registers models with the class below it."""

    def decorate(admin_class):
        (site or globals()["site"]).register(models, admin_class)
        return admin_class

    return decorate


def __getattr__(name):
    from django.absent import missing

    missing(__name__, name)
