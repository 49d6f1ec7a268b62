//! [`Truth`]: SQL's three-valued logic.

/// True, false, or not known because of a NULL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub(super) enum Truth {
    True,
    False,
    Unknown,
}

impl Truth {
    pub(super) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::False, _) | (_, Self::False) => Self::False,
            (Self::True, Self::True) => Self::True,
            _ => Self::Unknown,
        }
    }

    pub(super) fn or(self, other: Self) -> Self {
        self.not().and(other.not()).not()
    }

    pub(super) fn not(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            Self::Unknown => Self::Unknown,
        }
    }
}

impl From<bool> for Truth {
    fn from(value: bool) -> Self {
        if value { Self::True } else { Self::False }
    }
}

#[cfg(test)]
mod tests {
    use super::Truth::{self, False, True, Unknown};

    #[test]
    fn tables_are_those_of_sql() {
        let all = [True, False, Unknown];
        let and: Vec<Truth> = all.iter().flat_map(|a| all.map(|b| a.and(b))).collect();
        assert_eq!(and, [True, False, Unknown, False, False, False, Unknown, False, Unknown]);
        let or: Vec<Truth> = all.iter().flat_map(|a| all.map(|b| a.or(b))).collect();
        assert_eq!(or, [True, True, True, True, False, Unknown, True, Unknown, Unknown]);
        assert_eq!(all.map(Truth::not), [False, True, Unknown]);
    }
}
