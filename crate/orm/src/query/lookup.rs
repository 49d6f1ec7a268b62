//! From names left over to lookups and transforms. Mirrors `build_lookup` and `try_transform`.

use std::rc::Rc;

use super::Query;
use crate::{
    Error, Result, Value,
    expression::{Node, ResolvedExpression},
    lookup::{self, Lookup, LookupClass, Rhs},
};

impl Query {
    /// A lookup over a left side, by the names after the field. Mirrors `build_lookup`.
    pub(crate) fn build_lookup(&self, names: &[Rc<str>], lhs: ResolvedExpression, rhs: Rhs) -> Result<Lookup> {
        let exact: [Rc<str>; 1] = ["exact".into()];
        let names = if names.is_empty() { &exact[..] } else { names };
        let (last, transforms) = names.split_last().unwrap_or((&exact[0], &[]));
        let mut lhs = lhs;
        for name in transforms {
            lhs = self.try_transform(&lhs, name, Some(names))?;
        }
        let mut name: Rc<str> = last.clone();
        let class = match lookup::get_lookup(&lhs, &name)? {
            Some(class) => class,
            None => {
                lhs = self.try_transform(&lhs, &name, None)?;
                name = "exact".into();
                self.require_lookup(&lhs, "exact")?
            }
        };
        let built = lookup::build(class, lhs.clone(), rhs)?;
        if built.rhs.is_none() && !built.class.can_use_none_as_rhs() {
            if !matches!(&*name, "exact" | "iexact") {
                return Err(Error::Value("Cannot use None as a query value".into()));
            }
            return lookup::build(self.require_lookup(&lhs, "isnull")?, lhs, Rhs::Value(Value::Bool(true)));
        }
        Ok(built)
    }

    /// The lookup class of this name, which the left side must have.
    pub(crate) fn require_lookup(&self, lhs: &ResolvedExpression, name: &str) -> Result<LookupClass> {
        lookup::get_lookup(lhs, name)?
            .ok_or_else(|| Error::FieldError(format!("Unsupported lookup '{name}' for {}", field_class(lhs))))
    }

    /// `lhs = rhs` and its kin, as an expression.
    pub(crate) fn lookup_expression(
        &self,
        lhs: &ResolvedExpression,
        name: &str,
        rhs: Rhs,
    ) -> Result<ResolvedExpression> {
        let class = self.require_lookup(lhs, name)?;
        Ok(Node::Lookup(lookup::build(class, lhs.clone(), rhs)?).into())
    }

    /// The transform of this name over a left side. Mirrors `try_transform`.
    pub(crate) fn try_transform(
        &self,
        lhs: &ResolvedExpression,
        name: &str,
        names: Option<&[Rc<str>]>,
    ) -> Result<ResolvedExpression> {
        if let Some(class) = lookup::get_transform(lhs, name)? {
            return lookup::apply_transform(&class, lhs.clone());
        }
        let field = lhs.output_field()?;
        let close = lookup::get_close_matches(name, &lookup::lookup_names(&field));
        let suggestion =
            if close.is_empty() { ".".to_owned() } else { format!(", perhaps you meant {}?", close.join(" or ")) };
        let unsupported = match names.and_then(|names| Some((names, names.iter().position(|other| &**other == name)?)))
        {
            Some((names, at)) => names[at..].join("__"),
            None => name.to_owned(),
        };
        Err(Error::FieldError(format!(
            "Unsupported lookup '{unsupported}' for {} or join on the field not permitted{suggestion}",
            field.class_name()
        )))
    }
}

fn field_class(expression: &ResolvedExpression) -> String {
    expression.output_field().map_or_else(|_| expression.class_name(), |field| field.class_name())
}
