"""The tables of a query, as `Query.alias_map` tells of them."""


class BaseTable:
    """The first table in FROM."""

    join_type = parent_alias = filtered_relation = None

    def __init__(self, table_name, alias):
        self.table_name, self.table_alias = table_name, alias

    def __repr__(self):
        return "<%s: %s>" % (self.__class__.__name__, self.table_alias)


class Join(BaseTable):
    """A table that is joined to another."""

    def __init__(self, table_name, parent_alias, table_alias, join_type, join_field, nullable, filtered_relation=None):
        super().__init__(table_name, table_alias)
        self.parent_alias, self.join_type, self.join_field = parent_alias, join_type, join_field
        self.nullable, self.filtered_relation = nullable, filtered_relation
