//! What databases can do and how they spell it. Mirrors `backends/*/features.py` and `operations.py`.

mod features;
mod operations;
pub use operations::IntegerRange;
pub(crate) use operations::json_path::python_index;

pub use features::Features;

use std::rc::Rc;

/// A database, by Django's vendor name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Vendor {
    Sqlite,
    Postgresql,
    Mysql,
}

/// One database's spelling and capabilities, with the time settings that SQL depends on.
#[derive(Clone, Debug)]
pub struct Dialect {
    /// Which database.
    pub vendor: Vendor,
    /// What it can do.
    pub features: Features,
    /// `USE_TZ`.
    pub use_tz: bool,
    /// The current time zone's name.
    pub time_zone: Rc<str>,
    /// The current time zone, where the host knows it.
    pub zone: Option<jiff::tz::TimeZone>,
}

impl Dialect {
    /// A database with `USE_TZ=True` and `TIME_ZONE="UTC"`.
    pub fn new(vendor: Vendor) -> Self {
        Self { vendor, features: Features::of(vendor), use_tz: true, time_zone: "UTC".into(), zone: None }
    }

    /// SQLite, which the playground runs on.
    pub fn sqlite() -> Self {
        Self::new(Vendor::Sqlite)
    }
}

impl Vendor {
    /// Django's name for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgresql => "postgresql",
            Self::Mysql => "mysql",
        }
    }
}
