class DatabaseCreation:
    """The session makes its database itself."""

    def __init__(self, connection):
        self.connection = connection

    def create_test_db(self, *args, **kwargs):
        return ":memory:"

    def destroy_test_db(self, *args, **kwargs):
        pass
