//! The built-in functions and aggregates. Mirrors `functions/` and `aggregates.py`.
