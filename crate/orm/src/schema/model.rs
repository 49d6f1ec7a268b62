//! [`Model`]: a model's options and fields. Mirrors `django.db.models.options.Options`.

use std::{
    cell::{Cell, RefCell},
    fmt,
    ops::Deref,
    rc::{Rc, Weak},
};

use super::{Constraint, FieldRef, Index, PathInfo, RelRef, path};
use crate::{Error, Result, expression::Expression};

/// A shared model. Equal only to itself.
#[derive(Clone)]
pub struct ModelRef(Rc<Model>);

/// A model held weakly, so that models may point at each other.
#[derive(Clone)]
pub struct WeakModel(Weak<Model>);

/// A field or a reverse relation: what a name in a lookup can stand for.
#[derive(Clone, Debug, PartialEq)]
pub enum ModelField {
    /// A field of the model.
    Field(FieldRef),
    /// A relation of another model to this one.
    Rel(RelRef),
}

/// One item of `Meta.ordering` or `order_by()`.
#[derive(Clone, Debug)]
pub enum OrderItem {
    /// A name, `-` before it for descending, `?` for random.
    Name(Rc<str>),
    /// An expression.
    Expression(Expression),
}

/// A model.
pub struct Model {
    /// The app's label.
    pub app_label: Rc<str>,
    /// The class's name: `City`.
    pub object_name: Rc<str>,
    /// The name in lower case: `city`.
    pub model_name: Rc<str>,
    /// The table.
    pub db_table: RefCell<Rc<str>>,
    /// `managed`.
    pub managed: bool,
    /// For a proxy: the model with the table.
    pub proxy_for: Option<ModelRef>,
    /// The module that the class was defined in.
    pub module: Rc<str>,
    /// Fields of this model itself, in order, with columns or without (`ForeignObject`).
    pub local_fields: RefCell<Vec<FieldRef>>,
    /// Many-to-many fields of this model itself.
    pub local_many_to_many: RefCell<Vec<FieldRef>>,
    /// Fields without a column that are not relations between tables: composite keys, generic foreign keys.
    pub private_fields: RefCell<Vec<FieldRef>>,
    /// Parents of multi-table inheritance, each with the field that links to it (none for a proxy's).
    pub parents: RefCell<Vec<(ModelRef, Option<FieldRef>)>>,
    /// `Meta.ordering`.
    pub ordering: RefCell<Vec<OrderItem>>,
    /// `Meta.get_latest_by`.
    pub get_latest_by: RefCell<Vec<Rc<str>>>,
    /// `Meta.unique_together`, by field names.
    pub unique_together: RefCell<Vec<Vec<Rc<str>>>>,
    /// `Meta.constraints`.
    pub constraints: RefCell<Vec<Constraint>>,
    /// `Meta.indexes`.
    pub indexes: RefCell<Vec<Index>>,
    /// Made by Django for a many-to-many field.
    pub auto_created: bool,
    pk: RefCell<Option<FieldRef>>,
    /// Relations of other models to this one.
    related: RefCell<Vec<RelRef>>,
    cache: RefCell<Cache>,
}

#[derive(Default)]
struct Cache {
    generation: u64,
    fields: Option<Rc<[FieldRef]>>,
    concrete: Option<Rc<[FieldRef]>>,
}

thread_local! {
    /// Counts changes to any model, so that cached field lists know when they are stale.
    static GENERATION: Cell<u64> = const { Cell::new(1) };
}

/// Marks every cached field list as stale.
pub(crate) fn touch() {
    GENERATION.set(GENERATION.get() + 1);
}

/// What a [`Model`] is made from.
#[derive(Default)]
pub struct ModelBuilder {
    /// The app's label.
    pub app_label: String,
    /// The class's name.
    pub object_name: String,
    /// The table; `app_model` when empty.
    pub db_table: String,
    /// The module that the class was defined in.
    pub module: String,
    /// For a proxy: the model with the table.
    pub proxy_for: Option<ModelRef>,
    /// `managed=False`.
    pub unmanaged: bool,
    /// Made by Django for a many-to-many field.
    pub auto_created: bool,
}

impl ModelBuilder {
    /// The model, without fields yet.
    pub fn build(self) -> ModelRef {
        let model_name = self.object_name.to_lowercase();
        let db_table = match (&self.proxy_for, self.db_table.is_empty()) {
            (Some(model), _) => model.db_table.borrow().to_string(),
            (None, true) => format!("{}_{model_name}", self.app_label),
            (None, false) => self.db_table,
        };
        ModelRef(Rc::new(Model {
            app_label: self.app_label.into(),
            object_name: self.object_name.into(),
            model_name: model_name.into(),
            db_table: RefCell::new(db_table.into()),
            managed: !self.unmanaged,
            module: self.module.into(),
            proxy_for: self.proxy_for,
            auto_created: self.auto_created,
            local_fields: RefCell::default(),
            local_many_to_many: RefCell::default(),
            private_fields: RefCell::default(),
            parents: RefCell::default(),
            ordering: RefCell::default(),
            get_latest_by: RefCell::default(),
            unique_together: RefCell::default(),
            constraints: RefCell::default(),
            indexes: RefCell::default(),
            pk: RefCell::default(),
            related: RefCell::default(),
            cache: RefCell::default(),
        }))
    }
}

