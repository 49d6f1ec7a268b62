#!/usr/bin/env bash
# The one entry point: ./build.sh help lists what it does. The parts are in tools/, one concern a file.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")"
ROOT=$PWD
CACHE=$ROOT/.cache
TARGET_DIR=${CARGO_TARGET_DIR:-$ROOT/target}

# shellcheck source-path=SCRIPTDIR
for part in say machine stamp rust engine site bundle reproducible fuzz stages; do
  source "tools/$part.sh"
done

usage() {
  cat <<'TEXT'
usage: ./build.sh COMMAND [OPTIONS]

  serve         build what changed and serve the site on http://127.0.0.1:8000
                  --port N      another port
                  --base /x/    serve under a sub-path
                  --release     the small, slowly built module instead of the daily one
  build         the release site, in www/dist
  bundle        the site as one folder and one zip, which any static server serves, offline too: www/bundle
                  --pack DIR    with a pack of exercises, checked first; may be repeated
                  --daily       the daily module instead of the release one
                  --out DIR     another folder
  test          everything CI runs, cheap stages first
                  --keep-going  run the later stages after a failure too
                  --only NAME   one stage; ./build.sh test --list names them
  check         format, lints for the host and for wasm32, TypeScript, dependency direction
  cli           the native command; its path is the last line printed
  bench         measure OuterRef and the alternatives on the same work: the release build, in turn, in rounds
                  --quick       one round of few runs: to see that it works
  conformance   run Django's own tests on this engine and score them
  reproducible  build the release site twice, in two folders, and compare every file
                  --site        only the site, around the engine that is there
  fuzz          fuzz all targets of tests/fuzz in turn, or the one named; what fails is kept as a regression
                  --seconds N   for so long each; 60 by default
  shots         write the screenshots of every state of the page
  help          this text

Set up by itself when missing: a Rust toolchain that can build for wasm32, clang, npm packages,
and for the browser tests Chromium. What it chose and installed is printed.
TEXT
}

serve() {
  local port=8000 base=/ profile=wasm-fast
  while [ $# -gt 0 ]; do
    case $1 in
      --port) port=${2:?--port needs a number}; shift 2 ;;
      --base) base=${2:?--base needs a path}; shift 2 ;;
      --release) profile=wasm; shift ;;
      *) fail "serve does not know the option $1; ./build.sh help lists them." ;;
    esac
  done
  need_node
  node tools/serve.mjs --probe --port "$port"
  build_engine "$profile"
  build_site
  exec node tools/serve.mjs www/dist --port "$port" --base "$base"
}

release() {
  need_node
  build_engine wasm
  build_site
  step "compress for static hosts" node tools/compress.mjs www/dist
  say "the site is in www/dist"
}

cli() {
  choose_rust native
  step "compile the native command" cargo_native build --release -p outerref-cli
  echo "$TARGET_DIR/release/outerref"
}

# delegate SCRIPT ARGUMENT...: hands over to the folder that owns the command, with the native command's path first.
delegate() {
  local script=$1
  shift
  [ -x "$script" ] || fail "$script is not in this tree, so there is nothing to run."
  cli >/dev/null
  exec "$script" "$TARGET_DIR/release/outerref" "$@"
}

command=${1:-help}
[ $# -eq 0 ] || shift
case $command in
  serve) serve "$@" ;;
  build) release ;;
  bundle) bundle "$@" ;;
  test) run_stages "$@" ;;
  check) run_check ;;
  cli) cli ;;
  bench)
    [ -n "${OUTERREF_ENGINE:-}" ] || release
    delegate tests/bench/run "$@"
    ;;
  conformance)
    need_pip
    daily_command
    exec tests/conformance/run "$OUTERREF" "$@"
    ;;
  reproducible) reproducible "$@" ;;
  fuzz) fuzz "$@" ;;
  shots) shots ;;
  help | -h | --help) usage ;;
  *)
    usage >&2
    fail "there is no command '$command'."
    ;;
esac
