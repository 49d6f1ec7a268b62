"""What forms and templates ask of `django.http` by name. There are no requests and no responses."""

from django.utils.datastructures import MultiValueDict


class QueryDict(MultiValueDict):
    pass


class HttpRequest:
    def __init__(self):
        self.GET, self.POST, self.COOKIES, self.META, self.FILES = QueryDict(), QueryDict(), {}, {}, MultiValueDict()
        self.path = self.path_info = ""
        self.method = None


class HttpResponse:
    status_code = 200

    def __init__(self, content=b"", *args, **kwargs):
        self.content = content


def to_locale(language):
    name, _, country = language.lower().partition("-")
    return "%s_%s" % (name, country.title() if len(country) > 2 else country.upper()) if country else name
