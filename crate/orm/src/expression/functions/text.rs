//! Text. Mirrors `functions/text.py`.

use super::aggregates::defs;
use crate::{
    expression::{FuncDef, Spelling},
    schema::FieldKind,
};

const PG_SHA: &str = "ENCODE(DIGEST(%(expressions)s, '%(function)s'), 'hex')";

const fn sha(name: &'static str, function: &'static str, lower: &'static str, mysql: Spelling) -> FuncDef {
    FuncDef {
        postgresql: Spelling { function: Some(lower), template: Some(PG_SHA) },
        mysql,
        ..FuncDef::transform(name, function, lower)
    }
}

defs! {
    CHR = FuncDef {
        sqlite: Spelling::function("CHAR"),
        mysql: Spelling { function: Some("CHAR"), template: Some("%(function)s(%(expressions)s USING utf16)") },
        ..FuncDef::transform("Chr", "CHR", "chr").returns(FieldKind::Char)
    };
    // Calls hold one argument: a chain of `ConcatPair`.
    CONCAT = FuncDef { function: None, template: "%(expressions)s", ..FuncDef::func("Concat", "") };
    CONCAT_PAIR = FuncDef {
        mysql: Spelling { function: Some("CONCAT_WS"), template: Some("%(function)s('', %(expressions)s)") },
        ..FuncDef::func("ConcatPair", "CONCAT")
    };
    LEFT = FuncDef::func("Left", "LEFT").takes(2).returns(FieldKind::Char);
    LENGTH = FuncDef {
        mysql: Spelling::function("CHAR_LENGTH"),
        ..FuncDef::transform("Length", "LENGTH", "length").returns(FieldKind::Integer)
    };
    LOWER = FuncDef::transform("Lower", "LOWER", "lower");
    LPAD = FuncDef::func("LPad", "LPAD").returns(FieldKind::Char);
    LTRIM = FuncDef::transform("LTrim", "LTRIM", "ltrim");
    MD5 = FuncDef::transform("MD5", "MD5", "md5");
    ORD = FuncDef {
        sqlite: Spelling::function("UNICODE"),
        mysql: Spelling::function("ORD"),
        ..FuncDef::transform("Ord", "ASCII", "ord").returns(FieldKind::Integer)
    };
    REPEAT = FuncDef::func("Repeat", "REPEAT").returns(FieldKind::Char);
    REPLACE = FuncDef::func("Replace", "REPLACE");
    REVERSE = FuncDef::transform("Reverse", "REVERSE", "reverse");
    RIGHT = FuncDef::func("Right", "RIGHT").takes(2).returns(FieldKind::Char);
    RPAD = FuncDef::func("RPad", "RPAD").returns(FieldKind::Char);
    RTRIM = FuncDef::transform("RTrim", "RTRIM", "rtrim");
    SHA1 = sha("SHA1", "SHA1", "sha1", Spelling::SAME);
    SHA224 = sha("SHA224", "SHA224", "sha224", Spelling::template("SHA2(%(expressions)s, 224)"));
    SHA256 = sha("SHA256", "SHA256", "sha256", Spelling::template("SHA2(%(expressions)s, 256)"));
    SHA384 = sha("SHA384", "SHA384", "sha384", Spelling::template("SHA2(%(expressions)s, 384)"));
    SHA512 = sha("SHA512", "SHA512", "sha512", Spelling::template("SHA2(%(expressions)s, 512)"));
    STR_INDEX = FuncDef {
        postgresql: Spelling::function("STRPOS"),
        ..FuncDef::func("StrIndex", "INSTR").takes(2).returns(FieldKind::Integer)
    };
    SUBSTR = FuncDef {
        sqlite: Spelling::function("SUBSTR"),
        ..FuncDef::func("Substr", "SUBSTRING").returns(FieldKind::Char)
    };
    TRIM = FuncDef::transform("Trim", "TRIM", "trim");
    UPPER = FuncDef::transform("Upper", "UPPER", "upper");
}
