"""The table of sites, which some of Django's tests join."""

from django.db import models


class Site(models.Model):
    domain = models.CharField("domain name", max_length=100, unique=True)
    name = models.CharField("display name", max_length=50)

    class Meta:
        db_table = "django_site"
        ordering = ["domain"]

    def __str__(self):
        return self.domain