impl ModelRef {
    /// Holds it weakly.
    pub fn downgrade(&self) -> WeakModel {
        WeakModel(Rc::downgrade(&self.0))
    }

    /// Adds a field. Mirrors `Options.add_field`.
    pub fn add_field(&self, field: FieldRef) {
        *field.model.borrow_mut() = Some(self.downgrade());
        let list = if field.is_many_to_many() {
            &self.local_many_to_many
        } else if matches!(
            field.kind,
            super::FieldKind::CompositePrimaryKey
                | super::FieldKind::GenericForeignKey
                | super::FieldKind::GenericRelation
        ) {
            &self.private_fields
        } else {
            &self.local_fields
        };
        {
            let mut list = list.borrow_mut();
            let at = list.partition_point(|other| other.creation_counter <= field.creation_counter);
            list.insert(at, field.clone());
        }
        if field.primary_key && self.pk.borrow().is_none() {
            *self.pk.borrow_mut() = Some(field);
        }
        touch();
    }

    /// Makes the relation known to the model it points at. Call it once both models exist.
    pub fn contribute_to_related_class(field: &FieldRef) -> Option<RelRef> {
        let relation = field.relation.as_ref()?;
        let to = relation.to_model()?;
        let rel = Rc::new(super::Rel::new(field.clone()));
        *relation.reverse.borrow_mut() = Some(rel.clone());
        // A proxy's relations are those of its model.
        let to = to.concrete_model();
        let mut related = to.related.borrow_mut();
        related.retain(|other| !Rc::ptr_eq(&other.field, field));
        related.push(rel.clone());
        touch();
        Some(rel)
    }

    /// Removes relations whose model is gone.
    pub fn forget_related(&self, keep: impl Fn(&RelRef) -> bool) {
        self.related.borrow_mut().retain(|rel| keep(rel));
        touch();
    }

    /// Lets go of its fields and of what leads to other models. Of a model that is not to be used any more: models that
    /// point at each other would keep each other.
    pub fn forget(&self) {
        let fields = [&self.local_fields, &self.local_many_to_many, &self.private_fields];
        for field in fields.into_iter().flat_map(RefCell::take) {
            if let Some(relation) = &field.relation {
                relation.reverse.take();
                relation.extra_restriction.take();
            }
        }
        self.parents.take();
        self.ordering.take();
        self.constraints.take();
        self.indexes.take();
        self.pk.take();
        self.related.take();
        self.cache.take();
        touch();
    }

    /// Sets the primary key.
    pub fn set_pk(&self, field: Option<FieldRef>) {
        *self.pk.borrow_mut() = field;
        touch();
    }

    /// The model with the table: itself, unless it is a proxy.
    pub fn concrete_model(&self) -> ModelRef {
        self.proxy_for.as_ref().map_or_else(|| self.clone(), ModelRef::concrete_model)
    }

    /// The primary key. A proxy's is that of its model.
    pub fn pk(&self) -> Option<FieldRef> {
        let pk = self.pk.borrow().clone();
        pk.or_else(|| self.proxy_for.as_ref().and_then(ModelRef::pk))
    }

    /// The fields that the primary key is made of: one, unless it is composite.
    pub fn pk_fields(&self) -> Vec<FieldRef> {
        match self.pk() {
            Some(pk) if pk.kind == super::FieldKind::CompositePrimaryKey => {
                pk.composite_of.iter().filter_map(|name| self.field(name)).collect()
            }
            pk => pk.into_iter().collect(),
        }
    }

    /// All fields but many-to-many, parents' first. Mirrors `Options.fields`.
    pub fn fields(&self) -> Rc<[FieldRef]> {
        let generation = GENERATION.get();
        if let Some(fields) = {
            let cache = self.cache.borrow();
            (cache.generation == generation).then(|| cache.fields.clone()).flatten()
        } {
            return fields;
        }
        let mut fields: Vec<FieldRef> = Vec::new();
        for (parent, _) in self.parents.borrow().iter() {
            for field in parent.fields().iter() {
                if !fields.iter().any(|other| Rc::ptr_eq(other, field)) {
                    fields.push(field.clone());
                }
            }
        }
        fields.extend(self.local_fields.borrow().iter().cloned());
        let fields: Rc<[FieldRef]> = fields.into();
        let concrete: Rc<[FieldRef]> = fields.iter().filter(|field| field.is_concrete()).cloned().collect();
        *self.cache.borrow_mut() = Cache { generation, fields: Some(fields.clone()), concrete: Some(concrete) };
        fields
    }

