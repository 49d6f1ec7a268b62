//! Expressions, in two stages: [`Expression`] as the user wrote it, names unresolved, and
//! [`ResolvedExpression`] as a query holds it, every column bound to a table alias.
//!
//! Mirrors `django.db.models.expressions`, `aggregates` and `functions`.

mod combined;
mod func;
mod func_def;
pub mod functions;
mod inspect;
mod known_type;
mod output_field;
mod prefix;
mod q;
mod repr;
mod repr_resolved;
mod resolve;
mod resolve_func;
mod resolve_outer;
mod resolved;
mod rewrite;
mod types;
mod unresolved;
mod window;

pub use combined::Connector;
pub use func::{AggregateParts, Func, FuncOptions, HostFunc};
pub use func_def::{EmptyValue, FuncDef, Inference, Spelling};
pub use q::{Conditional, Connective, Q, QChild};
pub use resolve::{AliasSet, ResolveContext};
pub use resolved::{ChangeMap, HostCell, Node, ResolvedExpression, WhereNode};
pub use types::value_type;
pub use unresolved::{Case, Expression, HostExpression, HostNode, OrderBy, OuterName, SubqueryKind, When};
pub use window::{Frame, FrameBound, FrameExclusion, FrameKind, Window};
