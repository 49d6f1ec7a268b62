from django.db import models


class Shelf(models.Model):
    name = models.CharField(max_length=40)

    def __str__(self):
        return self.name


class Author(models.Model):
    name = models.CharField(max_length=60)

    def __str__(self):
        return self.name


class Book(models.Model):
    title = models.CharField(max_length=80)
    year = models.IntegerField()
    copies = models.IntegerField(default=1)
    shelf = models.ForeignKey(Shelf, on_delete=models.SET_NULL, null=True, related_name="books")
    authors = models.ManyToManyField(Author, related_name="books")

    def __str__(self):
        return self.title


class Member(models.Model):
    name = models.CharField(max_length=60)
    joined = models.DateField()

    @property
    def open_loan_count(self):
        return self.loans.filter(returned=None).count()

    def __str__(self):
        return self.name


class Loan(models.Model):
    """A copy of a book, lent. `returned` is empty while the loan is open."""

    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="loans")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="loans")
    lent = models.DateField()
    due = models.DateField()
    returned = models.DateField(null=True)
