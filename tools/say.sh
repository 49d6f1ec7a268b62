# What the scripts tell a person. All of it goes to stderr, so that a command's answer is alone on stdout.

say() { printf '== %s\n' "$*" >&2; }

fail() {
  printf 'build.sh: %s\n' "$*" >&2
  exit 1
}

duration() {
  local seconds=$1
  if [ "$seconds" -lt 60 ]; then printf '%d s' "$seconds"; else printf '%d min %02d s' $((seconds / 60)) $((seconds % 60)); fi
}

# step LABEL COMMAND...: runs the command, says when it starts, that it still runs, and how long it took.
# Call it as a plain statement: in a condition or before `&&` bash would ignore failures inside the command.
step() {
  local label=$1 begin=$SECONDS pulse='' status=0
  shift
  say "$label"
  if [ -z "${IN_STEP:-}" ]; then
    pulse_of "$label" &
    pulse=$!
  fi
  set +e
  (
    set -e
    IN_STEP=1
    "$@"
  )
  status=$?
  set -e
  if [ -n "$pulse" ]; then
    kill "$pulse" 2>/dev/null || true
    wait "$pulse" 2>/dev/null || true
  fi
  if [ "$status" -ne 0 ]; then
    say "failed: $label, after $(duration $((SECONDS - begin)))"
    return "$status"
  fi
  say "done: $label, $(duration $((SECONDS - begin)))"
}

# A long link prints nothing for minutes; this line each half minute says that it is not stuck.
pulse_of() {
  local begin=$SECONDS nap=''
  trap '[ -z "$nap" ] || kill "$nap" 2>/dev/null; exit 0' TERM
  while true; do
    sleep 30 &
    nap=$!
    wait "$nap" || exit 0
    say "still at it: $1, $(duration $((SECONDS - begin)))"
  done
}
