"""User, Group and Permission: the models that nearly every project relates to."""

from django.apps import apps
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.contenttypes.models import ContentType
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import signals
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

apps.install_before("django.contrib.auth", above=["contenttypes"])


class PermissionManager(models.Manager):
    use_in_migrations = True

    def get_by_natural_key(self, codename, app_label, model):
        content_types = ContentType.objects.db_manager(self.db)
        return self.get(codename=codename, content_type=content_types.get_by_natural_key(app_label, model))


class Permission(models.Model):
    name = models.CharField(_("name"), max_length=255)
    content_type = models.ForeignKey(ContentType, models.CASCADE, verbose_name=_("content type"))
    codename = models.CharField(_("codename"), max_length=100)

    objects = PermissionManager()

    class Meta:
        verbose_name = _("permission")
        verbose_name_plural = _("permissions")
        unique_together = [["content_type", "codename"]]
        ordering = ["content_type__app_label", "content_type__model", "codename"]

    def __str__(self):
        return "%s | %s" % (self.content_type, self.name)

    def natural_key(self):
        return (self.codename, *self.content_type.natural_key())

    natural_key.dependencies = ["contenttypes.contenttype"]


class GroupManager(models.Manager):
    use_in_migrations = True

    def get_by_natural_key(self, name):
        return self.get(name=name)

    async def aget_by_natural_key(self, name):
        return await self.aget(name=name)


class Group(models.Model):
    name = models.CharField(_("name"), max_length=150, unique=True)
    permissions = models.ManyToManyField(Permission, verbose_name=_("permissions"), blank=True)

    objects = GroupManager()

    class Meta:
        verbose_name = _("group")
        verbose_name_plural = _("groups")

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.name,)


class UserManager(BaseUserManager):
    use_in_migrations = True

    def _user(self, username, email, password, fields):
        if not username:
            raise ValueError("The given username must be set")
        user = self.model(
            username=self.model.normalize_username(username), email=self.normalize_email(email), **fields
        )
        user.set_password(password)
        return user

    def create_user(self, username, email=None, password=None, **extra_fields):
        fields = {"is_staff": False, "is_superuser": False, **extra_fields}
        user = self._user(username, email, password, fields)
        user.save(using=self._db)
        return user

    create_user.alters_data = True

    async def acreate_user(self, username, email=None, password=None, **extra_fields):
        return self.create_user(username, email, password, **extra_fields)

    acreate_user.alters_data = True

    def create_superuser(self, username, email=None, password=None, **extra_fields):
        fields = {"is_staff": True, "is_superuser": True, **extra_fields}
        for name in ("is_staff", "is_superuser"):
            if fields[name] is not True:
                raise ValueError("Superuser must have %s=True." % name)
        user = self._user(username, email, password, fields)
        user.save(using=self._db)
        return user

    create_superuser.alters_data = True

    async def acreate_superuser(self, username, email=None, password=None, **extra_fields):
        return self.create_superuser(username, email, password, **extra_fields)

    acreate_superuser.alters_data = True


