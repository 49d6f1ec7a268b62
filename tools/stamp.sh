# Work is skipped by what its inputs contain, not by their dates: a checkout or a branch switch changes dates.

# hash_of PATH...: one hash over the names and contents of all files below the paths that exist.
hash_of() {
  local path
  for path in "$@"; do
    [ -e "$path" ] || continue
    find "$path" \( -name node_modules -o -name dist -o -name dist-fake -o -name test-results \) -prune -o -type f -print0
  done | LC_ALL=C sort -z | xargs -0 -r sha256sum | sha256sum | cut -d' ' -f1
}

# fresh NAME HASH: the work NAME was last finished with these inputs.
fresh() { [ "$(cat "$CACHE/stamps/$1" 2>/dev/null)" = "$2" ]; }

# finished NAME HASH: remember it. Called only after the work succeeded.
finished() {
  mkdir -p "$CACHE/stamps"
  printf '%s\n' "$2" >"$CACHE/stamps/$1"
}
