"""Storages: what is saved stays in memory."""

from django.core.files.storage.filesystem import FileSystemStorage, Storage

__all__ = ["FileSystemStorage", "Storage", "default_storage"]

default_storage = FileSystemStorage()
