//! The models as data: for the diagram, the data browser and the statements that make the tables.

use outerref_orm::{
    dialect::{Dialect, Vendor},
    schema::{self, FieldRef, ModelRef, RelRef, Relation},
};

use crate::{
    browse::begins_with,
    connection::Connection,
    introspection::Index,
    report::Dialect as ReportDialect,
    service::{
        DdlRequest, DdlTables, ErrorCode, RelationKind, SchemaField, SchemaIndex, SchemaModel, SchemaModels,
        SchemaRelation, ServiceError, TableDdl,
    },
};

/// The dialect of a report's name.
pub fn dialect(name: ReportDialect) -> Dialect {
    Dialect::new(match name {
        ReportDialect::Sqlite => Vendor::Sqlite,
        ReportDialect::Postgresql => Vendor::Postgresql,
        ReportDialect::Mysql => Vendor::Mysql,
    })
}

/// The models, with what the database knows of their tables.
pub fn models(models: &[ModelRef], connection: &Connection) -> Result<SchemaModels, ServiceError> {
    let tables = connection.tables()?;
    let sqlite = Dialect::sqlite();
    let described = models.iter().map(|model| {
        let table = model.table().to_string();
        let there = tables.contains(&table);
        let indexes = if there { connection.indexes(&table)? } else { Vec::new() };
        let many = model.many_to_many();
        let fields = model.fields();
        let all = fields.iter().chain(&many).map(|field| describe_field(field, &indexes, &sqlite));
        Ok(SchemaModel {
            label: model.label(),
            name: model.object_name.to_string(),
            rows: if there { Some(connection.count_rows(&table)?) } else { None },
            managed: model.managed,
            proxy_for: model.proxy_for.as_ref().map(ModelRef::label),
            parents: model.parents.borrow().iter().map(|(parent, _)| parent.label()).collect(),
            auto_created: model.auto_created,
            fields: all.collect(),
            reverse: model.related_objects().iter().filter_map(reverse).collect(),
            indexes: indexes
                .into_iter()
                .map(|index| SchemaIndex { name: index.name, columns: index.columns, unique: index.unique })
                .collect(),
            table,
        })
    });
    Ok(SchemaModels { models: described.collect::<Result<_, ServiceError>>()? })
}

/// The statements that make the tables: on SQLite as the database has them, otherwise as the models ask for them.
pub fn ddl(models: &[ModelRef], connection: &Connection, request: &DdlRequest) -> Result<DdlTables, ServiceError> {
    let label = |table: &str| {
        models.iter().find(|model| model.proxy_for.is_none() && &*model.table() == table).map(ModelRef::label)
    };
    let mut tables = Vec::new();
    if request.dialect == ReportDialect::Sqlite {
        for table in connection.tables()? {
            tables.push(TableDdl { model: label(&table), statements: connection.definition(&table)?, table });
        }
    } else {
        let dialect = dialect(request.dialect);
        for model in models.iter().filter(|model| model.managed && model.proxy_for.is_none() && !model.auto_created) {
            let made = schema::create_model(model, &dialect);
            let made = made.map_err(|error| ServiceError::new(ErrorCode::Database, error.to_string()))?;
            tables.push(TableDdl {
                table: model.table().to_string(),
                model: Some(model.label()),
                statements: made.into_iter().map(|statement| statement.sql).collect(),
            });
        }
    }
    if let Some(wanted) = &request.table {
        tables.retain(|table| table.table == *wanted);
        if tables.is_empty() {
            return Err(ServiceError::new(ErrorCode::NotFound, format!("There is no table {wanted}.")));
        }
    }
    Ok(DdlTables { tables })
}

fn describe_field(field: &FieldRef, indexes: &[Index], dialect: &Dialect) -> SchemaField {
    let column = field.is_concrete().then(|| field.column().to_string());
    let indexed = |name: &String| field.primary_key || indexes.iter().any(|index| begins_with(index, name));
    SchemaField {
        name: field.name().to_string(),
        kind: field.class_name(),
        db_type: if column.is_some() { field.db_type(dialect) } else { None },
        null: field.null,
        primary_key: field.primary_key,
        unique: field.is_unique(),
        indexed: column.as_ref().is_some_and(indexed),
        relation: field.relation.as_ref().and_then(forward),
        column,
    }
}

fn forward(relation: &Relation) -> Option<SchemaRelation> {
    Some(SchemaRelation {
        kind: match relation.kind {
            schema::RelationKind::ManyToOne => RelationKind::ManyToOne,
            schema::RelationKind::OneToOne => RelationKind::OneToOne,
            schema::RelationKind::ManyToMany => RelationKind::ManyToMany,
            schema::RelationKind::Generic => RelationKind::OneToMany,
        },
        to: relation.to_model()?.label(),
        query_name: None,
        accessor: None,
        through: through(relation),
    })
}

fn reverse(rel: &RelRef) -> Option<SchemaRelation> {
    let relation = rel.relation();
    let hidden = rel.is_hidden();
    Some(SchemaRelation {
        kind: match relation.kind {
            schema::RelationKind::OneToOne => RelationKind::OneToOne,
            schema::RelationKind::ManyToMany => RelationKind::ManyToMany,
            schema::RelationKind::ManyToOne | schema::RelationKind::Generic => RelationKind::OneToMany,
        },
        to: rel.related_model()?.label(),
        query_name: (!hidden).then(|| rel.name().to_string()),
        accessor: rel.accessor_name(),
        through: through(relation),
    })
}

fn through(relation: &Relation) -> Option<String> {
    Some(relation.through.borrow().as_ref()?.model.upgrade()?.label())
}
