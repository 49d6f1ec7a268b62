//! The engine's surface in the browser: JSON in, JSON out, and the browser's clock. Nothing else.
//!
//! It runs in a Web Worker, so that a run never blocks the page and Stop can end it.

#[cfg(target_arch = "wasm32")]
mod memory;

use std::rc::Rc;

use js_sys::Function;
use outerref_lab::{report::RunRequest, service::Ask};
use wasm_bindgen::{JsCast, JsError, JsValue, prelude::wasm_bindgen};
use web_sys::{Performance, WorkerGlobalScope};

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static HEAP: memory::Heap = memory::Heap::new();

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
        self.listen(progress);
        let report = self.engine.run(&request, &mut told_to(progress));
        Ok(serde_json::to_string(&report)?)
    }

    /// Gives the `Answer` to an `Ask`, both as JSON: `outerref_lab::service` lists them. `progress` is as for a run.
    pub fn ask(&self, request: &str, progress: &Function) -> Result<String, JsError> {
        let request: Ask = serde_json::from_str(request)?;
        self.listen(progress);
        let answer = self.engine.ask(&request, &mut told_to(progress));
        Ok(serde_json::to_string(&answer)?)
    }

    /// Imports a `.sqlite3` or CSV file under its name, or a CSV file as one more table into an import. Gives the
    /// `Answer` as JSON: `import` or `failed`.
    #[wasm_bindgen(js_name = importFile)]
    pub fn import_file(&self, name: &str, bytes: Vec<u8>, into: Option<String>) -> Result<String, JsError> {
        let answer = self.engine.import_file(name, bytes, into.as_deref());
        Ok(serde_json::to_string(&answer)?)
    }

    /// The data as the last run found it, as a `.sqlite3` file.
    #[wasm_bindgen(js_name = exportDatabase)]
    pub fn export_database(&self) -> Result<Vec<u8>, JsError> {
        self.engine.export_database().map_err(|error| JsError::new(&error.message))
    }

    fn listen(&self, progress: &Function) {
        let progress = progress.clone();
        self.engine.listen(Some(Rc::new(move |stage, done, total| told_to(&progress)(stage, done, total))));
    }

    /// The engine's version.
    pub fn version(&self) -> String {
        env!("CARGO_PKG_VERSION").into()
    }
}

/// Progress as the page's function hears it.
fn told_to(progress: &Function) -> impl FnMut(&str, u32, u32) {
    move |stage, done, total| {
        // A page that stopped listening is no reason to stop the run.
        let _ = progress.call3(&JsValue::NULL, &stage.into(), &done.into(), &total.into());
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
