"""A storage that keeps files in memory, by name."""

import io
import posixpath

_kept = {}


class Storage:
    def open(self, name, mode="rb"):
        return self._open(name, mode)

    def save(self, name, content, max_length=None):
        name = self.get_available_name(name or content.name, max_length)
        return self._save(name, content)

    def get_available_name(self, name, max_length=None):
        root, ext = posixpath.splitext(name)
        number = 0
        while self.exists(name):
            number += 1
            name = "%s_%d%s" % (root, number, ext)
        return name

    def get_valid_name(self, name):
        return name.replace(" ", "_")

    def generate_filename(self, filename):
        from django.core.files.utils import validate_file_name

        filename = str(filename).replace("\\", "/")
        folder, name = posixpath.split(filename)
        validate_file_name(filename, allow_relative_path=True)
        return posixpath.normpath(posixpath.join(folder, self.get_valid_name(name)))


class FileSystemStorage(Storage):
    def __init__(self, location=None, base_url=None, **options):
        self.location, self.base_url = location or "", base_url

    def __eq__(self, other):
        return isinstance(other, FileSystemStorage) and self.location == other.location

    __hash__ = object.__hash__

    def path(self, name):
        return posixpath.join(self.location, name)

    def url(self, name):
        return (self.base_url or "/") + name

    def exists(self, name):
        return self.path(name) in _kept

    def size(self, name):
        return len(_kept[self.path(name)])

    def delete(self, name):
        _kept.pop(self.path(name), None)

    def _open(self, name, mode="rb"):
        from django.core.files.base import File

        if not self.exists(name):
            raise FileNotFoundError(2, "No such file or directory", self.path(name))
        return File(io.BytesIO(_kept[self.path(name)]), name=self.path(name))

    def _save(self, name, content):
        data = content.read()
        _kept[self.path(name)] = data.encode() if isinstance(data, str) else data
        return name
