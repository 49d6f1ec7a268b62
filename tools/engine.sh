# The engine for the browser: crate/web compiled to WebAssembly, and its JavaScript side.

PKG=$ROOT/www/src/engine/pkg
ENGINE_INPUTS=(Cargo.toml Cargo.lock .cargo/config.toml crate tools/bindgen www/scripts/train.mjs www/scripts/training)

# build_engine wasm|wasm-fast: into www/src/engine/pkg, unless that holds this very engine already.
build_engine() {
  local profile=$1 inputs
  inputs="$profile $(hash_of "${ENGINE_INPUTS[@]}")"
  if fresh engine "$inputs" && [ -f "$PKG/outerref_web_bg.wasm" ]; then
    say "the engine is up to date ($profile)"
    return
  fi
  choose_rust wasm
  RELEASE_FLAGS=()
  [ "$profile" != wasm ] || release_flags
  if [ -d "$TARGET_DIR/$WASM/$profile" ]; then
    step "compile the engine ($profile)" compile_engine "$profile"
  else
    step "compile the engine for the first time ($profile): all of it, several minutes" \
      compile_engine "$profile"
  fi
  step "write the engine's JavaScript side" bind_engine "$profile"
  finished engine "$inputs"
  say "engine: $(wc -c <"$PKG/outerref_web_bg.wasm") bytes ($profile)"
}

compile_engine() { cargo_wasm build ${RELEASE_FLAGS[@]+"${RELEASE_FLAGS[@]}"} --profile "$1" -p outerref-web; }

bind_engine() {
  local module=$TARGET_DIR/$WASM/$1/outerref_web.wasm fresh_pkg=$CACHE/pkg names=()
  [ "$1" = wasm ] || names=(--names)
  cargo_native build --locked -p outerref-bindgen
  rm -rf "$fresh_pkg"
  "$TARGET_DIR/debug/outerref-bindgen" bind ${names[@]+"${names[@]}"} "$module" "$fresh_pkg"
  [ "$1" != wasm ] || divide_engine "$fresh_pkg"
  rm -rf "$PKG"
  mv "$fresh_pkg" "$PKG"
}

# What no lesson and no everyday code calls goes into a second file, which a page loads after its first result
# (tools/bindgen).
divide_engine() {
  local pkg=$1 training=$CACHE/training bindgen=$TARGET_DIR/debug/outerref-bindgen
  site_packages
  rm -rf "$training"
  cp -r "$pkg" "$training"
  "$bindgen" instrument "$pkg/outerref_web_bg.wasm" "$training/outerref_web_bg.wasm"
  node www/scripts/train.mjs "$training" "$training/called"
  "$bindgen" split "$pkg/outerref_web_bg.wasm" "$training/called" "$training/hot.wasm" "$pkg/outerref_web_cold.wasm"
  mv "$training/hot.wasm" "$pkg/outerref_web_bg.wasm"
  node www/scripts/first.mjs "$pkg"
  rm -rf "$training"
}
