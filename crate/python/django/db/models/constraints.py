"""Constraints: conditions and uniqueness that the database keeps."""

from enum import Enum

from django.core.exceptions import ValidationError
from django.db.utils import DEFAULT_DB_ALIAS

__all__ = ["BaseConstraint", "CheckConstraint", "Deferrable", "UniqueConstraint"]


class BaseConstraint:
    default_violation_error_message = "Constraint “%(name)s” is violated."
    violation_error_code = violation_error_message = None
    non_db_attrs = ("violation_error_code", "violation_error_message")
    # What makes two constraints equal, besides the class.
    _compared = ("name", "violation_error_code", "violation_error_message")

    def __init__(self, *, name, violation_error_code=None, violation_error_message=None):
        self.name = name
        if violation_error_code is not None:
            self.violation_error_code = violation_error_code
        if violation_error_message is None:
            violation_error_message = self.default_violation_error_message
        self.violation_error_message = violation_error_message

    contains_expressions = False

    @classmethod
    def _expression_refs_exclude(cls, model, expression, exclude):
        """Whether the expression needs a field that is not to be validated."""
        from django.db.models.model_validation import expression_references

        for name, *_ in expression_references(expression):
            field = model._meta.pk if name == "pk" else model._meta.get_field(name)
            if name in exclude or field.name in exclude:
                return True
            if field.generated and cls._expression_refs_exclude(model, field.expression, exclude):
                return True
        return False

    def validate(self, model, instance, exclude=None, using=DEFAULT_DB_ALIAS):
        raise NotImplementedError("This method must be implemented by a subclass.")

    def constraint_sql(self, model, schema_editor):
        raise NotImplementedError("This method must be implemented by a subclass.")

    create_sql = remove_sql = constraint_sql

    def get_violation_error_message(self):
        return self.violation_error_message % {"name": self.name}

    def _violation(self):
        return ValidationError(self.get_violation_error_message(), code=self.violation_error_code)

    def check(self, model, connection):
        return []

    def _shown(self, *names):
        """The options that differ from their defaults, for repr()."""
        text = ""
        for name in names:
            value = getattr(self, name)
            if value:
                text += " %s=%s" % (name, value if name == "condition" else repr(value))
        if self.violation_error_code is not None:
            text += " violation_error_code=%r" % self.violation_error_code
        if self.violation_error_message not in (None, self.default_violation_error_message):
            text += " violation_error_message=%r" % self.violation_error_message
        return text

    def __eq__(self, other):
        if type(self) is not type(other) and not isinstance(other, type(self)):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self._compared)

    __hash__ = object.__hash__

    def deconstruct(self):
        path = "%s.%s" % (self.__class__.__module__, self.__class__.__name__)
        path = path.replace("django.db.models.constraints", "django.db.models")
        kwargs = {"name": self.name}
        if self.violation_error_message not in (None, self.default_violation_error_message):
            kwargs["violation_error_message"] = self.violation_error_message
        if self.violation_error_code is not None:
            kwargs["violation_error_code"] = self.violation_error_code
        return path, (), kwargs

    def clone(self):
        _, args, kwargs = self.deconstruct()
        return self.__class__(*args, **kwargs)


class CheckConstraint(BaseConstraint):
    _compared = (*BaseConstraint._compared, "condition")

    def __init__(self, *, condition, name, violation_error_code=None, violation_error_message=None):
        self.condition = condition
        if not getattr(condition, "conditional", False):
            raise TypeError("CheckConstraint.condition must be a Q instance or boolean expression.")
        super().__init__(
            name=name, violation_error_code=violation_error_code, violation_error_message=violation_error_message
        )

    def validate(self, model, instance, exclude=None, using=DEFAULT_DB_ALIAS):
        from django.db.models.fields import BooleanField
        from django.db.models.functions import Coalesce
        from django.db.models.q import Q

        against = instance._get_field_expression_map(meta=model._meta, exclude=exclude)
        if exclude and self._expression_refs_exclude(model, self.condition, exclude):
            return
        condition = Coalesce(self.condition, True, output_field=BooleanField())
        if not Q(condition).check(against, using=using):
            raise self._violation()

    def __repr__(self):
        return "<%s: condition=%s name=%r%s>" % (
            self.__class__.__qualname__, self.condition, self.name, self._shown()
        )

    def deconstruct(self):
        path, args, kwargs = super().deconstruct()
        kwargs["condition"] = self.condition
        return path, args, kwargs


class Deferrable(Enum):
    DEFERRED = "deferred"
    IMMEDIATE = "immediate"

    def __repr__(self):
        return "%s.%s" % (self.__class__.__qualname__, self._name_)


