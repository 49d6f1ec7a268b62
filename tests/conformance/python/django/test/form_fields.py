"""Which form field a model field has. Forms are Django's own; the engine's fields know nothing of them."""

from django import forms

KINDS = {
    "BooleanField": forms.BooleanField,
    "DateField": forms.DateField,
    "DateTimeField": forms.DateTimeField,
    "DecimalField": forms.DecimalField,
    "DurationField": forms.DurationField,
    "EmailField": forms.EmailField,
    "FileField": forms.FileField,
    "FilePathField": forms.FilePathField,
    "FloatField": forms.FloatField,
    "GenericIPAddressField": forms.GenericIPAddressField,
    "ImageField": forms.ImageField,
    "JSONField": forms.JSONField,
    "SlugField": forms.SlugField,
    "TimeField": forms.TimeField,
    "URLField": forms.URLField,
    "UUIDField": forms.UUIDField,
}
TEXT = ("CharField", "TextField", "EmailField", "SlugField", "URLField")


def formfield(field, form_class=None, choices_form_class=None, **kwargs):
    kind = field.get_internal_type() or type(field).__name__
    if kind in ("AutoField", "BigAutoField", "SmallAutoField", "BinaryField", "CompositePrimaryKey"):
        return None
    if field.remote_field is not None:
        return _relation(field, kwargs)
    defaults = {"required": not field.blank, "label": _capitalized(field.verbose_name), "help_text": field.help_text}
    if field.has_default():
        defaults["initial"] = field.default if callable(field.default) else field.get_default()
        defaults["show_hidden_initial"] = callable(field.default)
    if field.choices is not None:
        default = field.has_default() or "initial" in kwargs
        blank = field.blank or not default
        defaults.update(choices=field.get_choices(include_blank=blank), coerce=field.to_python)
        if field.null:
            defaults["empty_value"] = None
        kept = {
            "coerce", "empty_value", "choices", "required", "widget", "label", "initial", "help_text",
            "error_messages", "show_hidden_initial", "disabled",
        }
        defaults.update({name: value for name, value in kwargs.items() if name in kept})
        return (choices_form_class or forms.TypedChoiceField)(**defaults)
    chosen = _class(field, kind, defaults)
    defaults.update(kwargs)
    return (form_class or chosen)(**defaults)


def _capitalized(text):
    text = str(text)
    return text[:1].upper() + text[1:]


def _class(field, kind, defaults):
    if kind in TEXT:
        if field.max_length is not None:
            defaults["max_length"] = field.max_length
        if field.null and kind != "TextField":
            defaults["empty_value"] = None
        if kind == "TextField":
            defaults["widget"] = forms.Textarea
    elif kind == "DecimalField":
        defaults.update(max_digits=field.max_digits, decimal_places=field.decimal_places)
    elif kind == "SlugField":
        defaults["allow_unicode"] = field.allow_unicode
    elif kind == "BooleanField" and field.null:
        return forms.NullBooleanField
    elif kind.startswith("Positive"):
        defaults["min_value"] = 0
    if "Integer" in kind:
        return forms.IntegerField
    return KINDS.get(kind, forms.CharField)


def _relation(field, kwargs):
    many = field.many_to_many
    to = field.remote_field.model
    defaults = {
        "required": not field.blank,
        "label": _capitalized(field.verbose_name),
        "help_text": field.help_text,
        "queryset": to._default_manager.using(kwargs.pop("using", None)),
        "limit_choices_to": field.remote_field.limit_choices_to,
    }
    if not many:
        defaults["to_field_name"] = getattr(field.remote_field, "field_name", None)
        if not hasattr(field, "target_field") or field.get_internal_type() not in ("ForeignKey", "OneToOneField"):
            defaults.pop("to_field_name")
        if getattr(field.remote_field, "parent_link", False):
            return None
    if field.has_default():
        defaults["initial"] = field.default if callable(field.default) else field.get_default()
    defaults.update(kwargs)
    if many and defaults.get("initial") is not None:
        initial = defaults["initial"]
        defaults["initial"] = [item.pk for item in (initial() if callable(initial) else initial)]
    chosen = defaults.pop("form_class", None)
    return (chosen or (forms.ModelMultipleChoiceField if many else forms.ModelChoiceField))(**defaults)
