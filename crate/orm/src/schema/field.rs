//! [`Field`]: a model's field, or the type of an expression.
//!
//! Mirrors `django.db.models.fields.Field`. A field that belongs to no model serves as an
//! `output_field`. Fields are shared through [`FieldRef`] and equal only when they are the same.

use std::{cell::RefCell, fmt, rc::Rc};

use super::{FieldKind, ModelField, ModelRef, Relation, WeakModel};
use crate::{
    Result, Value,
    expression::{Expression, Node, ResolvedExpression},
    lookup::LookupClass,
};

/// A shared field.
pub type FieldRef = Rc<Field>;

/// What a user's own field class overrides, answered by the host language.
pub trait FieldHooks: fmt::Debug {
    /// The class's name, for messages.
    fn class_name(&self) -> String;
    /// Whether the class is one of Django's own, so that the field's kind says all of it.
    fn is_builtin(&self) -> bool {
        false
    }
    /// `get_prep_value`, if overridden.
    fn get_prep_value(&self, _value: &Value) -> Option<Result<Value>> {
        None
    }
    /// `get_db_prep_value` / `get_db_prep_save`, if overridden.
    fn get_db_prep_value(&self, _value: &Value, _prepared: bool) -> Option<Result<Value>> {
        None
    }
    /// `to_python`, if overridden.
    fn to_python(&self, _value: &Value) -> Option<Result<Value>> {
        None
    }
    /// A naive moment for a `DateTimeField`, or an aware one for a `DateField`, seen in the default time zone.
    fn zoned(&self, _value: &Value) -> Option<Result<Value>> {
        None
    }
    /// Whether `from_db_value` exists, so that its results must be converted by the host.
    fn has_from_db_value(&self) -> bool {
        false
    }
    /// `from_db_value`.
    fn from_db_value(&self, value: Value) -> Result<Value> {
        Ok(value)
    }
    /// `db_type`, if overridden.
    fn db_type(&self, _vendor: &str) -> Option<String> {
        None
    }
    /// `select_format` and `get_placeholder`, if overridden: SQL text around `%s`.
    fn placeholder(&self, _value: &Value) -> Option<String> {
        None
    }
    /// A lookup or transform registered on the class or the instance, or on a built-in class by
    /// `register_lookup`, under this name. `None` leaves the question to the built-in ones.
    fn get_lookup(&self, _name: &str) -> Option<LookupClass> {
        None
    }
    /// As [`FieldHooks::get_lookup`], for transforms.
    fn get_transform(&self, _name: &str) -> Option<LookupClass> {
        None
    }
    /// The names of all lookups registered by the host on this field, for suggestions.
    fn lookup_names(&self) -> Vec<String> {
        Vec::new()
    }
    /// Lets the host find its own type again.
    fn as_any(&self) -> &dyn std::any::Any;
}

/// A column that the database computes. Mirrors `GeneratedField`.
#[derive(Clone)]
pub struct Generated {
    /// What it is computed from, over the model's own fields.
    pub expression: Expression,
    /// Stored, or computed when read.
    pub persist: bool,
    /// The type of the result.
    pub output_field: FieldRef,
}

/// A field. Build one with [`Field::builder`].
pub struct Field {
    /// The attribute on the model: `state`.
    pub name: RefCell<Rc<str>>,
    /// The attribute that holds the column's value: `state_id`.
    pub attname: RefCell<Rc<str>>,
    /// The column; `None` for fields without one (many-to-many, generic relations).
    pub column: RefCell<Option<Rc<str>>>,
    /// The type.
    pub kind: FieldKind,
    /// `null=True`.
    pub null: bool,
    /// `blank=True`.
    pub blank: bool,
    /// `unique=True`, without the primary key's.
    pub unique: bool,
    /// `primary_key=True`.
    pub primary_key: bool,
    /// `db_index`.
    pub db_index: bool,
    /// Made by Django, not by the user.
    pub auto_created: bool,
    /// `max_length`.
    pub max_length: Option<u32>,
    /// `max_digits`.
    pub max_digits: Option<u32>,
    /// `decimal_places`.
    pub decimal_places: Option<u32>,
    /// `unpack_ipv4`.
    pub unpack_ipv4: bool,
    /// `db_collation`.
    pub db_collation: Option<Rc<str>>,
    /// `db_default`.
    pub db_default: Option<Expression>,
    /// What `default` is, when it is a plain value.
    pub default: Option<Value>,
    /// Whether the field has a `default`.
    pub has_default: bool,
    /// `db_comment`.
    pub db_comment: Option<Rc<str>>,
    /// `unique_for_date` and so on do not touch SQL and live in the host.
    pub generated: Option<Generated>,
    /// The fields that a composite primary key is made of, by name.
    pub composite_of: Vec<Rc<str>>,
    /// The relation, for relation fields.
    pub relation: Option<Relation>,
    /// Orders fields as they were written.
    pub creation_counter: i64,
    /// The user's overrides.
    pub hooks: Option<Rc<dyn FieldHooks>>,
    pub(crate) model: RefCell<Option<WeakModel>>,
}

