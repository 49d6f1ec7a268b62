"""Validating an instance: fields, unique values, constraints."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models.constants import LOOKUP_SEP


def expression_references(expression):
    """The paths of names that an expression refers to, as tuples."""
    from django.db.models.expressions import F
    from django.db.models.q import Q

    if isinstance(expression, Q):
        for child in expression.children:
            if isinstance(child, tuple):
                lookup, value = child
                yield tuple(lookup.split(LOOKUP_SEP))
                yield from expression_references(value)
            else:
                yield from expression_references(child)
    elif isinstance(expression, F):
        yield tuple(expression.name.split(LOOKUP_SEP))
    elif hasattr(expression, "get_source_expressions"):
        for source in expression.get_source_expressions():
            yield from expression_references(source)


class Validation:
    """The part of Model that checks it."""

    def clean(self):
        """For subclasses."""

    def full_clean(self, exclude=None, validate_unique=True, validate_constraints=True):
        errors = {}
        exclude = set(exclude) if exclude else set()
        steps = [(self.clean_fields, {"exclude": exclude}), (self.clean, {})]
        for step, arguments in steps:
            try:
                step(**arguments)
            except ValidationError as error:
                errors = error.update_error_dict(errors)
        later = []
        if validate_unique:
            later.append(self.validate_unique)
        if validate_constraints:
            later.append(self.validate_constraints)
        for step in later:
            # What is wrong already is not looked up in the database.
            exclude.update(name for name in errors if name != NON_FIELD_ERRORS)
            try:
                step(exclude=exclude)
            except ValidationError as error:
                errors = error.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)

    def clean_fields(self, exclude=None):
        exclude = exclude or set()
        errors = {}
        for field in self._meta.fields:
            if field.name in exclude or field.generated:
                continue
            value = getattr(self, field.attname)
            if field.blank and value in field.empty_values:
                continue
            if type(value).__name__ == "DatabaseDefault":
                continue
            try:
                setattr(self, field.attname, field.clean(value, self))
            except ValidationError as error:
                errors[field.name] = error.error_list
        if errors:
            raise ValidationError(errors)

    def validate_unique(self, exclude=None):
        unique_checks, date_checks = self._get_unique_checks(exclude=exclude)
        errors = self._perform_unique_checks(unique_checks)
        for name, found in self._perform_date_checks(date_checks).items():
            errors.setdefault(name, []).extend(found)
        if errors:
            raise ValidationError(errors)

    def _get_unique_checks(self, exclude=None, include_meta_constraints=False):
        exclude = set(exclude or ())
        classes = [self.__class__, *self._meta.all_parents]
        unique_checks, date_checks = [], []
        for cls in classes:
            for names in cls._meta.unique_together:
                if exclude.isdisjoint(names):
                    unique_checks.append((cls, tuple(names)))
        if include_meta_constraints:
            for cls in classes:
                for constraint in cls._meta.total_unique_constraints:
                    if exclude.isdisjoint(constraint.fields):
                        unique_checks.append((cls, constraint.fields))
        for cls in classes:
            for field in cls._meta.local_fields:
                name = field.name
                if name in exclude:
                    continue
                if hasattr(field, "field_names"):
                    names = tuple(part.name for part in field.fields)
                    if exclude.isdisjoint(names):
                        unique_checks.append((cls, names))
                    continue
                if field.unique:
                    unique_checks.append((cls, (name,)))
                for kind in ("date", "year", "month"):
                    other = getattr(field, "unique_for_%s" % kind)
                    if other and other not in exclude:
                        date_checks.append((cls, kind, name, other))
        return unique_checks, date_checks

    def _perform_unique_checks(self, unique_checks):
        errors = {}
        for cls, names in unique_checks:
            lookups = {}
            for name in names:
                field = self._meta.get_field(name)
                value = getattr(self, field.attname)
                if value is None or (field in cls._meta.pk_fields and not self._state.adding):
                    continue
                lookups[str(name)] = value
            if len(lookups) != len(names):
                continue
            rows = cls._default_manager.filter(**lookups)
            if not self._state.adding and self._is_pk_set(cls._meta):
                rows = rows.exclude(pk=self._get_pk_val(cls._meta))
            if rows.exists():
                key = names[0] if len(names) == 1 else NON_FIELD_ERRORS
                errors.setdefault(key, []).append(self.unique_error_message(cls, names))
        return errors

    def _perform_date_checks(self, date_checks):
        errors = {}
        for cls, kind, name, other in date_checks:
            date = getattr(self, other)
            if date is None:
                continue
            parts = ("day", "month", "year") if kind == "date" else (kind,)
            lookups = {"%s__%s" % (other, part): getattr(date, part) for part in parts}
            lookups[name] = getattr(self, name)
            rows = cls._default_manager.filter(**lookups)
            if not self._state.adding and self._is_pk_set():
                rows = rows.exclude(pk=self.pk)
            if rows.exists():
                errors.setdefault(name, []).append(self.date_error_message(kind, name, other))
        return errors

    def date_error_message(self, lookup_type, field_name, unique_for):
        from django.utils.text import capfirst

        opts = self._meta
        field = opts.get_field(field_name)
        return ValidationError(
            message=field.error_messages["unique_for_date"],
            code="unique_for_date",
            params={
                "model": self,
                "model_name": capfirst(opts.verbose_name),
                "lookup_type": lookup_type,
                "field": field_name,
                "field_label": capfirst(field.verbose_name),
                "date_field": unique_for,
                "date_field_label": capfirst(opts.get_field(unique_for).verbose_name),
            },
        )

    def unique_error_message(self, model_class, unique_check):
        from django.utils.text import capfirst, get_text_list

        opts = model_class._meta
        params = {
            "model": self,
            "model_class": model_class,
            "model_name": capfirst(opts.verbose_name),
            "unique_check": unique_check,
        }
        if len(unique_check) == 1:
            field = opts.get_field(unique_check[0])
            params["field_label"] = capfirst(field.verbose_name)
            return ValidationError(message=field.error_messages["unique"], code="unique", params=params)
        labels = [capfirst(opts.get_field(name).verbose_name) for name in unique_check]
        params["field_labels"] = get_text_list(labels, "and")
        return ValidationError(
            message="%(model_name)s with this %(field_labels)s already exists.",
            code="unique_together",
            params=params,
        )

    def get_constraints(self):
        found = [(self.__class__, self._meta.constraints)]
        for parent in self._meta.all_parents:
            if parent._meta.constraints:
                found.append((parent, parent._meta.constraints))
        return found

    def validate_constraints(self, exclude=None):
        from django.db import router

        using = router.db_for_write(self.__class__, instance=self)
        errors = {}
        for cls, constraints in self.get_constraints():
            for constraint in constraints:
                try:
                    constraint.validate(cls, self, exclude=exclude, using=using)
                except ValidationError as error:
                    fields = getattr(constraint, "fields", ())
                    if getattr(error, "code", None) == "unique" and len(fields) == 1:
                        errors.setdefault(fields[0], []).append(error)
                    else:
                        errors = error.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)

    def _get_field_expression_map(self, meta, exclude=None):
        """The instance's values by field name, as expressions: what constraints are checked against."""
        from django.db.models.expressions import ExpressionWrapper, F, Value

        exclude = exclude or set()
        meta = meta or self._meta
        found, generated = {}, []
        for field in meta.local_fields:
            if field.name in exclude:
                continue
            if field.generated:
                if not any(ref[0] in exclude for ref in expression_references(field.expression)):
                    generated.append(field)
                continue
            if field.concrete:
                value = getattr(self, field.attname)
            elif field.is_relation:
                value = tuple(getattr(self, name) for name in field.from_fields)
                value = value[0] if len(value) == 1 else value
            else:
                continue
            if not hasattr(value, "resolve_expression"):
                value = Value(value, field)
            found[field.name] = found[field.attname] = value
        if "pk" not in exclude:
            found["pk"] = Value(self.pk, meta.pk)
        if generated:
            replacements = {F(name): value for name, value in found.items()}
            for field in generated:
                expression = field.expression.replace_expressions(replacements)
                found[field.name] = ExpressionWrapper(expression, field.output_field)
        return found
