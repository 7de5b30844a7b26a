"""Querysets that become SQL once in a process: writing a statement takes Django three times as long as its answer.

For what every page asks in the same way, with other values each time:

    drafts_by_id = Prepared(lambda: Draft.objects.filter(pk=Given("pk", UUIDField())).select_related("claim"))
    drafts_by_id(pk=pk)

What comes back is what the queryset gives, as a list and read anew at each call: nothing but the statement is kept. No
value may be None, nor a list: that would be another statement.
"""

from collections.abc import Callable
from copy import copy

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Expression, Field, QuerySet


class Given(Expression):
    """The place of a value that comes with each call; its field where the database keeps it otherwise: UUID, day."""

    def __init__(self, name: str, field: Field | None = None):
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler, connection) -> tuple[str, list]:
        return "%s", [self]

    def value(self, values: dict, connection):
        """The value of this place among `values`, as the database wants it."""
        value, field = values[self.name], self._output_field_or_none
        return field.get_db_prep_value(value, connection) if field else value


class Prepared:
    """A queryset with places for values; `build` is called once, when it is first asked."""

    def __init__(self, build: Callable[[], QuerySet]):
        self._build = build
        self._kept = None

    def __call__(self, **values) -> list:
        queryset, compiler, sql, places = self._kept or self._prepare()
        connection = connections[DEFAULT_DB_ALIAS]
        given = tuple(place.value(values, connection) if isinstance(place, Given) else place for place in places)
        compiler, query = copy(compiler), copy(queryset.query)  # another thread may ask the same just now
        compiler.connection, compiler.as_sql = connection, lambda: (sql, given)
        query.get_compiler = lambda using: compiler
        asked = type(queryset)(queryset.model, query)
        asked._iterable_class = queryset._iterable_class
        return list(asked)

    def _prepare(self) -> tuple:
        """The queryset, what Django knows of it after writing its statement, the statement, and its parameters."""
        queryset = self._build()
        compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        self._kept = queryset, compiler, *compiler.as_sql()
        return self._kept
