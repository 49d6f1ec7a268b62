"""Which form field stands for a model field. Forms are no part of the engine; Django's own are taken."""

from django import forms
from django.utils.text import capfirst

_CHOICES_TAKE = {
    "coerce", "empty_value", "choices", "required", "widget", "label", "initial", "help_text", "error_messages",
    "show_hidden_initial", "disabled",
}
_CLASSES = {
    "DateField": forms.DateField,
    "DateTimeField": forms.DateTimeField,
    "DecimalField": forms.DecimalField,
    "DurationField": forms.DurationField,
    "FileField": forms.FileField,
    "FilePathField": forms.FilePathField,
    "FloatField": forms.FloatField,
    "GenericIPAddressField": forms.GenericIPAddressField,
    "JSONField": forms.JSONField,
    "SlugField": forms.SlugField,
    "TimeField": forms.TimeField,
    "UUIDField": forms.UUIDField,
}
# Attributes of the model field that the form field is told of.
_ATTRIBUTES = {
    "DecimalField": ("max_digits", "decimal_places"),
    "FileField": ("max_length",),
    "FilePathField": ("path", "match", "recursive", "allow_files", "allow_folders"),
    "GenericIPAddressField": ("protocol",),
    "JSONField": ("encoder", "decoder"),
    "SlugField": ("max_length", "allow_unicode"),
}


def formfield(field, form_class, choices_form_class, kwargs):
    kind = field.get_internal_type()
    if kind.endswith("AutoField") or kind in ("BinaryField", "CompositePrimaryKey"):
        return None
    if field.is_relation:
        return _relation(field, form_class, kwargs)
    given = {}
    if field.choices is None:
        form_class = form_class or _class_of(field, kind)
        given.update({name: getattr(field, name) for name in _ATTRIBUTES.get(kind, ())})
        _adapt(field, kind, given)
    elif kind == "BooleanField":
        include_blank = not (field.has_default() or "initial" in kwargs)
        given["choices"] = field.get_choices(include_blank=include_blank)
    defaults = {"required": not field.blank, "label": capfirst(field.verbose_name), "help_text": field.help_text}
    if field.has_default():
        if callable(field.default):
            defaults.update(initial=field.default, show_hidden_initial=True)
        else:
            defaults["initial"] = field.get_default()
    given.update(kwargs)
    if field.choices is not None:
        blank = field.blank or not (field.has_default() or "initial" in given)
        defaults.update(choices=field.get_choices(include_blank=blank), coerce=field.to_python)
        if field.null:
            defaults["empty_value"] = None
        form_class = choices_form_class or forms.TypedChoiceField
        given = {name: value for name, value in given.items() if name in _CHOICES_TAKE}
    defaults.update(given)
    return form_class(**defaults)


def _class_of(field, kind):
    names = [cls.__name__ for cls in type(field).__mro__]
    for name in ("ImageField", "EmailField", "URLField"):
        if name in names:
            return getattr(forms, name)
    if kind == "BooleanField":
        return forms.NullBooleanField if field.null else forms.BooleanField
    if kind.endswith("IntegerField"):
        return forms.IntegerField
    return _CLASSES.get(kind, forms.CharField)


def _adapt(field, kind, given):
    if kind in ("CharField", "TextField"):
        given["max_length"] = field.max_length
        if kind == "TextField":
            given["widget"] = forms.Textarea
        elif field.null:
            given["empty_value"] = None
    elif kind == "BooleanField" and not field.null:
        given["required"] = False
    elif kind.startswith("Positive"):
        given["min_value"] = 0
    elif kind == "BigIntegerField":
        given.update(min_value=-(2**63), max_value=2**63 - 1)
    elif kind == "FileField" and field.has_default():
        given["required"] = False


def _relation(field, form_class, kwargs):
    many = field.many_to_many
    if field.one_to_one and field.remote_field.parent_link:
        return None
    given = {
        "queryset": field.remote_field.model._default_manager.using(kwargs.pop("using", None)),
        "required": not field.blank, "label": capfirst(field.verbose_name), "help_text": field.help_text,
    }
    if not many:
        given["to_field_name"] = field.remote_field.field_name
        given["blank"] = field.blank
    if field.has_default():
        given["initial"] = field.default if callable(field.default) else field.get_default()
    given.update(kwargs)
    if many and given.get("initial") is not None:
        initial = given["initial"]
        given["initial"] = [item.pk for item in (initial() if callable(initial) else initial)]
    return (form_class or (forms.ModelMultipleChoiceField if many else forms.ModelChoiceField))(**given)
