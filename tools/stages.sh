# What CI runs, as stages: cheap ones first, so that a slip is told in seconds. A stage is a name, a label, and a
# function.

PASSED=0
FAILED=0
SUMMARY=()
STAGE_STATUS=0

STAGES=(
  "format|Rust is formatted|stage_format"
  "direction|crates depend in one direction|stage_direction"
  "scripts|the shell scripts parse|stage_scripts"
  "audit|where dependencies come from, what is known against them|stage_audit"
  "licences|licences of what is built in|stage_licences"
  "www-check|TypeScript types and style|stage_www_check"
  "www-unit|unit tests of the site|stage_www_unit"
  "clippy|lints, host|stage_clippy"
  "rust|tests of the crates|stage_rust"
  "fuzz|querysets by chance, against a naive evaluation|stage_fuzz"
  "golden|SQL and results as Django recorded them|stage_golden"
  "lessons|lessons and exercises|stage_lessons"
  "conformance|Django's tests that passed still pass|stage_conformance"
  "clippy-wasm|lints, wasm32|stage_clippy_wasm"
  "engine|the engine for the browser|stage_engine"
  "site|the site|stage_site"
  "e2e|journeys in Chromium|stage_e2e"
  "robustness|limits, Stop, faults, the sandbox, a short soak|stage_robustness"
  "docs|the widget in Sphinx and MkDocs|stage_docs"
)
CHECK_STAGES=" format direction scripts audit licences www-check clippy clippy-wasm "