impl Field {
    /// Starts a field of this kind.
    pub fn builder(kind: FieldKind) -> FieldBuilder {
        FieldBuilder(Field {
            name: RefCell::new("".into()),
            attname: RefCell::new("".into()),
            column: RefCell::new(None),
            kind,
            null: false,
            blank: false,
            unique: false,
            primary_key: false,
            db_index: false,
            auto_created: false,
            max_length: None,
            max_digits: None,
            decimal_places: None,
            unpack_ipv4: false,
            db_collation: None,
            db_default: None,
            default: None,
            has_default: false,
            db_comment: None,
            generated: None,
            composite_of: Vec::new(),
            relation: None,
            creation_counter: 0,
            hooks: None,
            model: RefCell::new(None),
        })
    }

    /// A field that serves as an expression's type.
    pub fn output(kind: FieldKind) -> FieldRef {
        thread_local! {
            static SHARED: RefCell<Vec<FieldRef>> = const { RefCell::new(Vec::new()) };
        }
        SHARED.with_borrow_mut(|shared| {
            if let Some(field) = shared.iter().find(|field| field.kind == kind) {
                return field.clone();
            }
            let field = Field::builder(kind).build();
            shared.push(field.clone());
            field
        })
    }

    /// The name.
    pub fn name(&self) -> Rc<str> {
        self.name.borrow().clone()
    }

    /// The attribute that holds the column's value.
    pub fn attname(&self) -> Rc<str> {
        self.attname.borrow().clone()
    }

    /// The column. Empty for a field without one; ask [`Field::is_concrete`] first.
    pub fn column(&self) -> Rc<str> {
        self.column.borrow().clone().unwrap_or_else(|| "".into())
    }

    /// Whether the field has a column.
    pub fn is_concrete(&self) -> bool {
        self.column.borrow().is_some()
    }

    /// The model it belongs to, if it belongs to one.
    pub fn model(&self) -> Option<ModelRef> {
        self.model.borrow().as_ref().and_then(WeakModel::upgrade)
    }

    /// Whether it points at another model.
    pub fn is_relation(&self) -> bool {
        self.relation.is_some()
    }

    /// Whether several of its values can belong to one row.
    pub fn is_many_to_many(&self) -> bool {
        self.kind == FieldKind::ManyToMany
    }

    /// Unique, as the primary key is too.
    pub fn is_unique(&self) -> bool {
        self.unique || self.primary_key || self.kind == FieldKind::OneToOne
    }

    /// The class's name, as messages show it.
    pub fn class_name(&self) -> String {
        self.hooks.as_ref().map_or_else(|| self.kind.class_name().into(), |hooks| hooks.class_name())
    }

    /// `app.Model.field`, as Python shows a field.
    pub fn label(&self) -> String {
        match self.model() {
            Some(model) => format!("{}.{}.{}", model.app_label, model.object_name, self.name()),
            None => format!("<django.db.models.fields.{}>", self.class_name()),
        }
    }

    /// For a foreign key: the field it points at, followed to the end. Otherwise the field itself.
    pub fn target(self: &Rc<Self>) -> FieldRef {
        let mut field = self.clone();
        for _ in 0..16 {
            match field.relation.as_ref().and_then(|_| field.foreign_related_field()) {
                Some(next) => field = next,
                None => break,
            }
        }
        field
    }

    /// The kind that decides how values are stored and compared: a foreign key has its target's, a
    /// generated field its output's.
    pub fn value_kind(self: &Rc<Self>) -> FieldKind {
        match &self.generated {
            Some(generated) => generated.output_field.value_kind(),
            None if matches!(self.kind, FieldKind::ForeignKey | FieldKind::OneToOne) => self.target().kind,
            None => self.kind,
        }
    }

