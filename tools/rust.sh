# The Rust toolchain: which one builds here, in the order of preference, and how it is called.
#
# 1. The installed one, if it is new enough and has the wasm32 standard library.
# 2. rustup, asked for that standard library (or for a new enough toolchain).
# 3. Debian's `rustc-web`, which is new enough and brings the standard library's source: cargo then builds
#    it for wasm32 by itself (`-Z build-std`), linked with Debian's wasm-ld.
#
# In the first two ways too, cargo compiles the standard library where its source is there or rustup has it: panics
# then trap at once (release_flags), and the engine is 5% smaller than with the standard library as it is delivered.
#
# A native build needs only "new enough", so it is content with less.

RUST_NEEDED=1.96
WASM=wasm32-unknown-unknown
SHIMS=$CACHE/debian-rust
DEBIAN_RUST=(rustc-web cargo-web rust-web-src rust-web-clippy rustfmt-web lld clang)

RUST_KIND=    # set by choose_rust: installed, rustup or debian
WASM_ENV=()   # environment that a wasm32 build needs on top
WASM_FLAGS=() # cargo flags that a wasm32 build needs on top

# rust_version CARGO: "1.96.0" of the cargo at this path, nothing if it does not run (a rustup proxy without toolchain).
rust_version() { "$1" --version 2>/dev/null | awk '{ print $2; exit }' | cut -d- -f1; }

new_enough() {
  local version
  version=$(rust_version "$1") && [ -n "$version" ] &&
    [ "$(printf '%s\n' "$RUST_NEEDED" "$version" | sort -V | head -n1)" = "$RUST_NEEDED" ]
}

# The standard library for wasm32 is a folder in the toolchain's own.
has_wasm_std() { [ -d "$(rustc --print sysroot 2>/dev/null)/lib/rustlib/$WASM/lib" ]; }

# The toolchain that an earlier run of this script asked rustup for.
rustup_kept_it() {
  has rustup && RUSTUP_TOOLCHAIN=$RUST_NEEDED new_enough cargo && RUSTUP_TOOLCHAIN=$RUST_NEEDED has_wasm_std || return 1
  export RUSTUP_TOOLCHAIN=$RUST_NEEDED
}

rustup_gets_it() {
  has rustup || return 1
  if new_enough cargo; then
    say "asking rustup for the $WASM standard library"
    timeout 120 rustup target add "$WASM" </dev/null >&2 && has_wasm_std
  else
    say "asking rustup for Rust $RUST_NEEDED; the default toolchain ($(rust_version cargo || true)) is left as it is"
    timeout 600 rustup toolchain install "$RUST_NEEDED" --profile minimal -c clippy -c rustfmt -t "$WASM" --no-self-update \
      </dev/null >&2 && rustup_kept_it
  fi
}

debian_rust_is_here() {
  local file
  for file in cargo rustc rustdoc cargo-clippy clippy-driver rustfmt cargo-fmt wasm-ld clang; do
    [ -x "/usr/bin/$file" ] || return 1
  done
  [ -f "$(/usr/bin/rustc --print sysroot)/lib/rustlib/src/rust/library/Cargo.toml" ] && new_enough /usr/bin/cargo
}

rustup_gets_std_source() {
  has rustup && [ ! -e "$CACHE/std-source-was-asked" ] || return 1
  say "asking rustup for the source of the standard library"
  mkdir -p "$CACHE" && touch "$CACHE/std-source-was-asked"
  timeout 120 rustup component add rust-src </dev/null >&2 && has_std_source
}

has_std_source() { [ -f "$(rustc --print sysroot)/lib/rustlib/src/rust/library/Cargo.toml" ]; }

# build_std PROGRAM=... : the engine is compiled together with the standard library, and that for speed.
build_std() {
  local file
  WASM_ENV=(RUSTC_BOOTSTRAP=1 "$@")
  WASM_FLAGS=(-Z build-std=std,panic_abort)
  for file in alloc core dlmalloc std; do
    WASM_FLAGS+=(--config "profile.wasm.package.$file.opt-level=2" --config "profile.wasm-fast.package.$file.opt-level=2")
  done
}

