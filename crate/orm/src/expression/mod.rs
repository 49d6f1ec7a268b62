//! Expressions, in two stages: [`Expression`] as the user wrote it, names unresolved, and
//! [`ResolvedExpression`] as a query holds it, every column bound to a table alias.
//!
//! Mirrors `django.db.models.expressions`, `aggregates` and `functions`.

mod combined;
mod func;
pub mod functions;
mod inspect;
mod q;
mod resolve;
mod resolved;
mod unresolved;
mod window;

pub use combined::Connector;
pub use func::{AggregateParts, Func, FuncDef, FuncOptions, HostFunc};
pub use q::{Conditional, Connective, Q, QChild};
pub use resolve::{AliasSet, ResolveContext};
pub use resolved::{ChangeMap, Node, ResolvedExpression, WhereNode};
pub use unresolved::{Case, Expression, HostExpression, HostNode, OrderBy, OuterName, SubqueryKind, When};
pub use window::{Frame, FrameBound, FrameExclusion, FrameKind, Window};