    /// The column as an expression: `alias.column`. A key's column has the type of what it points at, a
    /// composite key is several columns. Mirrors the `get_col` methods.
    pub fn get_col(self: &Rc<Self>, alias: Option<&str>, output_field: Option<FieldRef>) -> ResolvedExpression {
        let alias: Option<Rc<str>> = alias.map(Rc::from);
        if self.kind == FieldKind::CompositePrimaryKey
            && let Some(model) = self.model()
        {
            let fields: Vec<FieldRef> = self.composite_of.iter().filter_map(|name| model.field(name)).collect();
            let field = ModelField::Field(self.clone());
            return Node::ColPairs { alias, targets: fields.clone(), sources: fields, field }.into();
        }
        let own = |field: &FieldRef| self.generated.is_some() && Rc::ptr_eq(field, self);
        let output_field = output_field.filter(|field| !own(field)).unwrap_or_else(|| match &self.generated {
            Some(generated) => generated.output_field.clone(),
            None if matches!(self.kind, FieldKind::ForeignKey | FieldKind::OneToOne) => self.target(),
            None => self.clone(),
        });
        ResolvedExpression::col(alias, self.clone(), output_field)
    }
}

impl fmt::Debug for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.label())
    }
}

impl PartialEq for Field {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

/// Sets a [`Field`]'s options.
pub struct FieldBuilder(pub(crate) Field);

macro_rules! options {
    ($($(#[$docs:meta])* $name:ident: $kind:ty),* $(,)?) => {$(
        $(#[$docs])*
        pub fn $name(mut self, value: $kind) -> Self {
            self.0.$name = value;
            self
        }
    )*};
}

impl FieldBuilder {
    options! {
        /// `null`.
        null: bool,
        /// `blank`.
        blank: bool,
        /// `unique`.
        unique: bool,
        /// `primary_key`.
        primary_key: bool,
        /// `db_index`.
        db_index: bool,
        /// Made by Django, not by the user.
        auto_created: bool,
        /// `max_length`.
        max_length: Option<u32>,
        /// `max_digits`.
        max_digits: Option<u32>,
        /// `decimal_places`.
        decimal_places: Option<u32>,
        /// `unpack_ipv4`.
        unpack_ipv4: bool,
        /// `db_collation`.
        db_collation: Option<Rc<str>>,
        /// `db_default`.
        db_default: Option<Expression>,
        /// `default`, when it is a plain value.
        default: Option<Value>,
        /// Whether there is a `default`.
        has_default: bool,
        /// `db_comment`.
        db_comment: Option<Rc<str>>,
        /// The expression of a `GeneratedField`.
        generated: Option<Generated>,
        /// The fields of a `CompositePrimaryKey`.
        composite_of: Vec<Rc<str>>,
        /// The relation.
        relation: Option<Relation>,
        /// The place among the model's fields.
        creation_counter: i64,
        /// The user's overrides.
        hooks: Option<Rc<dyn FieldHooks>>,
    }

    /// The name, which also gives attname and column unless `db_column` says otherwise.
    pub fn named(self, name: &str, db_column: Option<&str>) -> Self {
        self.0.set_attributes_from_name(name, db_column);
        self
    }

    /// The field.
    pub fn build(self) -> FieldRef {
        Rc::new(self.0)
    }
}

impl Field {
    /// Sets name, attname and column. Mirrors `set_attributes_from_name`.
    pub fn set_attributes_from_name(&self, name: &str, db_column: Option<&str>) {
        let attname: Rc<str> = match self.kind {
            FieldKind::ForeignKey | FieldKind::OneToOne => format!("{name}_id").into(),
            _ => name.into(),
        };
        *self.name.borrow_mut() = name.into();
        *self.column.borrow_mut() = match self.kind {
            FieldKind::ManyToMany
            | FieldKind::ForeignObject
            | FieldKind::CompositePrimaryKey
            | FieldKind::GenericForeignKey
            | FieldKind::GenericRelation => None,
            // An empty name stands for no column.
            _ if db_column == Some("") => None,
            _ => Some(db_column.map_or_else(|| attname.clone(), Rc::from)),
        };
        *self.attname.borrow_mut() = attname;
    }
}
