//! The built-in lookups and transforms, by name.

/// A built-in lookup. Some fields have their own class of it; see [`Family`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum BuiltinLookup {
    Exact,
    IExact,
    Gt,
    Gte,
    Lt,
    Lte,
    In,
    Contains,
    IContains,
    StartsWith,
    IStartsWith,
    EndsWith,
    IEndsWith,
    Range,
    IsNull,
    Regex,
    IRegex,
    /// `contains` of a JSON field.
    DataContains,
    /// `contained_by` of a JSON field.
    ContainedBy,
    HasKey,
    HasKeys,
    HasAnyKeys,
}

/// Which class of a lookup: fields and transforms replace some of `Field`'s by their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Family {
    /// `Field`'s own.
    Field,
    /// `IntegerField`'s, which know the limits of integers.
    Integer,
    /// Of a date's year, by its first and last day.
    Year,
    /// `UUIDField`'s, over text without hyphens.
    Uuid,
    /// Of relations: they take model instances, and several columns.
    Related,
    /// Of composite primary keys.
    Tuple,
    /// `JSONField`'s.
    Json,
    /// Of a key of a JSON document.
    JsonKey,
}

/// A built-in transform.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum BuiltinTransform {
    /// A key of a JSON document.
    JsonKey(String),
    /// A function, by its class name: `ExtractYear`.
    Function(&'static str),
}

impl BuiltinLookup {
    /// All of `Field`'s, in the order that Django registers them.
    pub const OF_FIELD: [Self; 17] = [
        Self::Exact,
        Self::IExact,
        Self::Gt,
        Self::Gte,
        Self::Lt,
        Self::Lte,
        Self::In,
        Self::Contains,
        Self::IContains,
        Self::StartsWith,
        Self::IStartsWith,
        Self::EndsWith,
        Self::IEndsWith,
        Self::Range,
        Self::IsNull,
        Self::Regex,
        Self::IRegex,
    ];

    /// `lookup_name`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::IExact => "iexact",
            Self::Gt => "gt",
            Self::Gte => "gte",
            Self::Lt => "lt",
            Self::Lte => "lte",
            Self::In => "in",
            Self::Contains | Self::DataContains => "contains",
            Self::IContains => "icontains",
            Self::StartsWith => "startswith",
            Self::IStartsWith => "istartswith",
            Self::EndsWith => "endswith",
            Self::IEndsWith => "iendswith",
            Self::Range => "range",
            Self::IsNull => "isnull",
            Self::Regex => "regex",
            Self::IRegex => "iregex",
            Self::ContainedBy => "contained_by",
            Self::HasKey => "has_key",
            Self::HasKeys => "has_keys",
            Self::HasAnyKeys => "has_any_keys",
        }
    }

    /// The class's name in Django: `GreaterThan`.
    pub fn class_name(self) -> &'static str {
        match self {
            Self::Exact => "Exact",
            Self::IExact => "IExact",
            Self::Gt => "GreaterThan",
            Self::Gte => "GreaterThanOrEqual",
            Self::Lt => "LessThan",
            Self::Lte => "LessThanOrEqual",
            Self::In => "In",
            Self::Contains => "Contains",
            Self::IContains => "IContains",
            Self::StartsWith => "StartsWith",
            Self::IStartsWith => "IStartsWith",
            Self::EndsWith => "EndsWith",
            Self::IEndsWith => "IEndsWith",
            Self::Range => "Range",
            Self::IsNull => "IsNull",
            Self::Regex => "Regex",
            Self::IRegex => "IRegex",
            Self::DataContains => "DataContains",
            Self::ContainedBy => "ContainedBy",
            Self::HasKey => "HasKey",
            Self::HasKeys => "HasKeys",
            Self::HasAnyKeys => "HasAnyKeys",
        }
    }

    /// The lookup with this name among `Field`'s.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::OF_FIELD.into_iter().find(|lookup| lookup.name() == name)
    }

    /// The lookup with this class name: what a user's subclass derives from.
    pub fn from_class_name(name: &str) -> Option<Self> {
        Self::OF_FIELD
            .into_iter()
            .chain([Self::DataContains, Self::ContainedBy, Self::HasKey, Self::HasKeys, Self::HasAnyKeys])
            .find(|lookup| lookup.class_name() == name)
    }

    /// Whether it is `LIKE` with wildcards around.
    pub fn is_pattern(self) -> bool {
        matches!(
            self,
            Self::Contains | Self::IContains | Self::StartsWith | Self::IStartsWith | Self::EndsWith | Self::IEndsWith
        )
    }

    /// `prepare_rhs`.
    pub fn prepares_rhs(self) -> bool {
        !self.is_pattern() && !matches!(self, Self::IExact | Self::IsNull | Self::Regex | Self::IRegex | Self::HasKey)
    }

    /// Whether parameters go through the field's `get_db_prep_value`.
    pub fn adapts_with_field(self) -> bool {
        matches!(
            self,
            Self::Exact
                | Self::Gt
                | Self::Gte
                | Self::Lt
                | Self::Lte
                | Self::In
                | Self::Range
                | Self::DataContains
                | Self::ContainedBy
        )
    }

    /// Whether the right side is several values.
    pub fn is_iterable(self) -> bool {
        matches!(self, Self::In | Self::Range)
    }

    /// `<`, `<=`, `>` or `>=`.
    pub fn is_order(self) -> bool {
        matches!(self, Self::Gt | Self::Gte | Self::Lt | Self::Lte)
    }

    /// Whether it is insensitive to case.
    pub fn ignores_case(self) -> bool {
        matches!(self, Self::IExact | Self::IContains | Self::IStartsWith | Self::IEndsWith | Self::IRegex)
    }
}
