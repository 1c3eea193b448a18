# Sourced by the trials of this folder. Defines packaging, jar, work (a folder that is deleted at the end), need, check,
# await, fail, free_port and at_end.
# shellcheck shell=bash
set -euo pipefail
packaging=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
jar=$(dirname "$packaging")/target/docket.jar
[ -f "$jar" ] || { echo "build docket.jar first: mvn package -DskipTests" >&2; exit 1; }
work=$(mktemp -d)

# Installs Debian packages unless their programs exist: need podman pg_isready=postgresql-client
need() {
  local missing=()
  for each in "$@"; do
    PATH="$PATH:/usr/sbin" command -v "${each%=*}" >/dev/null || missing+=("${each#*=}")
  done
  [ ${#missing[@]} -eq 0 ] || { apt-get update -qq \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null; }
}

fail() {
  echo "FAILED: $*" >&2
  exit 1
}

# Shows a line if the command succeeds: check 'what holds' command…
check() {
  "${@:2}" >"$work/check.log" 2>&1 || { cat "$work/check.log" >&2; fail "$1"; }
  echo "ok  $1"
}

# Retries until the command succeeds: a busy machine may need minutes.
await() {
  local end=$((SECONDS + 180))
  until "$@" >/dev/null 2>&1; do
    [ $SECONDS -lt $end ] || fail "after 180 s: $*"
    sleep 0.3
  done
}

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# Ends what a trial has started; a trial may redefine it.
at_end() {
  jobs -p | xargs -r kill 2>/dev/null || true
  wait
}
trap 'at_end; rm -rf "$work"' EXIT
