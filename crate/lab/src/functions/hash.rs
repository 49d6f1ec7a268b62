//! `MD5`, `SHA1` and the SHA-2 family, as lower-case hexadecimal digits.

use md5::Md5;
use rusqlite::{Connection, types::Value};
use sha1::Sha1;
use sha2::{Digest, Sha224, Sha256, Sha384, Sha512};

use super::{
    argument::{any_null, text},
    pure,
};

pub(super) fn register(connection: &Connection) -> rusqlite::Result<()> {
    hash::<Md5>(connection, "MD5")?;
    hash::<Sha1>(connection, "SHA1")?;
    hash::<Sha224>(connection, "SHA224")?;
    hash::<Sha256>(connection, "SHA256")?;
    hash::<Sha384>(connection, "SHA384")?;
    hash::<Sha512>(connection, "SHA512")
}

fn hash<D: Digest + 'static>(connection: &Connection, name: &str) -> rusqlite::Result<()> {
    pure(connection, name, 1, |context| {
        if any_null(context) {
            return Ok(Value::Null);
        }
        let digest = D::digest(text(context, 0)?);
        Ok(Value::Text(digest.iter().map(|byte| format!("{byte:02x}")).collect()))
    })
}
