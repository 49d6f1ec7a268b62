from django.db import models


class Author(models.Model):
    name = models.CharField(max_length=30, unique=True)

    def __str__(self):
        return self.name


class PostQuerySet(models.QuerySet):
    def published(self):
        return self.filter(status=Post.Status.PUBLISHED)


class Post(models.Model):
    class Status(models.TextChoices):
        DRAFT = "DR", "Draft"
        PUBLISHED = "PB", "Published"

    author = models.ForeignKey(Author, null=True, on_delete=models.SET_NULL, related_name="posts")
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    status = models.CharField(max_length=2, choices=Status.choices, default=Status.DRAFT)
    score = models.IntegerField(default=0)
    pinned = models.BooleanField(default=False)
    published_on = models.DateField(null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ["-score"]

    def __str__(self):
        return f"{self.title} ({self.get_status_display()})"

    @property
    def is_long(self):
        return len(self.body) > 0x40
