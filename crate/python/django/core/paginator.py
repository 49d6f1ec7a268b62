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

            shown = self.object_list.__class__.__name__
            if hasattr(self.object_list, "model"):
                shown = "%s %s" % (self.object_list.model, shown)
            warnings.warn(
                "Pagination may yield inconsistent results with an unordered object_list: %s." % shown,
                UnorderedObjectListWarning,
                stacklevel=3,
            )

    def __iter__(self):
        for number in self.page_range:
            yield self.page(number)

    def validate_number(self, number):
        try:
            if isinstance(number, float) and not number.is_integer():
                raise ValueError
            number = int(number)
        except (TypeError, ValueError):
            raise PageNotAnInteger(self.error_messages["invalid_page"])
        if number < 1:
            raise EmptyPage(self.error_messages["min_page"])
        if number > self.num_pages:
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
        # A queryset's count() is a query; a list's counts something else.
        code = getattr(getattr(count, "__func__", None), "__code__", None)
        if hasattr(rows, "_raw_delete") or (code is not None and code.co_argcount == 1):
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
        last = self.num_pages
        if last <= (on_each_side + on_ends) * 2:
            yield from self.page_range
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


class AsyncPaginator(BasePaginator):
    """A Paginator whose methods are coroutines."""

    async def acount(self):
        return self.count

    async def anum_pages(self):
        return self.num_pages

    async def apage_range(self):
        return self.page_range

    async def avalidate_number(self, number):
        return self.validate_number(number)

    async def aget_page(self, number):
        return self.get_page(number)

    async def apage(self, number):
        return self.page(number)

    async def __aiter__(self):
        for page in self:
            yield page

    async def aget_elided_page_range(self, number=1, *, on_each_side=3, on_ends=2):
        for part in self.get_elided_page_range(number, on_each_side=on_each_side, on_ends=on_ends):
            yield part

    def _get_page(self, *args, **kwargs):
        return AsyncPage(*args, **kwargs)


class AsyncPage(Page):
    async def __aiter__(self):
        for row in self._rows():
            yield row

    async def aget_object_list(self):
        return self._rows()

    async def ahas_next(self):
        return self.has_next()

    async def ahas_previous(self):
        return self.has_previous()

    async def ahas_other_pages(self):
        return self.has_other_pages()

    async def anext_page_number(self):
        return self.next_page_number()

    async def aprevious_page_number(self):
        return self.previous_page_number()

    async def astart_index(self):
        return self.start_index()

    async def aend_index(self):
        return self.end_index()
