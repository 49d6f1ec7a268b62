//! Models, fields and rows.

/// Models, in the order of their definition.
#[derive(Clone, Debug, Default)]
pub struct Schema {
    /// The models.
    pub models: Vec<Model>,
}

/// A model. Its primary key is `id`.
#[derive(Clone, Debug)]
pub struct Model {
    /// The class's name.
    pub name: String,
    /// The fields after `id`.
    pub fields: Vec<Field>,
}

/// A field.
#[derive(Clone, Debug)]
pub struct Field {
    /// The name; unlike that of any other field of any model.
    pub name: String,
    /// The type.
    pub kind: Kind,
    /// `null`.
    pub null: bool,
}

/// A field's type. Relations name the model they lead to by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Kind {
    Integer,
    Text,
    Boolean,
    Date,
    ForeignKey(usize),
    OneToOne(usize),
    ManyToMany(usize),
}

impl Kind {
    /// The model that a relation leads to.
    pub fn to(self) -> Option<usize> {
        match self {
            Self::ForeignKey(to) | Self::OneToOne(to) | Self::ManyToMany(to) => Some(to),
            _ => None,
        }
    }
}

impl Field {
    /// `related_name`: by what the model that a relation leads to calls the way back.
    pub fn related_name(&self) -> String {
        format!("back_{}", self.name)
    }
}

/// A value as SQLite stores it: a truth value is 0 or 1, a date its ISO text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Cell {
    Null,
    Int(i64),
    Text(String),
}

/// A row.
#[derive(Clone, Debug)]
pub struct Row {
    /// A value for each field; `Null` for a many-to-many field.
    pub cells: Vec<Cell>,
    /// For each field the keys that a many-to-many field leads to.
    pub links: Vec<Vec<i64>>,
}
