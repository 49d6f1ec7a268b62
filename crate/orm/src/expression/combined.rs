//! [`Connector`]: the operators of `CombinedExpression`.

/// An arithmetic or bitwise operator. Mirrors `Combinable`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Connector {
    Add,
    Sub,
    Mul,
    Div,
    Pow,
    Mod,
    BitAnd,
    BitOr,
    BitXor,
    BitLeftShift,
    BitRightShift,
}

impl Connector {
    /// Django's text for it, with `%%` for the modulo sign.
    pub fn sql(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Sub => "-",
            Self::Mul => "*",
            Self::Div => "/",
            Self::Pow => "^",
            Self::Mod => "%%",
            Self::BitAnd => "&",
            Self::BitOr => "|",
            Self::BitXor => "#",
            Self::BitLeftShift => "<<",
            Self::BitRightShift => ">>",
        }
    }
}
