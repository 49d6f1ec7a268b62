//! [`Relation`] (what a relation field points at) and [`Rel`] (the same relation seen from the other end).
//!
//! Mirrors `fields.related` and `fields.reverse_related`.

use std::{
    cell::{OnceCell, RefCell},
    fmt,
    rc::Rc,
};

use super::{Field, FieldHooks, FieldKind, FieldRef, ModelRef, PathInfo, WeakModel};
use crate::{Result, expression::ResolvedExpression, lookup::LookupClass};

/// What kind of relation a field is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RelationKind {
    /// Many rows point at one.
    ManyToOne,
    /// One row points at one.
    OneToOne,
    /// Through a table between.
    ManyToMany,
    /// `GenericRelation`: rows that point here by content type and id.
    Generic,
}

/// What happens to a row when the row it points at is deleted.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub enum OnDelete {
    Cascade,
    Protect,
    Restrict,
    SetNull,
    SetDefault,
    Set,
    DoNothing,
    DbCascade,
    DbSetNull,
    DbSetDefault,
}

/// The table between the two ends of a many-to-many relation.
#[derive(Clone)]
pub struct Through {
    /// Its model.
    pub model: WeakModel,
    /// The foreign key to the model that holds the field.
    pub source: Rc<str>,
    /// The foreign key to the other model.
    pub target: Rc<str>,
}

/// A condition that every join over a relation carries. Mirrors `get_extra_restriction`.
pub trait ExtraRestriction: fmt::Debug {
    /// The condition, over the alias of the joined table and of the one it is joined to.
    ///
    /// # Errors
    ///
    /// What the host raises.
    fn restriction(&self, alias: Option<&str>, related_alias: Option<&str>) -> Result<Option<ResolvedExpression>>;
}

/// What a relation field points at. Mirrors `field.remote_field`.
pub struct Relation {
    /// The kind.
    pub kind: RelationKind,
    /// The model pointed at, once it is known.
    pub to: RefCell<Option<WeakModel>>,
    /// The name of the field pointed at; `None` is the primary key.
    pub to_field: Option<Rc<str>>,
    /// Local and foreign field names of a `ForeignObject`; empty otherwise.
    pub joining_fields: Vec<(Rc<str>, Rc<str>)>,
    /// `related_name`; `None` gives Django's default.
    pub related_name: Option<Rc<str>>,
    /// `related_query_name`.
    pub related_query_name: Option<Rc<str>>,
    /// `on_delete`.
    pub on_delete: OnDelete,
    /// `parent_link`.
    pub parent_link: bool,
    /// `symmetrical`, of a many-to-many relation of a model with itself.
    pub symmetrical: bool,
    /// `db_constraint`.
    pub db_constraint: bool,
    /// The table between, for many-to-many.
    pub through: RefCell<Option<Through>>,
    /// A condition that every join carries.
    pub extra_restriction: RefCell<Option<Rc<dyn ExtraRestriction>>>,
    /// The same relation, seen from the other end.
    pub reverse: RefCell<Option<RelRef>>,
}

impl Relation {
    /// A relation to a model.
    pub fn new(kind: RelationKind, to: Option<&ModelRef>, on_delete: OnDelete) -> Self {
        Self {
            kind,
            to: RefCell::new(to.map(ModelRef::downgrade)),
            to_field: None,
            joining_fields: Vec::new(),
            related_name: None,
            related_query_name: None,
            on_delete,
            parent_link: false,
            symmetrical: false,
            db_constraint: true,
            through: RefCell::new(None),
            extra_restriction: RefCell::new(None),
            reverse: RefCell::new(None),
        }
    }

    /// The model pointed at. `None` while it is not known yet.
    pub fn to_model(&self) -> Option<ModelRef> {
        self.to.borrow().as_ref().and_then(WeakModel::upgrade)
    }

    /// Whether the other end has no name (`related_name` ends with `+`).
    pub fn is_hidden(&self) -> bool {
        self.related_name.as_deref().is_some_and(|name| name.ends_with('+'))
    }
}

/// A shared reverse relation.
pub type RelRef = Rc<Rel>;

/// A relation seen from the model that is pointed at. Mirrors `ForeignObjectRel` and its subclasses.
pub struct Rel {
    /// The field that makes the relation.
    pub field: FieldRef,
    as_field: OnceCell<FieldRef>,
}

impl Rel {
    /// The relation of this field, from the other end.
    pub fn new(field: FieldRef) -> Self {
        Self { field, as_field: OnceCell::new() }
    }

    /// As the type of a column: a key to the model that holds the field. Lookups over the reverse
    /// relation prepare their values as those over such a key.
    pub fn as_field(&self) -> FieldRef {
        self.as_field
            .get_or_init(|| {
                let to = self.related_model();
                let kind = if self.multiple() { FieldKind::ForeignKey } else { FieldKind::OneToOne };
                let hooks = ReverseHooks { class_name: self.class_name(), field: self.field.clone() };
                let key = Field::builder(kind)
                    .hooks(Some(Rc::new(hooks)))
                    .relation(Some(Relation::new(self.relation().kind, to.as_ref(), OnDelete::DoNothing)))
                    .named(&self.name(), None)
                    .build();
                *key.model.borrow_mut() = self.model().as_ref().map(ModelRef::downgrade);
                key
            })
            .clone()
    }