    /// The fields that have columns. Mirrors `Options.concrete_fields`.
    pub fn concrete_fields(&self) -> Rc<[FieldRef]> {
        self.fields();
        self.cache.borrow().concrete.clone().unwrap_or_default()
    }

    /// Many-to-many fields, parents' first.
    pub fn many_to_many(&self) -> Vec<FieldRef> {
        let mut fields: Vec<FieldRef> =
            self.parents.borrow().iter().flat_map(|(parent, _)| parent.many_to_many()).collect();
        fields.extend(self.local_many_to_many.borrow().iter().cloned());
        fields
    }

    /// Private fields. A child has copies of its parents'.
    pub fn all_private_fields(&self) -> Vec<FieldRef> {
        self.private_fields.borrow().clone()
    }

    /// Relations of other models to this one and its parents, hidden ones too.
    pub fn all_related_objects(&self) -> Vec<RelRef> {
        let mut all: Vec<RelRef> = Vec::new();
        for (parent, _) in self.parents.borrow().iter() {
            for rel in parent.all_related_objects() {
                // Links to the parent's other children, and this model's own, are not its relations.
                let link = rel.relation().parent_link && rel.model().is_none_or(|model| model != self.concrete_model());
                if !link && !all.iter().any(|other| **other == *rel) {
                    all.push(rel);
                }
            }
        }
        for rel in self.related.borrow().iter() {
            if rel.related_model().is_some() && !all.iter().any(|other| **other == **rel) {
                all.push(rel.clone());
            }
        }
        all
    }

    /// Relations of other models to this one, hidden ones left out, many-to-many too only by name.
    /// Mirrors `Options.related_objects`.
    pub fn related_objects(&self) -> Vec<RelRef> {
        self.all_related_objects()
            .into_iter()
            .filter(|rel| !rel.is_hidden() || rel.relation().kind == super::RelationKind::ManyToMany)
            .collect()
    }

    /// The field of this name or attname, without reverse relations.
    pub fn field(&self, name: &str) -> Option<FieldRef> {
        let matches = |field: &&FieldRef| &**field.name.borrow() == name || &**field.attname.borrow() == name;
        if let Some(field) = self.fields().iter().find(|field| &**field.name.borrow() == name) {
            return Some(field.clone());
        }
        if let Some(field) = self.fields().iter().find(matches) {
            return Some(field.clone());
        }
        // A child has copies of its parents' private fields, which come first.
        self.many_to_many().iter().chain(self.all_private_fields().iter().rev()).find(matches).cloned()
    }

    /// The field or reverse relation of this name. Mirrors `Options.get_field`.
    pub fn get_field(&self, name: &str) -> Result<ModelField> {
        if name == "pk"
            && let Some(pk) = self.pk()
        {
            return Ok(ModelField::Field(pk));
        }
        if let Some(field) = self.field(name) {
            return Ok(ModelField::Field(field));
        }
        self.all_related_objects()
            .into_iter()
            .find(|rel| &*rel.name() == name)
            .map(ModelField::Rel)
            .ok_or_else(|| Error::FieldDoesNotExist(format!("{} has no field named '{name}'", self.object_name)))
    }

    /// All names that lookups may begin with, sorted. Mirrors `get_field_names_from_opts`.
    pub fn lookup_names(&self) -> Vec<Rc<str>> {
        let mut names: Vec<Rc<str>> = Vec::new();
        for field in self.fields().iter() {
            names.push(field.name());
            if field.is_concrete() {
                names.push(field.attname());
            }
        }
        names.extend(self.many_to_many().iter().chain(self.all_private_fields().iter()).map(|field| field.name()));
        names.extend(self.all_related_objects().iter().filter(|rel| !rel.is_hidden()).map(|rel| rel.name()));
        names.sort();
        names.dedup();
        names
    }

    /// Whether this model is `other` or inherits from it.
    pub fn is_subclass_of(&self, other: &ModelRef) -> bool {
        self == other
            || self.proxy_for.as_ref().is_some_and(|model| model.is_subclass_of(other))
            || self.parents.borrow().iter().any(|(parent, _)| parent.is_subclass_of(other))
    }

    /// The chain of parents from this model to `ancestor`, without itself. Mirrors `get_base_chain`.
    pub fn base_chain(&self, ancestor: &ModelRef) -> Vec<ModelRef> {
        if self == ancestor {
            return Vec::new();
        }
        let parents = self.parents.borrow();
        if parents.iter().any(|(parent, _)| parent == ancestor) {
            return vec![ancestor.clone()];
        }
        for (parent, _) in parents.iter() {
            let chain = parent.base_chain(ancestor);
            if !chain.is_empty() {
                return std::iter::once(parent.clone()).chain(chain).collect();
            }
        }
        Vec::new()
    }

