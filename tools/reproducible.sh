# Whether the same sources give the same bytes.

# How the module that ships is compiled besides its profile. What the compilers would write of this machine's folders
# into it is replaced. A panic traps at once: nothing reads its message in the browser, and the texts and the code that
# would format them are a part of the download. That needs a standard library compiled the same way (build_std).
release_flags() {
  local cargo=${CARGO_HOME:-$HOME/.cargo} sysroot
  sysroot=$(rustc --print sysroot)
  local flags=("--remap-path-prefix=$ROOT=/outerref" "--remap-path-prefix=$cargo=/cargo" "--remap-path-prefix=$sysroot=/rust")
  [ ${#WASM_FLAGS[@]} = 0 ] || flags+=("-Zunstable-options" "-Cpanic=immediate-abort")
  # cargo joins a list given here with that of .cargo/config.toml.
  printf -v RELEASE_FLAGS "'%s'," "${flags[@]}"
  RELEASE_FLAGS=(--config "target.$WASM.rustflags=[${RELEASE_FLAGS%,}]")
  export CFLAGS_wasm32_unknown_unknown="-ffile-prefix-map=$ROOT=/outerref -ffile-prefix-map=$cargo=/cargo"
}

# reproducible [--site]: builds the release site twice, in folders of different names and depths, and compares all files.
# With --site only the site is built twice, around the engine that is there.
reproducible() {
  local site_only='' work folder name
  while [ $# -gt 0 ]; do
    case $1 in
      --site) site_only=1; shift ;;
      *) fail "reproducible does not know the option $1; ./build.sh help lists them." ;;
    esac
  done
  need_node
  need git git
  [ -z "$site_only" ] || [ -f "$PKG/outerref_web_bg.wasm" ] || fail "there is no engine yet; ./build.sh serve builds one."
  work=$(mktemp -d)
  # shellcheck disable=SC2064
  trap "rm -rf '$work'" EXIT
  for name in first another/place/second; do
    folder=$work/$name
    copy_sources "$folder"
    if [ -n "$site_only" ]; then
      mkdir -p "$folder/www/src/engine"
      cp -r "$PKG" "$folder/www/src/engine/pkg"
      step "install the npm packages ($name)" npm --prefix "$folder/www" ci --no-audit --no-fund --loglevel=error
      step "build the site ($name)" npm --prefix "$folder/www" run build
    else
      step "build everything ($name)" env -u CARGO_TARGET_DIR "$folder/build.sh" build
    fi
    hashes_of "$folder/www/dist" >"$work/$(basename "$name").txt"
  done
  if ! diff "$work/first.txt" "$work/second.txt" >&2; then
    fail "the two builds differ in the files above."
  fi
  say "two builds gave the same $(wc -l <"$work/first.txt") files: $(sha256sum <"$work/first.txt" | cut -d' ' -f1)"
}

# copy_sources FOLDER: what git has or would have of this tree, as it is now.
copy_sources() {
  mkdir -p "$1"
  git ls-files -z --cached --others --exclude-standard | while IFS= read -r -d '' file; do
    [ ! -e "$file" ] || printf '%s\0' "$file"
  done | tar --null --files-from=- -cf - | tar -xf - -C "$1"
}

hashes_of() { (cd "$1" && find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum); }