    /// The name of Django's class.
    pub fn class_name(&self) -> &'static str {
        match self.relation().kind {
            RelationKind::ManyToOne => "ManyToOneRel",
            RelationKind::OneToOne => "OneToOneRel",
            RelationKind::ManyToMany => "ManyToManyRel",
            RelationKind::Generic => "GenericRel",
        }
    }

    /// The field's relation.
    pub fn relation(&self) -> &Relation {
        self.field.relation.as_ref().expect("a Rel is made only from a relation field")
    }

    /// The model pointed at: the one that has this reverse relation.
    pub fn model(&self) -> Option<ModelRef> {
        self.relation().to_model()
    }

    /// The model that holds the field.
    pub fn related_model(&self) -> Option<ModelRef> {
        self.field.model()
    }

    /// The name in lookups: `related_query_name`, or `related_name`, or the model's name.
    pub fn name(&self) -> Rc<str> {
        self.field.related_query_name()
    }

    /// The attribute on instances: `cities`, or `city_set`. `None` when hidden.
    pub fn accessor_name(&self) -> Option<String> {
        let relation = self.relation();
        let model = self.related_model()?;
        if relation.symmetrical && relation.to_model().is_some_and(|to| to == model) {
            return None;
        }
        match relation.related_name.as_deref() {
            Some(name) if name.ends_with('+') => None,
            Some(name) => Some(name.to_owned()),
            None if relation.kind == RelationKind::OneToOne => Some(model.model_name.to_string()),
            None => Some(format!("{}_set", model.model_name)),
        }
    }

    /// Whether it is hidden.
    pub fn is_hidden(&self) -> bool {
        self.relation().is_hidden()
    }

    /// Whether several rows can be at the other end.
    pub fn multiple(&self) -> bool {
        self.relation().kind != RelationKind::OneToOne
    }
}

impl fmt::Debug for Rel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.related_model() {
            Some(model) => write!(f, "<{}: {}.{}>", self.class_name(), model.app_label, model.model_name),
            None => write!(f, "<{}: {:?}>", self.class_name(), self.field),
        }
    }
}

/// A reverse relation as the type of a column: it has the lookups of the relation's field.
#[derive(Debug)]
struct ReverseHooks {
    class_name: &'static str,
    field: FieldRef,
}

impl FieldHooks for ReverseHooks {
    fn class_name(&self) -> String {
        self.class_name.into()
    }

    fn is_builtin(&self) -> bool {
        true
    }

    fn get_lookup(&self, name: &str) -> Option<LookupClass> {
        self.field.hooks.as_ref().and_then(|hooks| hooks.get_lookup(name))
    }

    fn get_transform(&self, name: &str) -> Option<LookupClass> {
        self.field.hooks.as_ref().and_then(|hooks| hooks.get_transform(name))
    }

    fn lookup_names(&self) -> Vec<String> {
        self.field.hooks.iter().flat_map(|hooks| hooks.lookup_names()).collect()
    }

    fn as_any(&self) -> &dyn std::any::Any {
        self
    }
}

impl PartialEq for Rel {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.field, &other.field)
    }
}

impl Field {
    /// The name of the relation in lookups from the other end. Mirrors `related_query_name()`.
    pub fn related_query_name(&self) -> Rc<str> {
        let relation = self.relation.as_ref();
        relation
            .and_then(|relation| relation.related_query_name.clone().or_else(|| relation.related_name.clone()))
            .or_else(|| self.model().map(|model| model.model_name.clone()))
            .unwrap_or_else(|| "".into())
    }

    /// Pairs of local and foreign fields. Mirrors `related_fields`.
    pub fn related_fields(self: &Rc<Self>) -> Vec<(FieldRef, FieldRef)> {
        let Some(relation) = &self.relation else { return Vec::new() };
        let Some(to) = relation.to_model() else { return Vec::new() };
        if relation.joining_fields.is_empty() {
            if !matches!(self.kind, FieldKind::ForeignKey | FieldKind::OneToOne) {
                return Vec::new();
            }
            let target = match &relation.to_field {
                Some(name) => to.field(name),
                None => to.pk(),
            };
            return target.map(|target| (self.clone(), target)).into_iter().collect();
        }
        let Some(model) = self.model() else { return Vec::new() };
        if relation.kind == RelationKind::Generic {
            // The key is on this side, what points at it on the other.
            let pairs = relation.joining_fields.iter();
            return pairs.filter_map(|(key, id)| Some((to.field(id)?, model.field(key)?))).collect();
        }
        relation
            .joining_fields
            .iter()
            .filter_map(|(from, target)| {
                let from = if &**from == "self" { Some(self.clone()) } else { model.field(from) };
                let target = if target.is_empty() { to.pk() } else { to.field(target) };
                Some((from?, target?))
            })
            .collect()
    }

    /// The single field that a foreign key points at.
    pub fn foreign_related_field(self: &Rc<Self>) -> Option<FieldRef> {
        match self.kind {
            FieldKind::ForeignKey | FieldKind::OneToOne => {
                self.related_fields().into_iter().next().map(|(_, foreign)| foreign)
            }
            _ => None,
        }
    }

    /// The fields on this side of the relation.
    pub fn local_related_fields(self: &Rc<Self>) -> Vec<FieldRef> {
        self.related_fields().into_iter().map(|(local, _)| local).collect()
    }

    /// The fields on the other side of the relation.
    pub fn foreign_related_fields(self: &Rc<Self>) -> Vec<FieldRef> {
        self.related_fields().into_iter().map(|(_, foreign)| foreign).collect()
    }

    /// The steps that lookups take along this field. Mirrors `path_infos`.
    pub fn path_infos(self: &Rc<Self>) -> Vec<PathInfo> {
        super::path::forward(self)
    }
}