    /// The field that leads to `ancestor`. Mirrors `get_ancestor_link`.
    pub fn ancestor_link(&self, ancestor: &ModelRef) -> Option<FieldRef> {
        let parents = self.parents.borrow();
        if let Some((_, link)) = parents.iter().find(|(parent, _)| parent == ancestor) {
            return link.clone();
        }
        parents.iter().find_map(|(parent, link)| {
            // The link of the first step is what leads towards the ancestor; a proxy's parent has none.
            parent.ancestor_link(ancestor).map(|further| link.clone().unwrap_or(further))
        })
    }

    /// The joins from this model to a parent's table. Mirrors `get_path_to_parent`.
    pub fn path_to_parent(&self, parent: &ModelRef) -> Vec<PathInfo> {
        if self == parent {
            return Vec::new();
        }
        let concrete = self.concrete_model();
        let mut path = Vec::new();
        let mut current = concrete.clone();
        for ancestor in concrete.base_chain(parent) {
            let Some(link) = current.ancestor_link(&ancestor) else {
                current = ancestor;
                continue;
            };
            path.extend(path::forward(&link).into_iter().map(|step| PathInfo {
                from_model: current.clone(),
                to_model: ancestor.clone(),
                target_fields: link.foreign_related_fields(),
                ..step
            }));
            current = ancestor;
        }
        path
    }

    /// The joins from this model's table to that of a child. Mirrors `get_path_from_parent`.
    pub fn path_from_parent_to(&self, child: &ModelRef) -> Vec<PathInfo> {
        let child = child.concrete_model();
        let mut chain = child.base_chain(self);
        chain.reverse();
        chain.push(child);
        chain
            .windows(2)
            .filter_map(|pair| pair[1].ancestor_link(&pair[0]))
            .filter_map(|link| link.relation.as_ref().and_then(|relation| relation.reverse.borrow().clone()))
            .flat_map(|rel| path::reverse(&rel))
            .collect()
    }

    /// `app.Model`.
    pub fn label(&self) -> String {
        format!("{}.{}", self.app_label, self.object_name)
    }

    /// The table.
    pub fn table(&self) -> Rc<str> {
        self.db_table.borrow().clone()
    }
}

impl super::Rel {
    /// The steps from the model pointed at to this relation's model.
    pub fn path_infos(self: &Rc<Self>) -> Vec<PathInfo> {
        path::reverse(self)
    }
}

impl ModelField {
    /// The name in lookups.
    pub fn name(&self) -> Rc<str> {
        match self {
            Self::Field(field) => field.name(),
            Self::Rel(rel) => rel.name(),
        }
    }

    /// Whether it leads to another model.
    pub fn is_relation(&self) -> bool {
        match self {
            Self::Field(field) => field.is_relation(),
            Self::Rel(_) => true,
        }
    }

    /// The model that it is an attribute of.
    pub fn model(&self) -> Option<ModelRef> {
        match self {
            Self::Field(field) => field.model(),
            Self::Rel(rel) => rel.model(),
        }
    }

    /// The model that it leads to.
    pub fn related_model(&self) -> Option<ModelRef> {
        match self {
            Self::Field(field) => field.relation.as_ref().and_then(super::Relation::to_model),
            Self::Rel(rel) => rel.related_model(),
        }
    }

    /// The field that makes it: itself, or the one at the other end.
    pub fn field(&self) -> &FieldRef {
        match self {
            Self::Field(field) => field,
            Self::Rel(rel) => &rel.field,
        }
    }

    /// Pairs of columns that the join over it compares: left, then joined table.
    pub fn joining_fields(&self) -> Vec<(FieldRef, FieldRef)> {
        match self {
            Self::Field(field) => field.related_fields(),
            Self::Rel(rel) => rel.field.related_fields().into_iter().map(|(local, foreign)| (foreign, local)).collect(),
        }
    }

    /// The steps along it; empty for a plain field.
    pub fn path_infos(&self) -> Vec<PathInfo> {
        match self {
            Self::Field(field) => path::forward(field),
            Self::Rel(rel) => path::reverse(rel),
        }
    }
}

impl WeakModel {
    /// The model, if it is still there.
    pub fn upgrade(&self) -> Option<ModelRef> {
        self.0.upgrade().map(ModelRef)
    }
}

impl Deref for ModelRef {
    type Target = Model;

    fn deref(&self) -> &Model {
        &self.0
    }
}

impl PartialEq for ModelRef {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for ModelRef {}

impl fmt::Debug for ModelRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{}>", self.label())
    }
}
