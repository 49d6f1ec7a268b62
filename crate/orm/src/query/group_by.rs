//! Grouping by what is selected. Mirrors `set_group_by`.

use indexmap::IndexMap;

use super::{GroupBy, Query, Selected};
use crate::{Result, expression::Node};

impl Query {
    /// Groups by the selected columns and annotations. Mirrors `set_group_by`.
    pub fn set_group_by(&mut self, allow_aliases: bool) -> Result<()> {
        if allow_aliases && !self.values_select.is_empty() {
            // Selected transforms become annotations, so that they can be grouped by their names.
            let mut moved = IndexMap::new();
            let mut names = Vec::new();
            let mut columns = Vec::new();
            for (name, column) in self.values_select.iter().zip(&self.select) {
                if matches!(column.node(), Node::Col { .. }) {
                    names.push(name.clone());
                    columns.push(column.clone());
                } else {
                    moved.insert(name.clone(), column.clone());
                }
            }
            if !moved.is_empty() {
                let moved_names: Vec<_> = moved.keys().cloned().collect();
                moved.extend(std::mem::take(&mut self.annotations));
                self.annotations = moved;
                self.append_annotation_mask(moved_names);
                self.select = columns;
                self.values_select.clone_from(&names);
                if let Some(selected) = &mut self.selected {
                    for (place, name) in names.iter().enumerate() {
                        selected.insert(name.clone(), Selected::Column(place));
                    }
                }
            }
        }
        let mut expressions = self.select.clone();
        for (name, annotation) in self.annotation_selects() {
            let cols = annotation.get_group_by_cols();
            if cols.is_empty() {
                continue;
            }
            if allow_aliases && !annotation.contains_aggregate() {
                expressions.push(Node::Ref(name.clone(), annotation.clone()).into());
            } else {
                expressions.extend(cols);
            }
        }
        self.group_by = GroupBy::By(expressions);
        Ok(())
    }
}