# Debian's programs go first in PATH through a folder of links: /usr/bin itself would also bring other programs forward.
use_debian_rust() {
  local file
  mkdir -p "$SHIMS"
  for file in cargo rustc rustdoc cargo-clippy clippy-driver rustfmt cargo-fmt; do
    ln -sf "/usr/bin/$file" "$SHIMS/$file"
  done
  export PATH=$SHIMS:$PATH
  hash -r
  build_std CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=wasm-ld
}

# choose_rust native|wasm: settles RUST_KIND and PATH, or ends with one sentence.
# OUTERREF_RUST=installed, rustup or debian leaves only that way.
choose_rust() {
  local purpose=$1 only=${OUTERREF_RUST:-} why
  need_c
  [ "$purpose" = native ] || need_wasm_c
  [ -z "$RUST_KIND" ] || return 0

  if allowed installed && new_enough cargo && { [ "$purpose" = native ] || has_wasm_std; }; then
    RUST_KIND=installed why="the installed toolchain"
  elif allowed rustup && rustup_kept_it; then
    RUST_KIND=rustup why="rustup's toolchain $RUST_NEEDED, beside the default one"
  elif allowed debian && debian_rust_is_here && { [ "$purpose" = native ] || rustup_is_no_use; }; then
    RUST_KIND=debian
  elif allowed rustup && rustup_gets_it; then
    RUST_KIND=rustup why="the toolchain from rustup"
  elif allowed debian && { debian_rust_is_here || { apt_install "${DEBIAN_RUST[@]}" && debian_rust_is_here; }; }; then
    RUST_KIND=debian
    rustup_is_no_use || { mkdir -p "$CACHE" && touch "$CACHE/rustup-was-asked"; }
  else
    fail "Rust $RUST_NEEDED or newer with the $WASM target is needed and could not be installed: run 'rustup update' and 'rustup target add $WASM' where rustup can download, or on Debian 'apt-get install ${DEBIAN_RUST[*]}'."
  fi
  if [ "$RUST_KIND" = debian ]; then
    use_debian_rust
    why="Debian's rustc-web, which compiles the wasm32 standard library from source"
  elif [ "$purpose" = wasm ] && { has_std_source || rustup_gets_std_source; }; then
    build_std
    why+=", with the standard library from source"
  fi
  say "Rust $(rust_version cargo): $why"
  # Also what no build asks for by itself: crate/stdlib compiles files of a crate that it does not link.
  cargo fetch --locked --quiet </dev/null >&2 ||
    fail "the crates of Cargo.lock could not be downloaded; run this again with a connection to the crate registry."
}

allowed() { [ -z "$only" ] || [ "$only" = "$1" ]; }

# Asking rustup in vain takes a while, so it is asked once; removing the file has it asked again.
rustup_is_no_use() { [ "$only" = debian ] || ! has rustup || [ -e "$CACHE/rustup-was-asked" ]; }

# The lints and the formatter are parts that a minimal toolchain lacks.
need_lints() {
  cargo clippy --version >/dev/null 2>&1 && cargo fmt --version >/dev/null 2>&1 && return
  if [ "$RUST_KIND" = debian ]; then
    apt_install rust-web-clippy rustfmt-web && use_debian_rust
  else
    has rustup && rustup component add clippy rustfmt </dev/null >&2
  fi
  cargo clippy --version >/dev/null 2>&1 && cargo fmt --version >/dev/null 2>&1 ||
    fail "this Rust toolchain has no clippy or no rustfmt; install them ('rustup component add clippy rustfmt') and run this again."
}

cargo_native() { cargo "$@"; }

# cargo_wasm SUBCOMMAND ARGUMENT...: the same, for the browser.
cargo_wasm() {
  local subcommand=$1
  shift
  env ${WASM_ENV[@]+"${WASM_ENV[@]}"} cargo "$subcommand" ${WASM_FLAGS[@]+"${WASM_FLAGS[@]}"} --target "$WASM" "$@"
}
