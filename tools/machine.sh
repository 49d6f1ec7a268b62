# Programs outside the Rust toolchain: found, or installed from Debian's archive, or asked for in one sentence.

has() { command -v "$1" >/dev/null 2>&1; }

# as_root COMMAND...: directly as root, else through sudo.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif has sudo; then
    sudo "$@"
  else
    return 126
  fi
}

# apt_install PACKAGE...: true when the packages are installed afterwards.
apt_install() {
  has apt-get || return 1
  [ "$(id -u)" -eq 0 ] || has sudo || return 1
  say "installing with apt-get: $*"
  if [ -z "${APT_UPDATED:-}" ]; then
    as_root apt-get update -qq </dev/null >&2 || say "apt-get update failed; trying with the package lists that are there"
    APT_UPDATED=1
  fi
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" </dev/null >&2
}

# need COMMAND PACKAGE...: the command, from these Debian packages when it is missing.
need() {
  local command=$1
  shift
  has "$command" && return
  apt_install "$@" && has "$command" && return
  fail "$command is missing and could not be installed; install it (on Debian: apt-get install $*) and run this again."
}

NODE_NEEDED=20.19

need_node() {
  local version=''
  has node && version=$(node -p process.versions.node)
  [ -n "$version" ] && [ "$(printf '%s\n' "$NODE_NEEDED" "$version" | sort -V | head -n1)" = "$NODE_NEEDED" ] ||
    fail "Node $NODE_NEEDED or newer is needed and ${version:-none} was found; install it and run this again."
  has npm || fail "npm is missing; it comes with Node, install it and run this again."
}

# Fetches what is measured against: Django's tests.
need_pip() {
  need python3 python3
  python3 -m pip --version >/dev/null 2>&1 || apt_install python3-pip python3-setuptools
  python3 -m pip --version >/dev/null 2>&1 ||
    fail "python3 has no pip; install it (on Debian: apt-get install python3-pip) and run this again."
}

# A C compiler for the host, and one that can target WebAssembly for SQLite's C source.
need_c() { need cc gcc libc6-dev; }

need_wasm_c() {
  need clang clang
  clang --print-targets 2>/dev/null | grep -q wasm32 ||
    fail "$(command -v clang) cannot compile for wasm32; put a clang that can (Debian's, LLVM's) first in PATH and run this again."
}

need_chromium() {
  local name
  for name in "${CHROMIUM:-chromium}" chromium chromium-browser google-chrome; do
    if has "$name"; then
      CHROMIUM=$(command -v "$name")
      export CHROMIUM PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
      return
    fi
  done
  apt_install chromium || true
  has chromium || fail "Chromium is missing and could not be installed; install it or set CHROMIUM to its path, and run this again."
  CHROMIUM=$(command -v chromium)
  export CHROMIUM PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
}
