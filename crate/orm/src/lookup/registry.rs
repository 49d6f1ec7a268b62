//! Which lookups and transforms an expression has. Mirrors `get_lookup` and `get_transform`.

use super::{
    BuiltinLookup, BuiltinTransform, Family, LookupClass, json_key,
    registered::{self, LookupOwner},
};
use crate::{
    Error, Result,
    expression::{Func, Node, ResolvedExpression, functions},
    schema::{FieldKind, FieldRef},
};

/// The lookup of this name for this left side. Mirrors `get_lookup`.
///
/// # Errors
///
/// `FieldError` when the left side's type cannot be told.
pub fn get_lookup(lhs: &ResolvedExpression, name: &str) -> Result<Option<LookupClass>> {
    Ok(find(lhs, name)?.filter(|class| !class.is_transform()))
}

/// The transform of this name for this left side. Mirrors `get_transform`.
///
/// # Errors
///
/// `FieldError` when the left side's type cannot be told.
pub fn get_transform(lhs: &ResolvedExpression, name: &str) -> Result<Option<LookupClass>> {
    if let Some(class) = find(lhs, name)?.filter(LookupClass::is_transform) {
        return Ok(Some(class));
    }
    // A JSON field takes any name for a key.
    let field = lhs.output_field()?;
    let of_instance = field.hooks.as_ref().and_then(|hooks| hooks.get_transform(name));
    Ok(of_instance.or_else(|| {
        (field.value_kind() == FieldKind::Json)
            .then(|| LookupClass::Transform(BuiltinTransform::JsonKey(name.to_owned())))
    }))
}

fn find(lhs: &ResolvedExpression, name: &str) -> Result<Option<LookupClass>> {
    if let Some(class) = of_transform(lhs, name) {
        return Ok(Some(class));
    }
    Ok(of_field(&lhs.output_field()?, name))
}

/// What is registered on the class of the expression itself, for transforms.
fn of_transform(lhs: &ResolvedExpression, name: &str) -> Option<LookupClass> {
    let func = match lhs.node() {
        Node::Func(func) => func,
        Node::Ref(_, source) => return of_transform(source, name),
        Node::Host(host, _) => return host.0.get_lookup(name),
        _ => return None,
    };
    if let Some(class) = func.host.as_ref().and_then(|host| host.get_lookup(name)) {
        return Some(class);
    }
    if let Some(class) = registered::find(&LookupOwner::Transform(func.def.name.into()), name) {
        return Some(class);
    }
    let lookup = BuiltinLookup::from_name(name)?;
    let family = if json_key::is_key(func) {
        let own = lookup != BuiltinLookup::Contains && lookup != BuiltinLookup::Range;
        own.then_some(Family::JsonKey)
    } else if matches!(func.def.name, "ExtractYear" | "ExtractIsoYear") {
        (lookup == BuiltinLookup::Exact || lookup.is_order()).then_some(Family::Year)
    } else {
        None
    };
    family.map(|family| LookupClass::Of(family, lookup))
}

/// What is registered on the field, its class, and the classes that derives from.
fn of_field(field: &FieldRef, name: &str) -> Option<LookupClass> {
    if let Some(hooks) = &field.hooks
        && let Some(class) = hooks.get_lookup(name).or_else(|| hooks.get_transform(name))
    {
        return Some(class);
    }
    if let Some(generated) = &field.generated {
        return of_field(&generated.output_field, name);
    }
    owners(field.kind).into_iter().find_map(|owner| registered::find(&owner, name).or_else(|| of_owner(&owner, name)))
}

/// The class, its parents, `Field` last. Relations leave `Field` out, as `ForeignObject.get_class_lookups` does.
fn owners(kind: FieldKind) -> Vec<LookupOwner> {
    use FieldKind as K;
    let parents: &[FieldKind] = match kind {
        K::BigAuto | K::PositiveBigInteger => &[K::BigInteger, K::Integer],
        K::SmallAuto | K::PositiveSmallInteger => &[K::SmallInteger, K::Integer],
        K::Auto | K::BigInteger | K::PositiveInteger | K::SmallInteger => &[K::Integer],
        K::CommaSeparatedInteger | K::Email | K::Slug | K::Url => &[K::Char],
        K::DateTime => &[K::Date],
        K::Image => &[K::File],
        K::OneToOne => &[K::ForeignKey, K::ForeignObject],
        K::ForeignKey | K::GenericRelation => &[K::ForeignObject],
        _ => &[],
    };
    let relation = kind == K::ForeignObject || parents.contains(&K::ForeignObject);
    let kinds = std::iter::once(kind).chain(parents.iter().copied()).map(LookupOwner::Kind);
    kinds.chain((!relation).then_some(LookupOwner::Field)).collect()
}

