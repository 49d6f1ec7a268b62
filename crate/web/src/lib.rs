//! The engine's surface in the browser: JSON in, JSON out, and the browser's clock. Nothing else.
//!
//! It runs in a Web Worker, so that a run never blocks the page and Stop can end it.

use js_sys::Function;
use outerref_lab::report::RunRequest;
use wasm_bindgen::{JsCast, JsError, JsValue, prelude::wasm_bindgen};
use web_sys::{Performance, WorkerGlobalScope};

/// One interpreter with one database. A run gets fresh tables and fresh modules.
#[wasm_bindgen]
pub struct Engine {
    engine: outerref_python::Engine,
}

#[wasm_bindgen]
impl Engine {
    /// A new engine. It takes some milliseconds: the interpreter starts.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Result<Engine, JsError> {
        let engine = outerref_python::Engine::new(now)?;
        Ok(Self { engine })
    }

    /// Runs a `RunRequest` given as JSON and gives the `Report` as JSON. `progress(stage, done, total)`
    /// is called now and then.
    pub fn run(&self, request: &str, progress: &Function) -> Result<String, JsError> {
        let request: RunRequest = serde_json::from_str(request)?;
        let report = self.engine.run(&request, &mut |stage, done, total| {
            // A page that stopped listening is no reason to stop the run.
            let _ = progress.call3(&JsValue::NULL, &stage.into(), &done.into(), &total.into());
        });
        Ok(serde_json::to_string(&report)?)
    }

    /// The engine's version.
    pub fn version(&self) -> String {
        env!("CARGO_PKG_VERSION").into()
    }
}

/// Microseconds by the worker's clock.
fn now() -> f64 {
    thread_local! {
        static PERFORMANCE: Option<Performance> = js_sys::global()
            .dyn_into::<WorkerGlobalScope>()
            .ok()
            .and_then(|scope| scope.performance());
    }
    PERFORMANCE.with(|performance| performance.as_ref().map_or(0.0, Performance::now) * 1e3)
}
