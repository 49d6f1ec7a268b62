# Fuzzing: tests/fuzz holds the targets and the properties that they check.

FUZZ=$ROOT/tests/fuzz
FUZZ_TARGETS=(queryset request lesson csv sqlite_file source imported)
CARGO_FUZZ_VERSION=0.13.1

# fuzz_features TARGET: what of tests/fuzz a target is built from. RustPython takes minutes, so most do without.
fuzz_features() {
  case $1 in
    queryset) echo libfuzzer ;;
    lesson) echo libfuzzer,lesson ;;
    source | imported) echo libfuzzer,python ;;
    *) echo libfuzzer,lab ;;
  esac
}

need_cargo_fuzz() {
  local root=$CACHE/cargo-fuzz-$CARGO_FUZZ_VERSION
  [ -x "$root/bin/cargo-fuzz" ] ||
    step "install cargo-fuzz" cargo install --quiet --locked --root "$root" --version "$CARGO_FUZZ_VERSION" cargo-fuzz
  export PATH=$root/bin:$PATH
  need c++ g++
}

# fuzz [TARGET] [--seconds N]: one target, or all in turn. What fails is kept as a regression.
fuzz() {
  local seconds=60 target targets=()
  while [ $# -gt 0 ]; do
    case $1 in
      --seconds) seconds=${2:?--seconds needs a number}; shift 2 ;;
      -*) fail "fuzz does not know the option $1; ./build.sh help lists them." ;;
      *) targets+=("$1"); shift ;;
    esac
  done
  [ ${#targets[@]} -gt 0 ] || targets=("${FUZZ_TARGETS[@]}")
  for target in "${targets[@]}"; do
    [[ " ${FUZZ_TARGETS[*]} " == *" $target "* ]] || fail "there is no fuzz target $target: ${FUZZ_TARGETS[*]}."
  done
  choose_rust native
  need_cargo_fuzz
  export CARGO_TARGET_DIR=$TARGET_DIR/fuzz
  fuzz_seeds
  for target in "${targets[@]}"; do
    step "build the fuzz target $target" fuzz_build "$target"
    step "fuzz $target for $(duration "$seconds")" fuzz_run "$target" "$seconds"
  done
}

# What fuzzing begins with is made from the lessons and recordings of the tree, once; what it finds worth keeping joins it.
fuzz_seeds() {
  [ -d "$CACHE/fuzz" ] && return
  step "make the seeds" cargo_native run --quiet --locked --manifest-path "$FUZZ/Cargo.toml" --features lab --bin seeds \
    -- "$CACHE/fuzz"
}

# No sanitizer: the crates have no unsafe code of their own, and a stable toolchain has none.
fuzz_build() {
  cargo fuzz build --fuzz-dir "$FUZZ" --target-dir "$CARGO_TARGET_DIR" --sanitizer none --release --debug-assertions \
    --features "$(fuzz_features "$1")" "$1"
}

fuzz_run() {
  local target=$1 seconds=$2 options=()
  mkdir -p "$CACHE/fuzz/$target" "$FUZZ/regressions/$target"
  [ ! -f "$CACHE/fuzz/$target.dict" ] || options=("-dict=$CACHE/fuzz/$target.dict")
  # One native call may take all time and memory there is; the page then ends the worker.
  [ "$target" != source ] || options+=(-fork=1 -ignore_timeouts=1 -ignore_ooms=1)
  # Python's recursion limit is set for a deep stack.
  ulimit -s "$(ulimit -H -s)"
  "$(fuzz_binary "$target")" "$CACHE/fuzz/$target" -artifact_prefix="$FUZZ/regressions/$target/" \
    -max_total_time="$seconds" -timeout=60 -rss_limit_mb=4096 -print_final_stats=1 ${options[@]+"${options[@]}"}
}

fuzz_binary() {
  local host
  host=$(rustc -vV | sed -n 's/^host: //p')
  echo "$CARGO_TARGET_DIR/$host/release/$1"
}