/// What Django itself registers on a class.
fn of_owner(owner: &LookupOwner, name: &str) -> Option<LookupClass> {
    let LookupOwner::Kind(kind) = owner else { return BuiltinLookup::from_name(name).map(LookupClass::Lookup) };
    let lookup = BuiltinLookup::from_name(name);
    let order = |lookup: BuiltinLookup| lookup == BuiltinLookup::Exact || lookup.is_order();
    match kind {
        FieldKind::Integer => {
            lookup.filter(|lookup| order(*lookup)).map(|lookup| LookupClass::Of(Family::Integer, lookup))
        }
        FieldKind::Uuid => lookup
            .filter(|lookup| lookup.is_pattern() || *lookup == BuiltinLookup::IExact)
            .map(|lookup| LookupClass::Of(Family::Uuid, lookup)),
        FieldKind::ForeignObject => lookup
            .filter(|lookup| order(*lookup) || matches!(lookup, BuiltinLookup::In | BuiltinLookup::IsNull))
            .map(|lookup| LookupClass::Of(Family::Related, lookup)),
        FieldKind::CompositePrimaryKey => lookup
            .filter(|lookup| order(*lookup) || matches!(lookup, BuiltinLookup::In | BuiltinLookup::IsNull))
            .map(|lookup| LookupClass::Of(Family::Tuple, lookup)),
        FieldKind::Json => match name {
            "contains" => Some(BuiltinLookup::DataContains),
            "contained_by" => Some(BuiltinLookup::ContainedBy),
            "has_key" => Some(BuiltinLookup::HasKey),
            "has_keys" => Some(BuiltinLookup::HasKeys),
            "has_any_keys" => Some(BuiltinLookup::HasAnyKeys),
            "exact" | "icontains" | "in" => lookup,
            _ => None,
        }
        .map(|lookup| LookupClass::Of(Family::Json, lookup)),
        FieldKind::Date | FieldKind::DateTime | FieldKind::Time => {
            let names = transforms_of(*kind);
            let own = names.contains(&name);
            let def = own.then(|| functions::by_lookup_name(name)).flatten()?;
            Some(LookupClass::Transform(BuiltinTransform::Function(def.name)))
        }
        _ => None,
    }
}

fn transforms_of(kind: FieldKind) -> &'static [&'static str] {
    match kind {
        FieldKind::Date => &["year", "month", "day", "week_day", "iso_week_day", "week", "iso_year", "quarter"],
        FieldKind::Time => &["hour", "minute", "second"],
        FieldKind::DateTime => &["hour", "minute", "second", "date", "time"],
        _ => &[],
    }
}

/// The names of all lookups and transforms of a field, for suggestions. Mirrors `get_lookups`.
pub fn lookup_names(field: &FieldRef) -> Vec<String> {
    if let Some(generated) = &field.generated {
        return lookup_names(&generated.output_field);
    }
    let mut names: Vec<String> = Vec::new();
    for owner in owners(field.kind).iter().rev() {
        let own: Vec<String> = match owner {
            LookupOwner::Kind(kind) => {
                let json: &[&str] = if *kind == FieldKind::Json {
                    &["contained_by", "has_key", "has_keys", "has_any_keys"]
                } else {
                    &[]
                };
                let lookups = BuiltinLookup::OF_FIELD.map(BuiltinLookup::name);
                let found = lookups.iter().filter(|name| of_owner(owner, name).is_some());
                found.chain(json).chain(transforms_of(*kind)).map(|name| (*name).to_owned()).collect()
            }
            _ => BuiltinLookup::OF_FIELD.map(|lookup| lookup.name().to_owned()).to_vec(),
        };
        names.extend(own);
        names.extend(registered::names(owner));
    }
    names.extend(field.hooks.iter().flat_map(|hooks| hooks.lookup_names()));
    let mut seen = std::collections::HashSet::new();
    names.retain(|name| seen.insert(name.clone()));
    names
}

/// The transform's expression.
///
/// # Errors
///
/// What a user's transform raises.
pub fn apply_transform(class: &LookupClass, lhs: ResolvedExpression) -> Result<ResolvedExpression> {
    match class {
        LookupClass::Transform(BuiltinTransform::JsonKey(key)) => Ok(json_key::key(key, lhs)),
        LookupClass::Transform(BuiltinTransform::Function(name)) => match functions::by_name(name) {
            Some(def) => Ok(Node::Func(Func::new(def, vec![lhs])).into()),
            None => Err(Error::FieldError(format!("Unsupported transform '{name}'"))),
        },
        LookupClass::Host(host) => host
            .transform(&lhs)
            .unwrap_or_else(|| Err(Error::Type(format!("'{}' is not a transform", host.lookup_name())))),
        LookupClass::Lookup(_) | LookupClass::Of(..) => {
            Err(Error::Type(format!("'{}' is not a transform", class.lookup_name())))
        }
    }
}

/// The transforms that a left side applies to the right side too, innermost first. Mirrors `get_bilateral_transforms`.
pub(super) fn bilateral_transforms(lhs: &ResolvedExpression) -> Vec<LookupClass> {
    let (inner, own) = match lhs.node() {
        Node::Func(func) => (func.args.first(), func.host.as_ref().and_then(|host| host.bilateral_transform())),
        Node::Host(host, children) => (children.first(), host.0.bilateral_transform()),
        _ => return Vec::new(),
    };
    // Only transforms hand the question on to what they are over.
    let mut all = match (&own, inner) {
        (None, _) if !is_transform(lhs) => return Vec::new(),
        (_, Some(inner)) => bilateral_transforms(inner),
        _ => Vec::new(),
    };
    all.extend(own);
    all
}

fn is_transform(expression: &ResolvedExpression) -> bool {
    match expression.node() {
        Node::Func(func) => func.host.is_some() || func.def.lookup_name.is_some() || json_key::is_key(func),
        Node::Host(..) => true,
        _ => false,
    }
}
