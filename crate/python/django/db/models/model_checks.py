"""What `Model.check()` and a relation's `check()` find: names that clash."""

from django.core.checks import Error


def field_name_clashes(cls):
    """Fields that shadow those of parents, or each other."""
    opts, errors, used = cls._meta, [], {}
    for parent in opts.all_parents:
        for field in parent._meta.local_fields:
            clash = used.get(field.name) or used.get(field.attname)
            if clash:
                text = "The field '%s' from parent model '%s' clashes with the field '%s' from parent model '%s'."
                shown = clash.name, clash.model._meta, field.name, field.model._meta
                errors.append(Error(text % shown, obj=cls, id="models.E005"))
            used[field.name] = used[field.attname] = field
    for parent in opts.all_parents:
        for field in parent._meta.get_fields():
            used[field.name] = field

    def note(name, clash, obj):
        text = "The field '%s' clashes with the field '%s' from model '%s'."
        errors.append(Error(text % (name, clash.name, clash.model._meta), obj=obj, id="models.E006"))

    for link in opts.parents.values():
        if link and used.get(link.name):
            note(link.name, used[link.name], cls)
    for field in opts.local_fields:
        clash = used.get(field.name) or used.get(field.attname)
        # Two fields "id" of one model are another check's.
        if clash and not (field.name == clash.name == "id" and clash.model == cls):
            note(field.name, clash, field)
        used[field.name] = used[field.attname] = field
    return errors


def fields_of_proxy(cls):
    """A proxy has the fields of its model, and no others."""
    opts = cls._meta
    if opts.proxy and (opts.local_fields or opts.local_many_to_many):
        return [Error("Proxy model '%s' contains model fields." % cls.__name__, id="models.E017")]
    return []


def composite_key(cls):
    """Of what a key of several columns may be made."""
    from django.db.models.fields.composite import CompositePrimaryKey

    opts, errors = cls._meta, []
    for field in (*opts.local_fields, *opts.private_fields):
        if isinstance(field, CompositePrimaryKey) and field.name != "pk":
            text = "'%s' must be named 'pk'." % field.__class__.__name__
            errors.append(Error(text, obj=field, id="fields.E013"))
    if sum(field.primary_key for field in opts.local_fields) > 1:
        text = "The model cannot have more than one field with 'primary_key=True'."
        errors.append(Error(text, obj=cls, id="models.E026"))
    if opts.proxy or not isinstance(opts.pk, CompositePrimaryKey):
        return errors

    def note(names, hint):
        text = "%s cannot be included in the composite primary key." % names
        errors.append(Error(text, hint=hint, obj=cls, id="models.E042"))

    by_name = {name: field for field in opts.get_fields() for name in (field.name, getattr(field, "attname", None))}
    by_column = {}
    for name in opts.pk.field_names:
        field, hint = by_name.get(name), None
        if field is None:
            hint = "%r is not a valid field." % name
        elif not field.column:
            hint = "%r field has no column." % name
        elif field.null:
            hint = "%r field may not set 'null=True'." % name
        elif field.generated:
            hint = "%r field is a generated field." % name
        elif field not in opts.local_fields:
            hint = "%r field is not a local field." % name
        else:
            by_column.setdefault(field.column, []).append(name)
        if hint is not None:
            note("%r" % name, hint)
    for first, *others in by_column.values():
        if others:
            names = ", ".join(map(repr, others))
            note(names, "%s and %r are the same fields." % (names, first))
    return errors


def relation_clashes(field):
    """Names that a relation gives to its other end and that are taken there."""
    rel, errors = field.remote_field, []
    if isinstance(rel.model, str):
        return errors
    opts, name = rel.model._meta, "%s.%s" % (field.model._meta.label, field.name)
    accessor, query_name = None if rel.hidden else rel.accessor_name, field.related_query_name()
    whose_accessor = "Reverse accessor '%s.%s' for '%s' clashes with " % (opts.object_name, accessor, name)
    whose_query_name = "Reverse query name for '%s' clashes with " % name

    def note(text, hint, number):
        errors.append(Error(text, hint=hint, obj=field, id="fields.E%d" % number))

    for other in [*opts.fields, *opts.many_to_many]:
        taken = "%s.%s" % (opts.label, other.name)
        hint = "Rename field '%s', or add/change a related_name argument to the definition for field '%s'."
        hint %= taken, name
        if other.name == accessor:
            note(whose_accessor + "field name '%s'." % taken, hint, 302)
        if other.name == query_name:
            note(whose_query_name + "field name '%s'." % taken, hint, 303)
    for other in opts.related_objects:
        if other.field is field:
            continue
        taken = "%s.%s" % (other.related_model._meta.label, other.field.name)
        hint = "Add or change a related_name argument to the definition for '%s' or '%s'." % (name, taken)
        if accessor is not None and other.accessor_name == accessor:
            note(whose_accessor + "reverse accessor for '%s'." % taken, hint, 304)
        if other.accessor_name == query_name:
            note(whose_query_name + "reverse query name for '%s'." % taken, hint, 305)
    if accessor in {manager.name for manager in opts.managers}:
        text = "Related name '%s' for '%s' clashes with the name of a model manager." % (accessor, name)
        hint = "Rename the model manager or change the related_name argument in the definition for field '%s'." % name
        note(text, hint, 348)
    return errors
