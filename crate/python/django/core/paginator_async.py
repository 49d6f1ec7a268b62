"""AsyncPaginator: a Paginator whose methods are coroutines."""

from django.core.paginator import BasePaginator, EmptyPage, PageNotAnInteger, takes_nothing


class AsyncPaginator(BasePaginator):
    _count = _num_pages = None

    async def __aiter__(self):
        for number in await self.apage_range():
            yield await self.apage(number)

    def _get_page(self, *args, **kwargs):
        return AsyncPage(*args, **kwargs)

    async def acount(self):
        if self._count is None:
            rows = self.object_list
            count = getattr(rows, "acount", None)
            if hasattr(rows, "_raw_delete") or takes_nothing(count):
                self._count = await count()
            else:
                self._count = len(rows)
        return self._count

    async def anum_pages(self):
        if self._num_pages is None:
            count = await self.acount()
            if count == 0 and not self.allow_empty_first_page:
                self._num_pages = 0
            else:
                self._num_pages = -(-max(1, count - self.orphans) // self.per_page)
        return self._num_pages

    async def apage_range(self):
        return range(1, await self.anum_pages() + 1)

    async def avalidate_number(self, number):
        return self._validate_number(number, await self.anum_pages())

    async def aget_page(self, number):
        try:
            number = await self.avalidate_number(number)
        except PageNotAnInteger:
            number = 1
        except EmptyPage:
            number = await self.anum_pages()
        return await self.apage(number)

    async def apage(self, number):
        number = await self.avalidate_number(number)
        bottom = (number - 1) * self.per_page
        top, count = bottom + self.per_page, await self.acount()
        if top + self.orphans >= count:
            top = count
        return self._get_page(self.object_list[bottom:top], number, self)

    async def aget_elided_page_range(self, number=1, *, on_each_side=3, on_ends=2):
        number = await self.avalidate_number(number)
        for page in self._elided(number, await self.anum_pages(), on_each_side, on_ends):
            yield page


class AsyncPage:
    def __init__(self, object_list, number, paginator):
        self.object_list, self.number, self.paginator = object_list, number, paginator

    def __repr__(self):
        return "<Async Page %s>" % self.number

    async def __aiter__(self):
        if hasattr(self.object_list, "__aiter__"):
            async for item in self.object_list:
                yield item
        else:
            for item in self.object_list:
                yield item

    def __len__(self):
        return len(self._rows("calling len()"))

    def __reversed__(self):
        return reversed(self._rows("calling reversed()"))

    def __getitem__(self, index):
        if not isinstance(index, (int, slice)):
            raise TypeError("AsyncPage indices must be integers or slices, not %s." % type(index).__name__)
        return self._rows("using indexing")[index]

    def _rows(self, what):
        if not isinstance(self.object_list, list):
            raise TypeError("AsyncPage.aget_object_list() must be awaited before %s." % what)
        return self.object_list

    async def aget_object_list(self):
        if not isinstance(self.object_list, list):
            if hasattr(self.object_list, "__aiter__"):
                self.object_list = [item async for item in self.object_list]
            else:
                self.object_list = list(self.object_list)
        return self.object_list

    async def ahas_next(self):
        return self.number < await self.paginator.anum_pages()

    async def ahas_previous(self):
        return self.number > 1

    async def ahas_other_pages(self):
        return await self.ahas_previous() or await self.ahas_next()

    async def anext_page_number(self):
        return await self.paginator.avalidate_number(self.number + 1)

    async def aprevious_page_number(self):
        return await self.paginator.avalidate_number(self.number - 1)

    async def astart_index(self):
        if await self.paginator.acount() == 0:
            return 0
        return self.paginator.per_page * (self.number - 1) + 1

    async def aend_index(self):
        if self.number == await self.paginator.anum_pages():
            return await self.paginator.acount()
        return self.number * self.paginator.per_page
