//! [`Q`]: conditions combined with `&`, `|`, `^` and `~`. Mirrors `query_utils.Q` and `utils.tree.Node`.

use std::{
    ops::{BitAnd, BitOr, BitXor, Not},
    rc::Rc,
};

use super::Expression;

/// How conditions combine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Connective {
    And,
    Or,
    Xor,
}

impl Connective {
    /// The SQL keyword.
    pub fn sql(self) -> &'static str {
        match self {
            Self::And => "AND",
            Self::Or => "OR",
            Self::Xor => "XOR",
        }
    }
}

/// One condition of a [`Q`].
#[derive(Clone, Debug)]
pub enum QChild {
    /// `name__lookup=value`.
    Lookup(Rc<str>, Expression),
    /// A nested `Q`.
    Q(Q),
    /// A conditional expression.
    Expression(Expression),
}

/// A tree of conditions.
#[derive(Clone, Debug)]
pub struct Q {
    /// The conditions.
    pub children: Vec<QChild>,
    /// How they combine.
    pub connector: Connective,
    /// Whether the whole is negated.
    pub negated: bool,
}

/// Something that may stand alone in `filter()`.
pub type Conditional = QChild;

impl Default for Q {
    fn default() -> Self {
        Self { children: Vec::new(), connector: Connective::And, negated: false }
    }
}

impl Q {
    /// One condition: `Q::new("population__gt", 1000)`.
    pub fn new(name: impl AsRef<str>, value: impl Into<Expression>) -> Self {
        Self::all([QChild::Lookup(Rc::from(name.as_ref()), value.into())])
    }

    /// All of these.
    pub fn all(children: impl IntoIterator<Item = QChild>) -> Self {
        Self { children: children.into_iter().collect(), ..Self::default() }
    }

    /// Whether it holds no condition.
    pub fn is_empty(&self) -> bool {
        self.children.is_empty()
    }

    /// Mirrors `Q._combine` with `Node.add`: an empty side gives the other, equal connectors flatten.
    pub fn combine(self, other: Self, connector: Connective) -> Self {
        if self.is_empty() {
            return other;
        }
        if other.is_empty() {
            return self;
        }
        let mut out = Self { children: Vec::new(), connector, negated: false };
        out.add(self, connector);
        out.add(other, connector);
        out
    }

    /// Mirrors `Node.add` for a node as data.
    pub fn add(&mut self, data: Self, connector: Connective) {
        if self.connector != connector {
            let inner = std::mem::take(self);
            *self = Self { children: vec![QChild::Q(inner), QChild::Q(data)], connector, negated: false };
        } else if !data.negated && (data.connector == connector || data.children.len() == 1) {
            self.children.extend(data.children);
        } else {
            self.children.push(QChild::Q(data));
        }
    }
}

impl BitAnd for Q {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        self.combine(other, Connective::And)
    }
}

impl BitOr for Q {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.combine(other, Connective::Or)
    }
}

impl BitXor for Q {
    type Output = Self;

    fn bitxor(self, other: Self) -> Self {
        self.combine(other, Connective::Xor)
    }
}

impl Not for Q {
    type Output = Self;

    /// Mirrors `Q.__invert__`: a copy wrapped in a negated node.
    fn not(self) -> Self {
        Self { negated: !self.negated, ..self }
    }
}
