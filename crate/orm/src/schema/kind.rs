//! [`FieldKind`]: the built-in field types, by Django's internal type names.

/// What a field stores. Mirrors `Field.get_internal_type()`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum FieldKind {
    Auto,
    BigAuto,
    SmallAuto,
    BigInteger,
    Binary,
    Boolean,
    Char,
    CommaSeparatedInteger,
    Date,
    DateTime,
    Decimal,
    Duration,
    Email,
    File,
    FilePath,
    Float,
    GenericIpAddress,
    Image,
    Integer,
    Json,
    PositiveBigInteger,
    PositiveInteger,
    PositiveSmallInteger,
    Slug,
    SmallInteger,
    Text,
    Time,
    Url,
    Uuid,
    /// A column of another table's key: its type is that of the field it points at.
    ForeignKey,
    OneToOne,
    ManyToMany,
    /// A relation over columns that belong to other fields.
    ForeignObject,
    /// Computed by the database; its type is that of its `output_field`.
    Generated,
    CompositePrimaryKey,
    GenericForeignKey,
    GenericRelation,
    /// A user's own `Field` subclass with its own `db_type`.
    Custom,
}

impl FieldKind {
    /// The class name, as error messages show it.
    pub fn class_name(self) -> &'static str {
        match self {
            Self::Auto => "AutoField",
            Self::BigAuto => "BigAutoField",
            Self::SmallAuto => "SmallAutoField",
            Self::BigInteger => "BigIntegerField",
            Self::Binary => "BinaryField",
            Self::Boolean => "BooleanField",
            Self::Char => "CharField",
            Self::CommaSeparatedInteger => "CommaSeparatedIntegerField",
            Self::Date => "DateField",
            Self::DateTime => "DateTimeField",
            Self::Decimal => "DecimalField",
            Self::Duration => "DurationField",
            Self::Email => "EmailField",
            Self::File => "FileField",
            Self::FilePath => "FilePathField",
            Self::Float => "FloatField",
            Self::GenericIpAddress => "GenericIPAddressField",
            Self::Image => "ImageField",
            Self::Integer => "IntegerField",
            Self::Json => "JSONField",
            Self::PositiveBigInteger => "PositiveBigIntegerField",
            Self::PositiveInteger => "PositiveIntegerField",
            Self::PositiveSmallInteger => "PositiveSmallIntegerField",
            Self::Slug => "SlugField",
            Self::SmallInteger => "SmallIntegerField",
            Self::Text => "TextField",
            Self::Time => "TimeField",
            Self::Url => "URLField",
            Self::Uuid => "UUIDField",
            Self::ForeignKey => "ForeignKey",
            Self::OneToOne => "OneToOneField",
            Self::ManyToMany => "ManyToManyField",
            Self::ForeignObject => "ForeignObject",
            Self::Generated => "GeneratedField",
            Self::CompositePrimaryKey => "CompositePrimaryKey",
            Self::GenericForeignKey => "GenericForeignKey",
            Self::GenericRelation => "GenericRelation",
            Self::Custom => "Field",
        }
    }

    /// The kind that an internal type name stands for.
    pub fn from_class_name(name: &str) -> Option<Self> {
        const ALL: [FieldKind; 37] = [
            FieldKind::Auto,
            FieldKind::BigAuto,
            FieldKind::SmallAuto,
            FieldKind::BigInteger,
            FieldKind::Binary,
            FieldKind::Boolean,
            FieldKind::Char,
            FieldKind::CommaSeparatedInteger,
            FieldKind::Date,
            FieldKind::DateTime,
            FieldKind::Decimal,
            FieldKind::Duration,
            FieldKind::Email,
            FieldKind::File,
            FieldKind::FilePath,
            FieldKind::Float,
            FieldKind::GenericIpAddress,
            FieldKind::Image,
            FieldKind::Integer,
            FieldKind::Json,
            FieldKind::PositiveBigInteger,
            FieldKind::PositiveInteger,
            FieldKind::PositiveSmallInteger,
            FieldKind::Slug,
            FieldKind::SmallInteger,
            FieldKind::Text,
            FieldKind::Time,
            FieldKind::Url,
            FieldKind::Uuid,
            FieldKind::ForeignKey,
            FieldKind::OneToOne,
            FieldKind::ManyToMany,
            FieldKind::ForeignObject,
            FieldKind::Generated,
            FieldKind::CompositePrimaryKey,
            FieldKind::GenericForeignKey,
            FieldKind::GenericRelation,
        ];
        ALL.into_iter().find(|kind| kind.class_name() == name)
    }

    /// Auto-incremented keys.
    pub fn is_auto(self) -> bool {
        matches!(self, Self::Auto | Self::BigAuto | Self::SmallAuto)
    }

    /// Whole numbers, with the auto-incremented ones (subclasses of `IntegerField`).
    pub fn is_integer(self) -> bool {
        self.is_auto()
            || matches!(
                self,
                Self::BigInteger
                    | Self::Integer
                    | Self::PositiveBigInteger
                    | Self::PositiveInteger
                    | Self::PositiveSmallInteger
                    | Self::SmallInteger
            )
    }

    /// Subclasses of `CharField`.
    pub fn is_char(self) -> bool {
        matches!(self, Self::Char | Self::CommaSeparatedInteger | Self::Email | Self::Slug | Self::Url)
    }

    /// Text of any kind.
    pub fn is_text(self) -> bool {
        self.is_char() || matches!(self, Self::Text | Self::File | Self::FilePath | Self::Image)
    }

    /// The kind that this one is of for the purpose of types: `EmailField` is a `CharField`.
    pub fn base(self) -> Self {
        match self {
            kind if kind.is_char() => Self::Char,
            Self::Auto | Self::SmallInteger | Self::PositiveInteger | Self::PositiveSmallInteger => Self::Integer,
            Self::BigAuto | Self::PositiveBigInteger => Self::BigInteger,
            Self::SmallAuto => Self::Integer,
            Self::OneToOne => Self::ForeignKey,
            Self::Image => Self::File,
            kind => kind,
        }
    }

    /// Whether an instance of this class is also one of `other`'s class, as `isinstance` says.
    pub fn is_subclass_of(self, other: Self) -> bool {
        self == other
            || match other {
                Self::Char => self.is_char(),
                Self::Integer => self.is_integer(),
                Self::BigInteger => matches!(self, Self::BigInteger | Self::PositiveBigInteger),
                Self::Auto => self.is_auto(),
                Self::Date => self == Self::DateTime,
                Self::ForeignKey => self == Self::OneToOne,
                Self::File => self == Self::Image,
                Self::ForeignObject => {
                    matches!(self, Self::ForeignKey | Self::OneToOne | Self::GenericRelation)
                }
                _ => false,
            }
    }
}
