"""Paginator: rows page by page."""

from django.utils.functional import cached_property


class UnorderedObjectListWarning(RuntimeWarning):
    pass


class InvalidPage(Exception):
    pass


class PageNotAnInteger(InvalidPage):
    pass


class EmptyPage(InvalidPage):
    pass


def takes_nothing(method):
    """Whether it is a method to be called without arguments: a queryset's count(), not a list's."""
    code = getattr(getattr(method, "__func__", None), "__code__", None)
    return code is not None and code.co_argcount == 1


class BasePaginator:
    ELLIPSIS = "…"
    default_error_messages = {
        "invalid_page": "That page number is not an integer",
        "min_page": "That page number is less than 1",
        "no_results": "That page contains no results",
    }

    def __init__(self, object_list, per_page, orphans=0, allow_empty_first_page=True, error_messages=None):
        self.object_list, self.per_page, self.orphans = object_list, int(per_page), int(orphans)
        self._check_object_list_is_ordered()
        if self.orphans >= self.per_page:
            import warnings

            from django.utils.deprecation import RemovedInDjango2028Warning

            warnings.warn(
                "Support for the orphans argument being larger than or equal to the per_page argument is "
                "deprecated. This will raise a ValueError in Django 2028.",
                category=RemovedInDjango2028Warning,
                stacklevel=2,
            )
        self.allow_empty_first_page = allow_empty_first_page
        self.error_messages = {**self.default_error_messages, **(error_messages or {})}

    def _check_object_list_is_ordered(self):
        ordered = getattr(self.object_list, "ordered", None)
        if ordered is not None and not ordered:
            import warnings

            shown = repr(self.object_list)
            if hasattr(self.object_list, "model"):
                shown = "%s %s" % (self.object_list.model, self.object_list.__class__.__name__)
            warnings.warn(
                "Pagination may yield inconsistent results with an unordered object_list: %s." % shown,
                UnorderedObjectListWarning,
                stacklevel=3,
            )

    def __iter__(self):
        for number in self.page_range:
            yield self.page(number)

    def validate_number(self, number):
        return self._validate_number(number, self.num_pages)

    def _validate_number(self, number, num_pages):
        try:
            if isinstance(number, float) and not number.is_integer():
                raise ValueError
            number = int(number)
        except (TypeError, ValueError):
            raise PageNotAnInteger(self.error_messages["invalid_page"])
        if number < 1:
            raise EmptyPage(self.error_messages["min_page"])
        if number > num_pages:
            raise EmptyPage(self.error_messages["no_results"])
        return number

    def get_page(self, number):
        try:
            number = self.validate_number(number)
        except PageNotAnInteger:
            number = 1
        except EmptyPage:
            number = self.num_pages
        return self.page(number)

    def page(self, number):
        number = self.validate_number(number)
        bottom = (number - 1) * self.per_page
        top = bottom + self.per_page
        if top + self.orphans >= self.count:
            top = self.count
        return self._get_page(self.object_list[bottom:top], number, self)

    def _get_page(self, *args, **kwargs):
        return Page(*args, **kwargs)

    @cached_property
    def count(self):
        rows = self.object_list
        count = getattr(rows, "count", None)
        if hasattr(rows, "_raw_delete") or takes_nothing(count):
            return count()
        return len(rows)

    @cached_property
    def num_pages(self):
        if self.count == 0 and not self.allow_empty_first_page:
            return 0
        return -(-max(1, self.count - self.orphans) // self.per_page)

    @property
    def page_range(self):
        return range(1, self.num_pages + 1)

    def get_elided_page_range(self, number=1, *, on_each_side=3, on_ends=2):
        number = self.validate_number(number)
        yield from self._elided(number, self.num_pages, on_each_side, on_ends)

    def _elided(self, number, last, on_each_side, on_ends):
        if last <= (on_each_side + on_ends) * 2:
            yield from range(1, last + 1)
            return
        if number > 1 + on_each_side + on_ends + 1:
            yield from range(1, on_ends + 1)
            yield self.ELLIPSIS
            yield from range(number - on_each_side, number + 1)
        else:
            yield from range(1, number + 1)
        if number < last - on_each_side - on_ends - 1:
            yield from range(number + 1, number + on_each_side + 1)
            yield self.ELLIPSIS
            yield from range(last - on_ends + 1, last + 1)
        else:
            yield from range(number + 1, last + 1)


class Paginator(BasePaginator):
    pass


class Page:
    def __init__(self, object_list, number, paginator):
        self.object_list, self.number, self.paginator = object_list, number, paginator

    def __repr__(self):
        return "<Page %s of %s>" % (self.number, self.paginator.num_pages)

    def __len__(self):
        return len(self.object_list)

    def __iter__(self):
        return iter(self._rows())

    def __contains__(self, item):
        return item in self._rows()

    def _rows(self):
        if not isinstance(self.object_list, list):
            self.object_list = list(self.object_list)
        return self.object_list

    def __getitem__(self, index):
        if not isinstance(index, (int, slice)):
            raise TypeError("Page indices must be integers or slices, not %s." % type(index).__name__)
        return self._rows()[index]

    def has_next(self):
        return self.number < self.paginator.num_pages

    def has_previous(self):
        return self.number > 1

    def has_other_pages(self):
        return self.has_previous() or self.has_next()

    def next_page_number(self):
        return self.paginator.validate_number(self.number + 1)

    def previous_page_number(self):
        return self.paginator.validate_number(self.number - 1)

    def start_index(self):
        return 0 if self.paginator.count == 0 else self.paginator.per_page * (self.number - 1) + 1

    def end_index(self):
        if self.number == self.paginator.num_pages:
            return self.paginator.count
        return self.number * self.paginator.per_page


def __getattr__(name):
    if name in ("AsyncPaginator", "AsyncPage"):
        from django.core import paginator_async

        return getattr(paginator_async, name)
    raise AttributeError("module %r has no attribute %r" % (__name__, name))
