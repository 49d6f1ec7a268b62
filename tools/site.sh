# The site: npm packages, then Vite into www/dist.

SITE_INPUTS=(www tools/site.sh)

site_packages() {
  need_node
  [ -f www/package-lock.json ] || fail "www/package-lock.json is not in this tree, so there is no site to build."
  local inputs
  inputs="$(node --version) $(hash_of www/package.json www/package-lock.json)"
  mkdir -p "$CACHE"
  if [ -d www/node_modules ] && fresh packages "$inputs"; then return; fi
  step "install the npm packages of www" install_packages
  finished packages "$inputs"
}

# The lock file decides either way. `npm ci` also insists on entries for the packages of other platforms, which a lock
# written from a registry that does not mirror them lacks.
install_packages() {
  local quiet=(--no-audit --no-fund --loglevel=error)
  npm --prefix www ci "${quiet[@]}" >"$CACHE/npm.log" 2>&1 || npm --prefix www install --no-save "${quiet[@]}"
}

build_site() {
  site_packages
  local inputs
  inputs=$(hash_of "${SITE_INPUTS[@]}")
  if fresh site "$inputs" && [ -f www/dist/index.html ]; then
    say "the site is up to date"
    return
  fi
  step "build the site" npm --prefix www run build
  finished site "$inputs"
}

shots() {
  need_chromium
  build_engine wasm-fast
  build_site
  step "take the screenshots" npm --prefix www run shots
}
