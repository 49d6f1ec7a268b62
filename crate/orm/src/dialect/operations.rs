//! How a database spells dates, casts, operators and the like. Mirrors `DatabaseOperations`.
