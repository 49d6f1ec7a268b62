# What typed code asks of the world around it, one attempt a function. The world answers none of it: each line that is
# printed is the attempt and what it got.
import sys

from django.db import connection


def sql(statement, params=None):
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchall()


def module(name):
    return lambda: __import__(name)


def read_a_file():
    return open("/etc/hostname").read()


def write_a_file():
    return open("/tmp/outerref", "w")


def read_with_io():
    import io

    return io.open("/etc/hostname")


def read_without_a_buffer():
    import io

    return io.FileIO("/etc/hostname")


def list_a_folder():
    import os

    return os.listdir("/")


def open_with_os():
    import os

    return os.open("/etc/hostname", 0)


def remove_a_file():
    import os

    return os.remove("/etc/hostname")


def run_a_command():
    import os

    return os.system("true")


def start_a_process():
    import os

    return os.popen("true")


def end_the_process():
    import os

    os._exit(1)


def ask_a_person():
    return input("?")


def use_javascript():
    import js

    return js.document


def variables():
    import os

    return dict(os.environ)


ATTEMPTS = {
    "read a file": read_a_file,
    "write a file": write_a_file,
    "read a file with io": read_with_io,
    "read a file without a buffer": read_without_a_buffer,
    "list a folder": list_a_folder,
    "open a file with os": open_with_os,
    "remove a file": remove_a_file,
    "run a command": run_a_command,
    "start a process": start_a_process,
    "end the process": end_the_process,
    "ask a person": ask_a_person,
    "the page's JavaScript": use_javascript,
    "import socket": module("socket"),
    "import _socket": module("_socket"),
    "import ssl": module("ssl"),
    "import subprocess": module("subprocess"),
    "import ctypes": module("ctypes"),
    "import _ctypes": module("_ctypes"),
    "import multiprocessing": module("multiprocessing"),
    "import posix": module("posix"),
    "import mmap": module("mmap"),
    "import sqlite3": module("sqlite3"),
    "import http.client": module("http.client"),
    "import pyodide": module("pyodide"),
    "attach a file": lambda: sql("ATTACH 'other.db' AS other"),
    "attach a file by parameter": lambda: sql("ATTACH %s AS other", ["other.db"]),
    "attach a file by expression": lambda: sql("ATTACH 'other' || '.db' AS other"),
    "attach a URI": lambda: sql("ATTACH 'file:other.db?mode=rwc' AS other"),
    "attach a nameless database": lambda: sql("ATTACH '' AS other"),
    "attach after another statement": lambda: sql("SELECT 1; ATTACH 'other.db' AS other"),
    "copy the database to a file": lambda: sql("VACUUM INTO 'other.db'"),
    "read a file in SQL": lambda: sql("SELECT readfile('/etc/hostname')"),
    "write a file in SQL": lambda: sql("SELECT writefile('other', 'x')"),
    "a table over a file": lambda: sql("CREATE VIRTUAL TABLE other USING csv(filename='/etc/hostname')"),
    "temporary files": lambda: sql("PRAGMA temp_store = FILE"),
    "a folder for temporary files": lambda: sql("PRAGMA temp_store_directory = '/tmp'"),
    "a writable schema": lambda: sql("PRAGMA writable_schema = ON"),
    "mapped files": lambda: sql("PRAGMA mmap_size = 1000000000"),
    "change the schema's text": lambda: sql("UPDATE sqlite_master SET sql = 'x'"),
    "the connection's own loader": lambda: connection.connection.enable_load_extension(True),
}

for name, attempt in ATTEMPTS.items():
    try:
        print(f"{name}: GRANTED {attempt()!r}")
    except Exception as error:
        print(f"{name}: {type(error).__name__}: {error}")
print(f"variables: {variables()}")
