//! [`Features`]: capabilities as data. Mirrors `BaseDatabaseFeatures`.

use super::Vendor;

/// What a database can do, by Django's names.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Features {
    pub supports_logical_xor: bool,
    pub supports_slicing_ordering_in_compound: bool,
    pub supports_parentheses_in_compound: bool,
    pub supports_select_intersection: bool,
    pub supports_select_difference: bool,
    pub supports_order_by_nulls_modifier: bool,
    pub allows_group_by_select_index: bool,
    pub allows_group_by_selected_pks: bool,
    pub has_select_for_update: bool,
    pub can_distinct_on_fields: bool,
    pub supports_aggregate_filter_clause: bool,
    pub supports_aggregate_order_by_clause: bool,
    pub supports_aggregate_distinct_multiple_argument: bool,
    pub supports_frame_exclusion: bool,
    pub supports_frame_range_fixed_distance: bool,
    pub only_supports_unbounded_with_preceding_and_following: bool,
    pub supports_over_clause: bool,
    pub supports_boolean_expr_in_select_clause: bool,
    pub has_native_uuid_field: bool,
    pub has_native_duration_field: bool,
    pub has_native_json_field: bool,
    pub supports_json_field_contains: bool,
    pub supports_ignore_conflicts: bool,
    pub supports_update_conflicts_with_target: bool,
    pub can_return_rows_from_bulk_insert: bool,
    pub can_return_rows_from_update: bool,
    pub supports_tuple_lookups: bool,
    pub supports_default_keyword_in_insert: bool,
    pub supports_partial_indexes: bool,
    pub supports_expression_indexes: bool,
    pub requires_literal_defaults: bool,
    pub max_query_params: Option<usize>,
}

impl Features {
    /// The features of a database: SQLite 3.53, PostgreSQL 17, MySQL 8.4.
    pub fn of(vendor: Vendor) -> Self {
        let sqlite = vendor == Vendor::Sqlite;
        let postgresql = vendor == Vendor::Postgresql;
        let mysql = vendor == Vendor::Mysql;
        Self {
            supports_logical_xor: mysql,
            supports_slicing_ordering_in_compound: !sqlite,
            supports_parentheses_in_compound: !sqlite,
            supports_select_intersection: true,
            supports_select_difference: true,
            supports_order_by_nulls_modifier: !mysql,
            allows_group_by_select_index: true,
            allows_group_by_selected_pks: postgresql || mysql,
            has_select_for_update: !sqlite,
            can_distinct_on_fields: postgresql,
            supports_aggregate_filter_clause: !mysql,
            supports_aggregate_order_by_clause: true,
            supports_aggregate_distinct_multiple_argument: !sqlite,
            supports_frame_exclusion: !mysql,
            supports_frame_range_fixed_distance: !postgresql,
            only_supports_unbounded_with_preceding_and_following: postgresql,
            supports_over_clause: true,
            supports_boolean_expr_in_select_clause: true,
            has_native_uuid_field: postgresql,
            has_native_duration_field: postgresql,
            has_native_json_field: postgresql,
            supports_json_field_contains: !sqlite,
            supports_ignore_conflicts: true,
            supports_update_conflicts_with_target: !mysql,
            can_return_rows_from_bulk_insert: !mysql,
            can_return_rows_from_update: !mysql,
            supports_tuple_lookups: true,
            supports_default_keyword_in_insert: !sqlite,
            supports_partial_indexes: !mysql,
            supports_expression_indexes: true,
            requires_literal_defaults: false,
            max_query_params: sqlite.then_some(250_000),
        }
    }
}