stage_format() {
  choose_rust wasm
  need_lints
  cargo_native fmt --all --check
  cargo_native fmt --manifest-path tests/fuzz/Cargo.toml --check
}
stage_direction() {
  choose_rust wasm
  cargo_native test --locked -q -p outerref-workspace
}
stage_scripts() {
  local script
  for script in build.sh tools/*.sh .ci/run; do bash -n "$script"; done
  bash -n tests/docs/run
  bash -n tests/bench/run
  node --test tests/bench/report/summarise.test.mjs >/dev/null
  node --check tools/serve.mjs
  node --check tools/compress.mjs
  node --check tools/licences.mjs
  node --check tools/audit.mjs
  node --check tests/robustness/native.mjs
}
stage_audit() { node tools/audit.mjs; }
stage_licences() {
  choose_rust wasm
  node tools/licences.mjs
}
stage_www_check() {
  site_packages
  npm --prefix www run check
}
stage_www_unit() {
  site_packages
  npm --prefix www test
}
stage_clippy() {
  choose_rust wasm
  need_lints
  # Not the standard library's crate: its files are not ours, nor are the tests in them.
  cargo_native clippy --locked "${OURS[@]}" --exclude outerref-stdlib --all-targets -- -D warnings
}
# The profile of the daily module: its build scripts and macros are then compiled once for both.
stage_clippy_wasm() {
  choose_rust wasm
  need_lints
  cargo_wasm clippy --locked --profile wasm-fast -p outerref-web -- -D warnings
}
stage_rust() {
  choose_rust wasm
  cargo_native test --locked "${OURS[@]}"
}
# Without cargo-fuzz: the same property over a seeded sequence, and what once broke one.
stage_fuzz() {
  choose_rust wasm
  cargo_native test --locked --quiet --manifest-path tests/fuzz/Cargo.toml --target-dir "$TARGET_DIR"
  cargo_native run --locked --quiet --manifest-path tests/fuzz/Cargo.toml --target-dir "$TARGET_DIR" --bin steady -- 1 10000
}
stage_golden() {
  daily_command
  node tests/golden/run.mjs "$OUTERREF"
  node tests/golden/dialects.mjs "$OUTERREF"
}
stage_lessons() {
  local folders=()
  for folder in www/lessons www/exercises tests/lessons/pack; do [ ! -d "$folder" ] || folders+=("$folder"); done
  # The reader in Python, which real Django is asked with, and the command's refuse the same files.
  ! command -v python3 >/dev/null || python3 tests/lessons/test_format.py
  daily_command
  "$OUTERREF" check "${folders[@]}"
}
stage_conformance() {
  need_pip
  daily_command
  tests/conformance/ci "$OUTERREF"
}
stage_engine() { build_engine wasm-fast; }
stage_site() { build_site; }
stage_e2e() {
  need_chromium
  build_engine wasm-fast
  build_site
  # Every journey on the stand-in engine, whose answers are known; on the real one those that look at its answers, and
  # what a first visit shows.
  (cd www && npx vite build --mode fake && OUTERREF_DIST=dist-fake npx playwright test --config playwright.config.ts)
  (cd www && npx playwright test --config playwright.config.ts run.spec.ts workshop.spec.ts files.spec.ts instrument.spec.ts steady.spec.ts)
}
stage_robustness() {
  need_chromium
  build_engine wasm-fast
  build_site
  daily_command
  node tests/robustness/native.mjs "$OUTERREF"
  (cd www && npx playwright test --config ../tests/robustness/playwright.config.ts)
}
stage_docs() {
  need_chromium
  build_engine wasm-fast
  build_site
  daily_command
  tests/docs/run "$OUTERREF"
}

# One selection of packages for lints, tests and the daily command: cargo joins the features of what it builds
# together, so another selection would compile RustPython again. The two tools are built alone.
OURS=(--workspace --exclude outerref-bindgen --exclude outerref-workspace)

# The command as the tests build it, into OUTERREF.
daily_command() {
  choose_rust wasm
  cargo_native build --locked "${OURS[@]}" --bins --tests
  OUTERREF=$TARGET_DIR/debug/outerref
  export OUTERREF
}

# run_stage LINE: leaves in STAGE_STATUS whether it failed. It returns true in any case and is called as a plain
# statement: behind `||` bash would ignore every failure inside the stage.
run_stage() {
  local name label body begin=$SECONDS
  IFS='|' read -r name label body <<<"$1"
  set +e
  (
    set -e
    step "$label" "$body"
  )
  STAGE_STATUS=$?
  set -e
  if [ "$STAGE_STATUS" -eq 0 ]; then
    PASSED=$((PASSED + 1))
    SUMMARY+=("$(printf '  passed   %-12s %s, %s' "$name" "$label" "$(duration $((SECONDS - begin)))")")
  else
    FAILED=$((FAILED + 1))
    SUMMARY+=("$(printf '  FAILED   %-12s %s, %s; again: ./build.sh test --only %s' "$name" "$label" "$(duration $((SECONDS - begin)))" "$name")")
  fi
}

finish_stages() {
  printf '\nstages, %s in all:\n' "$(duration "$SECONDS")"
  printf '%s\n' ${SUMMARY[@]+"${SUMMARY[@]}"}
  printf '%d passed, %d failed\n' "$PASSED" "$FAILED"
  [ "$FAILED" -eq 0 ]
}

run_stages() {
  local only='' keep_going='' line
  while [ $# -gt 0 ]; do
    case $1 in
      --only) only=${2:?--only needs the name of a stage}; shift 2 ;;
      --keep-going) keep_going=1; shift ;;
      --list) printf '%s\n' "${STAGES[@]%%|*}"; return ;;
      *) fail "test does not know the option $1; ./build.sh help lists them." ;;
    esac
  done
  [ -z "$only" ] || printf '%s\n' "${STAGES[@]%%|*}" | grep -qx -- "$only" ||
    fail "there is no stage '$only'; ./build.sh test --list names them."
  need_node
  choose_rust wasm
  for line in "${STAGES[@]}"; do
    [ -z "$only" ] || [ "${line%%|*}" = "$only" ] || continue
    run_stage "$line"
    [ "$STAGE_STATUS" -eq 0 ] || [ -n "$keep_going" ] || break
  done
  finish_stages
}

run_check() {
  local line
  need_node
  choose_rust wasm
  for line in "${STAGES[@]}"; do
    [[ $CHECK_STAGES == *" ${line%%|*} "* ]] || continue
    run_stage "$line"
  done
  finish_stages
}
