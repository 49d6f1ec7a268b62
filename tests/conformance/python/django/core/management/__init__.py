"""Commands: only those that tests of the ORM call."""


class CommandError(Exception):
    def __init__(self, *args, returncode=1, **kwargs):
        self.returncode = returncode
        super().__init__(*args, **kwargs)


class BaseCommand:
    help = ""


def call_command(command_name, *args, **options):
    if command_name == "migrate":
        from django.apps.session import create_tables

        return create_tables()
    if command_name == "flush":
        from django.test.testcases import empty_tables

        return empty_tables()
    if command_name == "check":
        return None
    raise CommandError("Unknown command: %r" % command_name)
