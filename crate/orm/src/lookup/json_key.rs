//! Keys of JSON documents as expressions. Mirrors `KeyTransform`, `KeyTextTransform` and `KT`.

use crate::{
    Error, Result, Value,
    compiler::{
        Compiler, Sql,
        sql::{param, template, text},
    },
    dialect::Vendor,
    expression::{Expression, Func, FuncDef, FuncOptions, Node, ResolvedExpression},
    schema::{FieldKind, json_quote},
};

/// `KeyTransform`: a part of a document, as JSON. The key is the option `kind`.
pub static KEY_TRANSFORM: FuncDef = FuncDef::func("KeyTransform", "").takes(1);

/// `KeyTextTransform`: a part of a document, as text. The key is the option `kind`.
pub static KEY_TEXT_TRANSFORM: FuncDef = FuncDef::func("KeyTextTransform", "").takes(1).returns(FieldKind::Text);

/// Whether it is a key of a document.
pub(super) fn is_key(func: &Func<ResolvedExpression>) -> bool {
    std::ptr::eq(func.def, &raw const KEY_TRANSFORM) || std::ptr::eq(func.def, &raw const KEY_TEXT_TRANSFORM)
}

/// The key's function, if the expression is one.
pub(super) fn as_key(expression: &ResolvedExpression) -> Option<&Func<ResolvedExpression>> {
    match expression.node() {
        Node::Func(func) if is_key(func) => Some(func),
        Node::Ref(_, source) => as_key(source),
        _ => None,
    }
}

fn call<E>(def: &'static FuncDef, key: &str, over: E) -> Func<E> {
    Func { options: FuncOptions { kind: Some(key.into()), ..FuncOptions::default() }, ..Func::new(def, vec![over]) }
}

/// A key of a resolved expression.
pub(super) fn key(name: &str, lhs: ResolvedExpression) -> ResolvedExpression {
    Node::Func(call(&KEY_TRANSFORM, name, lhs)).into()
}

/// The same key, as text. Mirrors `KeyTransformTextLookupMixin`.
pub(super) fn as_text(lhs: &ResolvedExpression) -> ResolvedExpression {
    match as_key(lhs) {
        Some(func) => Node::Func(Func { def: &KEY_TEXT_TRANSFORM, ..func.clone() }).into(),
        None => lhs.clone(),
    }
}

/// The same key, as JSON.
pub(super) fn as_json(lhs: &ResolvedExpression) -> ResolvedExpression {
    match as_key(lhs) {
        Some(func) => Node::Func(Func { def: &KEY_TRANSFORM, ..func.clone() }).into(),
        None => lhs.clone(),
    }
}

/// `KT("settings__theme__name")`.
///
/// # Errors
///
/// `ValueError` when there is no key after the field.
pub fn key_text(lookup: &str) -> Result<Expression> {
    let mut parts = lookup.split("__");
    let field = parts.next().unwrap_or_default();
    let keys: Vec<&str> = parts.collect();
    if keys.is_empty() {
        return Err(Error::Value("Lookup must contain key or index transforms.".into()));
    }
    Ok(keys.into_iter().fold(Expression::f(field), |over, key| call(&KEY_TEXT_TRANSFORM, key, over).into()))
}

/// The document that a key is of, and the keys that lead from it, outermost first. Mirrors `preprocess_lhs`.
pub(super) fn path(func: &Func<ResolvedExpression>) -> (Option<&ResolvedExpression>, Vec<String>) {
    let name = |func: &Func<ResolvedExpression>| func.options.kind.as_deref().unwrap_or_default().to_owned();
    let mut keys = vec![name(func)];
    let mut over = func.args.first();
    while let Some(inner) = over.and_then(as_key) {
        keys.insert(0, name(inner));
        over = inner.args.first();
    }
    (over, keys)
}

/// The SQL of a key. Mirrors the `as_<vendor>` methods of both classes.
///
/// # Errors
///
/// Those of compiling the document, and of paths that the database has not.
pub fn compile_key_transform(func: &Func<ResolvedExpression>, compiler: &mut Compiler<'_>) -> Result<Sql> {
    let (over, keys) = path(func);
    let Some(over) = over else { return Err(Error::Type("KeyTransform takes exactly 1 argument (0 given)".into())) };
    let lhs = compiler.compile(over)?;
    let dialect = compiler.dialect;
    let as_text = std::ptr::eq(func.def, &raw const KEY_TEXT_TRANSFORM);
    match dialect.vendor {
        Vendor::Sqlite => Ok(sqlite_extract(&lhs, &dialect.json_path(&keys, true)?)),
        Vendor::Mysql => {
            let path = param(Value::text(dialect.json_path(&keys, true)?));
            if !as_text {
                return Ok(template("JSON_EXTRACT({}, {})", [lhs, path]));
            }
            // `->>` is only for columns.
            if func.args.first().is_some_and(|lhs| lhs.output_field().is_ok_and(|field| field.model().is_some())) {
                Ok(template("({} ->> {})", [lhs, path]))
            } else {
                Ok(template("JSON_UNQUOTE(JSON_EXTRACT({}, {}))", [lhs, path]))
            }
        }
        Vendor::Postgresql => {
            let operator = match (as_text, keys.len() > 1) {
                (false, false) => "->",
                (false, true) => "#>",
                (true, false) => "->>",
                (true, true) => "#>>",
            };
            let key = match &keys[..] {
                [key] => crate::dialect::python_index(key).map_or_else(|| Value::text(key), Value::Int),
                keys => Value::text(text_array(keys)),
            };
            Ok(template("({} {} {})", [lhs, text(operator), param(key)]))
        }
    }
}

/// A list of texts as PostgreSQL writes an array.
pub(super) fn text_array(items: &[String]) -> String {
    let quoted: Vec<String> = items.iter().map(|item| json_quote(item)).collect();
    format!("{{{}}}", quoted.join(","))
}

/// A part of a document. `JSON_EXTRACT` gives no word for `true`, `false` and `null`, so their type stands for them.
pub(super) fn sqlite_extract(lhs: &Sql, path: &str) -> Sql {
    let path = || param(Value::text(path));
    template(
        "(CASE WHEN JSON_TYPE({}, {}) IN ('null','false','true') THEN JSON_TYPE({}, {}) ELSE JSON_EXTRACT({}, {}) END)",
        [lhs.clone(), path(), lhs.clone(), path(), lhs.clone(), path()],
    )
}
