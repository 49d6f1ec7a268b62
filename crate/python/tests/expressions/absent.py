"""What is no part of the ORM says so; a name that Django has not either is Python's own error."""

from django.db import models
from django.db.utils import NotSupportedError


def check(statement, begin):
    try:
        exec(statement)
    except ImportError as error:
        assert str(error).startswith(begin), f"{statement}: {error}"
    else:
        raise AssertionError(f"{statement} ended well")


for statement, name, kind in [
    ("import django.forms", "django.forms", "forms"),
    ("from django.forms import ModelForm", "django.forms", "forms"),
    ("from django.contrib import postgres", "django.contrib.postgres", "functions, fields and lookups of Post"),
    ("from django.contrib.postgres.fields import ArrayField", "django.contrib.postgres", "functions, fields"),
    ("from django.db import migrations", "django.db.migrations", "migrations"),
    ("from django.http import Http404, HttpResponse", "django.http.HttpResponse", "requests and responses"),
    ("from django.shortcuts import get_object_or_404, render", "django.shortcuts.render", "requests and responses"),
    ("from django.template import Template", "django.template.Template", "templates"),
    ("from django.template.loader import get_template", "django.template.loader", "templates"),
    ("from django.urls import path, reverse", "django.urls.path", "URLs"),
    ("from django.contrib.auth import authenticate", "django.contrib.auth.authenticate", "logging in"),
    ("from django.contrib.auth.forms import UserCreationForm", "django.contrib.auth.forms", "logging in"),
]:
    check(statement, f"{name} is not part of OuterRef: it is Django's ORM alone and has no {kind}")

check("from django.db.models import Cuont", "cannot import name 'Cuont' from 'django.db.models'")
check("from django.shortcuts import rendr", "cannot import name 'rendr' from 'django.shortcuts'")
check("import django.formes", "No module named 'django.formes'")
check("models.CharField().formfield()", "django.forms is not part of OuterRef")


class Document(models.Model):
    scan = models.FileField()

    class Meta:
        app_label = "library"


try:
    Document(scan="a.png").scan.open()
except NotSupportedError as error:
    assert str(error).startswith("There are no files in OuterRef: FileField of 'scan' keeps a name."), error
else:
    raise AssertionError("a file was opened")
