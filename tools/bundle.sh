# The site as one folder and one zip, for any static server: a workshop's room, a host without a build.

# bundle [--pack DIR]... [--daily] [--out DIR]
bundle() {
  local packs=() profile=wasm out=www/bundle pack name
  while [ $# -gt 0 ]; do
    case $1 in
      --pack) packs+=("${2:?--pack needs a folder with a pack.md}"); shift 2 ;;
      --daily) profile=wasm-fast; shift ;;
      --out) out=${2:?--out needs a folder}; shift 2 ;;
      *) fail "bundle does not know the option $1; ./build.sh help lists them." ;;
    esac
  done
  for pack in ${packs[@]+"${packs[@]}"}; do
    [ -f "$pack/pack.md" ] || fail "there is no $pack/pack.md."
  done
  need_node
  if [ "${#packs[@]}" -gt 0 ]; then
    cli >/dev/null
    step "check the packs" "$TARGET_DIR/release/outerref" check "${packs[@]}"
  fi
  build_engine "$profile"
  build_site
  step "compress for servers that send .br files" node tools/compress.mjs www/dist
  lay_bundle "$out" ${packs[@]+"${packs[@]}"}
}

# lay_bundle OUT PACK...: the built site and the packs, as OUT/outerref-site and OUT/outerref-site.zip.
lay_bundle() {
  local out=$1 pack name
  shift
  rm -rf "$out/outerref-site" "$out/outerref-site.zip"
  mkdir -p "$out/outerref-site"
  cp -r www/dist/. "$out/outerref-site/"
  for pack in "$@"; do
    name=$(basename "$(realpath "$pack")")
    mkdir -p "$out/outerref-site/packs"
    cp -r "$pack" "$out/outerref-site/packs/$name"
    say "a pack: exercises.html?pack=packs/$name"
  done
  if has python3; then
    (cd "$out" && python3 -m zipfile -c outerref-site.zip outerref-site)
  else
    need zip zip
    (cd "$out" && zip -qr outerref-site.zip outerref-site)
  fi
  say "serve it with: python3 -m http.server --directory $out/outerref-site 8000"
  echo "$out/outerref-site.zip"
}
