//! The property of requests: JSON is one or is refused with a message, and one that was read is written and read as the
//! same. What needs no session is answered.

use outerref_lab::{
    complete,
    report::RunRequest,
    script,
    service::{Ask, ScriptRequest},
};

/// Checks these bytes as a request.
///
/// # Panics
///
/// When a request is not read as it was written.
pub fn check(bytes: &[u8]) {
    match serde_json::from_slice::<RunRequest>(bytes) {
        Ok(run) => {
            assert_eq!(again(&run), run);
            if let Some(growth) = &run.growth {
                assert!(growth.scales(run.scale).is_sorted());
            }
            script::script(&ScriptRequest { run, queries: Vec::new() });
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
    match serde_json::from_slice::<Ask>(bytes) {
        Ok(ask) => {
            assert_eq!(again(&ask), ask);
            match &ask {
                Ask::Complete(request) => {
                    let found = complete::complete(request);
                    assert!(found.from <= found.to);
                }
                Ask::Script(request) => drop(script::script(request)),
                _ => {}
            }
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

fn again<T: serde::Serialize + serde::de::DeserializeOwned>(value: &T) -> T {
    let json = serde_json::to_string(value).expect("a request is JSON");
    serde_json::from_str(&json).expect("its JSON is a request")
}
