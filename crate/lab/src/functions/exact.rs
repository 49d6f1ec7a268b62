//! Sums in twice the precision of a double, for aggregates that Python computes with fractions.

/// A number as the sum of two doubles that do not overlap.
#[derive(Clone, Copy, Debug)]
pub(super) struct Double {
    high: f64,
    low: f64,
}

impl Double {
    pub(super) const ZERO: Self = Self { high: 0.0, low: 0.0 };

    /// The sum of two doubles, without loss (Knuth).
    fn two_sum(a: f64, b: f64) -> Self {
        let high = a + b;
        let part = high - a;
        Self { high, low: (a - (high - part)) + (b - part) }
    }

    /// The product of two doubles, without loss.
    fn two_product(a: f64, b: f64) -> Self {
        let high = a * b;
        Self { high, low: a.mul_add(b, -high) }
    }

    pub(super) fn from_int(value: i64) -> Self {
        let high = value as f64;
        Self { high, low: (i128::from(value) - high as i128) as f64 }
    }

    pub(super) fn from_float(value: f64) -> Self {
        Self { high: value, low: 0.0 }
    }

    pub(super) fn add(self, other: Self) -> Self {
        let sum = Self::two_sum(self.high, other.high);
        let low = Self::two_sum(self.low, other.low);
        let first = Self::two_sum(sum.high, sum.low + low.high);
        Self::two_sum(first.high, first.low + low.low)
    }

    pub(super) fn negated(self) -> Self {
        Self { high: -self.high, low: -self.low }
    }

    pub(super) fn times(self, other: Self) -> Self {
        let product = Self::two_product(self.high, other.high);
        Self::two_sum(product.high, product.low + (self.high * other.low + self.low * other.high))
    }

    pub(super) fn over(self, divisor: f64) -> Self {
        let first = self.high / divisor;
        let rest = self.add(Self::two_product(first, divisor).negated());
        let second = rest.value() / divisor;
        let rest = rest.add(Self::two_product(second, divisor).negated());
        Self::two_sum(first, second).add(Self::from_float(rest.value() / divisor))
    }

    pub(super) fn square_root(self) -> f64 {
        let root = self.high.sqrt();
        if root == 0.0 || !root.is_finite() {
            return root;
        }
        let rest = self.add(Self::two_product(root, root).negated());
        root + rest.value() / (2.0 * root)
    }

    /// The nearest double.
    pub(super) fn value(self) -> f64 {
        self.high + self.low
    }
}
