//! [`Registry`]: all models of a project. Mirrors `django.apps.registry.Apps`.

use indexmap::IndexMap;

use super::ModelRef;

/// Owns the models, by app label and lower-case name, in the order of their definition.
#[derive(Clone, Debug, Default)]
pub struct Registry {
    models: IndexMap<(String, String), ModelRef>,
}

impl Registry {
    /// Adds a model; one of the same name is replaced and returned.
    pub fn register(&mut self, model: ModelRef) -> Option<ModelRef> {
        self.models.insert((model.app_label.to_string(), model.model_name.to_string()), model)
    }

    /// The model of this app and name, in any case.
    pub fn get(&self, app_label: &str, name: &str) -> Option<&ModelRef> {
        self.models.get(&(app_label.to_owned(), name.to_lowercase()))
    }

    /// All models, in the order of their definition.
    pub fn iter(&self) -> impl Iterator<Item = &ModelRef> {
        self.models.values()
    }

    /// Forgets all models.
    pub fn clear(&mut self) {
        self.models.clear();
    }
}
