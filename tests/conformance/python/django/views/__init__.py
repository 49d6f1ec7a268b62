"""What the table of URLs asks for by name."""


class View:
    pass
