//! [`Database`]: the rows of a case as tables, those between many-to-many ends among them.

use crate::case::{Case, Cell, Kind, Schema};

/// A table: rows of cells, the key first.
pub(super) struct Table {
    pub(super) rows: Vec<Vec<Cell>>,
    /// Which columns may be NULL.
    pub(super) nullable: Vec<bool>,
}

/// Where a field is kept.
#[derive(Clone, Copy)]
pub(super) enum Place {
    /// In a column of its model's table.
    Column(usize),
    /// In a table of its own: key, source, target.
    Between(usize),
}

/// All tables of a case; those of the models first, in their order.
pub(super) struct Database<'a> {
    pub(super) schema: &'a Schema,
    pub(super) tables: Vec<Table>,
    places: Vec<Vec<Place>>,
}

impl<'a> Database<'a> {
    pub(super) fn new(case: &'a Case) -> Self {
        let mut tables: Vec<Table> = Vec::new();
        let mut between: Vec<Table> = Vec::new();
        let mut places = Vec::new();
        let models = case.schema.models.len();
        for (model, rows) in case.schema.models.iter().zip(&case.rows) {
            let mut own = Vec::new();
            let mut nullable = vec![false];
            for (at, field) in model.fields.iter().enumerate() {
                if !matches!(field.kind, Kind::ManyToMany(_)) {
                    own.push(Place::Column(nullable.len()));
                    nullable.push(field.null);
                    continue;
                }
                own.push(Place::Between(models + between.len()));
                let pairs = (1..).zip(rows).flat_map(|(key, row)| row.links[at].iter().map(move |to| (key, *to)));
                let rows = (1..).zip(pairs).map(|(key, (from, to))| [key, from, to].map(Cell::Int).to_vec());
                between.push(Table { rows: rows.collect(), nullable: vec![false; 3] });
            }
            let rows = (1..).zip(rows).map(|(key, row)| {
                let cells = model.fields.iter().zip(&row.cells);
                let kept = cells.filter(|(field, _)| !matches!(field.kind, Kind::ManyToMany(_)));
                std::iter::once(Cell::Int(key)).chain(kept.map(|(_, cell)| cell.clone())).collect()
            });
            tables.push(Table { rows: rows.collect(), nullable });
            places.push(own);
        }
        tables.extend(between);
        Self { schema: &case.schema, tables, places }
    }

    /// Where a model's field is kept.
    pub(super) fn place(&self, model: usize, field: usize) -> Place {
        self.places[model][field]
    }
}