class PermissionsMixin(models.Model):
    is_superuser = models.BooleanField(_("superuser status"), default=False)
    groups = models.ManyToManyField(
        Group, verbose_name=_("groups"), blank=True, related_name="user_set", related_query_name="user"
    )
    user_permissions = models.ManyToManyField(
        Permission,
        verbose_name=_("user permissions"),
        blank=True,
        related_name="user_set",
        related_query_name="user",
    )

    class Meta:
        abstract = True

    def _permissions(self, kind, permissions):
        """`app.codename` of these permissions, asked once for each instance."""
        known = "_%s_perm_cache" % kind
        if not hasattr(self, known):
            if not self.is_active:
                return set()
            wanted = Permission.objects.all() if self.is_superuser else permissions
            pairs = wanted.values_list("content_type__app_label", "codename").order_by()
            setattr(self, known, {"%s.%s" % pair for pair in pairs})
        return getattr(self, known)

    def get_user_permissions(self, obj=None):
        return set() if obj is not None else self._permissions("user", self.user_permissions.all())

    def get_group_permissions(self, obj=None):
        if obj is not None:
            return set()
        through = type(self)._meta.get_field("groups").related_query_name()
        return self._permissions("group", Permission.objects.filter(**{"group__%s" % through: self}))

    def get_all_permissions(self, obj=None):
        return {*self.get_user_permissions(obj), *self.get_group_permissions(obj)}

    def has_perm(self, perm, obj=None):
        if self.is_active and self.is_superuser:
            return True
        return perm in self.get_all_permissions(obj)

    def has_perms(self, perm_list, obj=None):
        if isinstance(perm_list, str):
            raise ValueError("perm_list must be an iterable of permissions.")
        return all(self.has_perm(perm, obj) for perm in perm_list)

    def has_module_perms(self, app_label):
        if self.is_active and self.is_superuser:
            return True
        return any(perm.partition(".")[0] == app_label for perm in self.get_all_permissions())


class AbstractUser(AbstractBaseUser, PermissionsMixin):
    username_validator = RegexValidator(
        r"^[\w.@+-]+\Z",
        _("Enter a valid username. This value may contain only letters, numbers, and @/./+/-/_ characters."),
    )

    username = models.CharField(
        _("username"),
        max_length=150,
        unique=True,
        validators=[username_validator],
        error_messages={"unique": _("A user with that username already exists.")},
    )
    first_name = models.CharField(_("first name"), max_length=150, blank=True)
    last_name = models.CharField(_("last name"), max_length=150, blank=True)
    email = models.EmailField(_("email address"), blank=True)
    is_staff = models.BooleanField(_("staff status"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("date joined"), default=timezone.now)

    objects = UserManager()

    EMAIL_FIELD, USERNAME_FIELD, REQUIRED_FIELDS = "email", "username", ["email"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        abstract = True

    def clean(self):
        super().clean()
        self.email = type(self).objects.normalize_email(self.email)

    def get_full_name(self):
        return ("%s %s" % (self.first_name, self.last_name)).strip()

    def get_short_name(self):
        return self.first_name


def _make_user():
    class User(AbstractUser):
        __qualname__ = "User"

        class Meta(AbstractUser.Meta):
            swappable = "AUTH_USER_MODEL"

    globals()["User"] = User


def __getattr__(name):
    """In a session `User` is made when something names it: a person's own user model takes its place."""
    if name != "User":
        raise AttributeError("module %r has no attribute %r" % (__name__, name))
    _make_user()
    return User  # noqa: F821


class AnonymousUser:
    id = pk = None
    username = ""
    is_staff = is_active = is_superuser = False
    is_anonymous, is_authenticated = True, False

    def __str__(self):
        return "AnonymousUser"

    def __eq__(self, other):
        return isinstance(other, self.__class__)

    def __hash__(self):
        return 1

    def __int__(self):
        raise TypeError(
            "Cannot cast AnonymousUser to int. Are you trying to use it in place of User?"
        )

    @property
    def groups(self):
        return Group.objects.none()

    @property
    def user_permissions(self):
        return Permission.objects.none()

    def get_username(self):
        return self.username

    def get_all_permissions(self, obj=None):
        return set()

    def has_perm(self, perm, obj=None):
        return False

    def has_module_perms(self, module):
        return False


def _take_over(sender, **kwargs):
    """A session has no settings file: the first user model of a person's own is the user model."""
    if (
        sender._meta.app_config is apps.main_app
        and issubclass(sender, AbstractBaseUser)
        and not sender._meta.proxy
        and not settings.is_overridden("AUTH_USER_MODEL")
    ):
        settings.AUTH_USER_MODEL = sender._meta.label


if apps.main_app is None:
    _make_user()
else:
    signals.class_prepared.connect(_take_over, weak=False)
