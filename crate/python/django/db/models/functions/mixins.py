"""Names that classes of other projects mix in. What they do happens natively."""


class FixDecimalInputMixin:
    pass


class FixDurationInputMixin:
    pass


class NumericOutputFieldMixin:
    """Decimal if one source is decimal, float if one is whole, else the common type."""

    def _resolve_output_field(self):
        fields = self.get_source_fields()
        kinds = [field.get_internal_type() for field in fields if field is not None]
        from django.db.models.expression_base import output_field_of_kind

        if "DecimalField" in kinds:
            return output_field_of_kind("DecimalField")
        if any(kind.endswith(("IntegerField", "AutoField")) for kind in kinds):
            return output_field_of_kind("FloatField")
        return super()._resolve_output_field() if fields else output_field_of_kind("FloatField")
