"""FileField and ImageField: paths of files. The page has no file system, so nothing is stored."""

from django.db.utils import NotSupportedError

from . import Field


def _no_file(self, *args, **kwargs):
    raise NotSupportedError(
        "There are no files in OuterRef: %s of '%s' keeps a name. The guide Compatibility says what works."
        % (self.field.__class__.__name__, self.field.name)
    )


class FieldFile:
    """The value of a file field: a name."""

    open = close = save = delete = read = write = chunks = _no_file
    file = path = size = storage = property(_no_file)

    def __init__(self, instance, field, name):
        self.instance, self.field, self.name = instance, field, name

    def __str__(self):
        return self.name or ""

    def __repr__(self):
        return "<%s: %s>" % (self.__class__.__name__, self or "None")

    def __bool__(self):
        return bool(self.name)

    def __eq__(self, other):
        return self.name == getattr(other, "name", other)

    def __hash__(self):
        return hash(self.name)

    @property
    def url(self):
        from django.conf import settings

        if not self:
            raise ValueError("The '%s' attribute has no file associated with it." % self.field.name)
        return settings.MEDIA_URL + self.name


class FileDescriptor(Field.descriptor_class):
    def __get__(self, instance, cls=None):
        value = super().__get__(instance, cls)
        if instance is None:
            return self
        if value is None or isinstance(value, str):
            value = self.field.attr_class(instance, self.field, value)
            instance.__dict__[self.field.attname] = value
        return value

    def __set__(self, instance, value):
        instance.__dict__[self.field.attname] = value


class FileField(Field):
    attr_class = FieldFile
    descriptor_class = FileDescriptor
    description = "File"

    def __init__(self, verbose_name=None, name=None, upload_to="", storage=None, **kwargs):
        self._primary_key_set_explicitly = "primary_key" in kwargs
        self.upload_to, self.storage = upload_to, storage
        kwargs.setdefault("max_length", 100)
        super().__init__(verbose_name, name, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        if kwargs.get("max_length") == 100:
            del kwargs["max_length"]
        kwargs["upload_to"] = self.upload_to
        return name, path, args, kwargs

    def get_internal_type(self):
        return "FileField"

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return None if value is None else str(value)

    def pre_save(self, model_instance, add):
        return str(super().pre_save(model_instance, add))


class ImageFieldFile(FieldFile):
    pass


class ImageField(FileField):
    attr_class = ImageFieldFile
    description = "Image"

    def __init__(self, verbose_name=None, name=None, width_field=None, height_field=None, **kwargs):
        self.width_field, self.height_field = width_field, height_field
        super().__init__(verbose_name, name, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        if self.width_field:
            kwargs["width_field"] = self.width_field
        if self.height_field:
            kwargs["height_field"] = self.height_field
        return name, path, args, kwargs

    def _orm_kind(self):
        return "ImageField"
