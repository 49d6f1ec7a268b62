//! `schema` and `ddl`: the models as data, and the statements that make their tables.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::report::Dialect;

/// The models last imported.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SchemaModels {
    /// By label.
    pub models: Vec<SchemaModel>,
}

/// A model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SchemaModel {
    /// Its label, as `shop.Book`.
    pub label: String,
    /// Its class's name.
    pub name: String,
    /// Its table.
    pub table: String,
    /// How many rows the table holds; none if there is no such table.
    #[ts(type = "number | null")]
    pub rows: Option<u64>,
    /// Whether its table is made by the run. An imported one is not.
    pub managed: bool,
    /// The label of the model that it is a proxy for.
    pub proxy_for: Option<String>,
    /// The labels of the models that it inherits from, each with a table of its own.
    pub parents: Vec<String>,
    /// Made by Django for a many-to-many relation.
    pub auto_created: bool,
    /// Its fields, in the order of their definition.
    pub fields: Vec<SchemaField>,
    /// Relations of other models to this one.
    pub reverse: Vec<SchemaRelation>,
    /// The indexes of its table.
    pub indexes: Vec<SchemaIndex>,
}

/// A field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SchemaField {
    /// Its name.
    pub name: String,
    /// Its column; none for a relation without one.
    pub column: Option<String>,
    /// Its class, as `CharField`.
    pub kind: String,
    /// The type of its column on SQLite.
    pub db_type: Option<String>,
    /// Whether it may be `NULL`.
    pub null: bool,
    /// Whether it is the primary key.
    pub primary_key: bool,
    /// Whether no two rows may have the same value.
    pub unique: bool,
    /// Whether an index begins with its column.
    pub indexed: bool,
    /// The model that it leads to.
    pub relation: Option<SchemaRelation>,
}

/// A relation, seen from one side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SchemaRelation {
    /// What kind.
    pub kind: RelationKind,
    /// The label of the model at the other end.
    pub to: String,
    /// Its name in a lookup, as `cities__name`.
    pub query_name: Option<String>,
    /// The attribute of an instance, as `state.cities`; none if it is hidden (`related_name="+"`).
    pub accessor: Option<String>,
    /// The label of the model between, of a many-to-many relation.
    pub through: Option<String>,
}

/// A kind of relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum RelationKind {
    /// Many of this to one of that.
    ManyToOne,
    /// One of this to one of that.
    OneToOne,
    /// Many to many.
    ManyToMany,
    /// One of this to many of that: the other side of a foreign key.
    OneToMany,
}

/// An index of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SchemaIndex {
    /// Its name in the database.
    pub name: String,
    /// Its columns; an expression is empty.
    pub columns: Vec<String>,
    /// Whether it is unique.
    pub unique: bool,
}

/// Which tables' statements.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DdlRequest {
    /// One table; none for all.
    #[serde(default)]
    pub table: Option<String>,
    /// In which dialect.
    #[serde(default)]
    pub dialect: Dialect,
}

/// The statements that make tables.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DdlTables {
    /// By table.
    pub tables: Vec<TableDdl>,
}

/// The statements that make a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TableDdl {
    /// The table.
    pub table: String,
    /// The label of its model; none for a table that no model speaks of.
    pub model: Option<String>,
    /// CREATE TABLE, then its indexes.
    pub statements: Vec<String>,
}