class UniqueConstraint(BaseConstraint):
    _compared = (
        *BaseConstraint._compared, "fields", "condition", "deferrable", "include", "opclasses", "expressions",
        "nulls_distinct",
    )

    def __init__(
        self, *expressions, fields=(), name, condition=None, deferrable=None, include=None, opclasses=(),
        nulls_distinct=None, violation_error_code=None, violation_error_message=None,
    ):
        if not name:
            raise ValueError("A unique constraint must be named.")
        if not expressions and not fields:
            raise ValueError("At least one field or expression is required to define a unique constraint.")
        if expressions and fields:
            raise ValueError("UniqueConstraint.fields and expressions are mutually exclusive.")
        if condition is not None and not hasattr(condition, "children"):
            raise ValueError("UniqueConstraint.condition must be a Q instance.")
        if deferrable:
            for given, words in (
                (condition, "conditions"), (include, "include fields"), (opclasses, "opclasses"),
                (expressions, "expressions"),
            ):
                if given:
                    raise ValueError("UniqueConstraint with %s cannot be deferred." % words)
        if expressions and opclasses:
            raise ValueError(
                "UniqueConstraint.opclasses cannot be used with expressions. Use "
                "django.contrib.postgres.indexes.OpClass() instead."
            )
        if not isinstance(deferrable, (type(None), Deferrable)):
            raise TypeError("UniqueConstraint.deferrable must be a Deferrable instance.")
        if not isinstance(include, (type(None), list, tuple)):
            raise TypeError("UniqueConstraint.include must be a list or tuple.")
        if not isinstance(opclasses, (list, tuple)):
            raise TypeError("UniqueConstraint.opclasses must be a list or tuple.")
        if not isinstance(nulls_distinct, (type(None), bool)):
            raise TypeError("UniqueConstraint.nulls_distinct must be a bool.")
        if opclasses and len(fields) != len(opclasses):
            raise ValueError(
                "UniqueConstraint.fields and UniqueConstraint.opclasses must have the same number of elements."
            )
        self.fields, self.condition, self.deferrable = tuple(fields), condition, deferrable
        self.include = tuple(include) if include else ()
        self.opclasses, self.nulls_distinct = opclasses, nulls_distinct
        if expressions:
            from django.db.models.expressions import F

            expressions = (F(each) if isinstance(each, str) else each for each in expressions)
        self.expressions = tuple(expressions)
        super().__init__(
            name=name, violation_error_code=violation_error_code, violation_error_message=violation_error_message
        )

    @property
    def contains_expressions(self):
        return bool(self.expressions)

    def __repr__(self):
        text = "".join(
            " %s=%r" % (name, value) for name, value in (("fields", self.fields), ("expressions", self.expressions))
            if value
        )
        text += " name=%r" % self.name
        text += self._shown("condition", "deferrable", "include", "opclasses")
        if self.nulls_distinct is not None:
            text += " nulls_distinct=%r" % self.nulls_distinct
        return "<%s:%s>" % (self.__class__.__qualname__, text)

    def deconstruct(self):
        path, args, kwargs = super().deconstruct()
        for name in ("fields", "condition", "deferrable", "include", "opclasses"):
            if getattr(self, name):
                kwargs[name] = getattr(self, name)
        if self.nulls_distinct is not None:
            kwargs["nulls_distinct"] = self.nulls_distinct
        return path, self.expressions, kwargs

    def _rows_like(self, rows, model, instance, exclude):
        """The rows that have the instance's values, or None if it need not be asked."""
        from django.db.models.expressions import F
        from django.db.models.lookups import Exact, IsNull
        from django.db.models.q import Q

        def equal(left, right):
            if self.nulls_distinct is False:
                return Q(Exact(left, right)) | Q(IsNull(left, True), IsNull(right, True))
            return Q(Exact(left, right))

        if self.fields:
            lookups, conditions, generated = {}, [], []
            for name in self.fields:
                if exclude and name in exclude:
                    return None
                field = model._meta.get_field(name)
                if field.generated:
                    if exclude and self._expression_refs_exclude(model, field.expression, exclude):
                        return None
                    generated.append(field.name)
                    continue
                value = getattr(instance, field.attname)
                if value is None and self.nulls_distinct is not False:
                    return None
                lookups[field.name] = value
            if generated:
                values = instance._get_field_expression_map(meta=model._meta, exclude=exclude)
                conditions = [equal(F(name), values[name]) for name in generated]
            return rows.filter(*conditions, **lookups)
        if exclude and any(self._expression_refs_exclude(model, each, exclude) for each in self.expressions):
            return None
        values = instance._get_field_expression_map(meta=model._meta, exclude=exclude)
        values = {F(name): value for name, value in values.items()}
        conditions = []
        for expression in self.expressions:
            if hasattr(expression, "get_expression_for_validation"):
                expression = expression.get_expression_for_validation()
            conditions.append(equal(expression, expression.replace_expressions(values)))
        return rows.filter(*conditions)

    def validate(self, model, instance, exclude=None, using=DEFAULT_DB_ALIAS):
        rows = self._rows_like(model._default_manager.using(using), model, instance, exclude)
        if rows is None:
            return
        if not instance._state.adding and instance._is_pk_set(model._meta):
            rows = rows.exclude(pk=instance._get_pk_val(model._meta))
        if not self.condition:
            if rows.exists():
                if self.fields and self.violation_error_message == self.default_violation_error_message:
                    error = instance.unique_error_message(model, self.fields)
                    raise ValidationError(error, code=error.code)
                raise self._violation()
            return
        if exclude and self._expression_refs_exclude(model, self.condition, exclude):
            return
        from django.db.models.expressions import Exists

        against = instance._get_field_expression_map(meta=model._meta, exclude=exclude)
        if (self.condition & Exists(rows.filter(self.condition))).check(against, using=using):
            raise self._violation()
