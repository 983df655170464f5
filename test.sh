#!/usr/bin/env bash
# Runs every test. On a fresh Debian or Ubuntu machine with the .NET 10 SDK it installs what the tests need, starts what must run on
# loopback ports of its own, and stops what it started.
#
#   ./test.sh            all tests, heavy proofs in their short form
#   ./test.sh --long     heavy proofs in their long form
#   ./test.sh --only X   only the test projects whose name contains X
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

long=0
only=""
while [ $# -gt 0 ]; do
  case "$1" in
    --long) long=1 ;;
    --only) only="${2:?--only takes a part of a project name}"; shift ;;
    -h|--help) sed -n '2,7p' "$0" | sed 's/^# \{0,1\}//'; exit 0 ;;
    *) echo "test.sh: unknown option '$1'; see ./test.sh --help" >&2; exit 2 ;;
  esac
  shift
done

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 ATELIER_TEST_LONG=$long

# Most of the time goes into compiling methods of processes that live for seconds. Without counting calls for a later, better compilation and
# without mapping code pages twice, a server starts in three quarters of the time; what it does is the same.
export DOTNET_TieredPGO=0 DOTNET_EnableWriteXorExecute=0
results=$(mktemp -d)
trap 'rm -rf "$results"; [ -n "${s3_dir:-}" ] && tests/tools/s3-down.sh "$s3_dir" >/dev/null 2>&1; true' EXIT

# --- what the tests need -------------------------------------------------------------------------------------------------------------
need=()
have() { command -v "$1" >/dev/null 2>&1; }
have ffprobe || need+=(ffmpeg)
have radosgw || need+=(ceph-mon ceph-osd radosgw)
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || need+=(postgresql)
have node || need+=(nodejs)
have npm || need+=(npm)
have curl || need+=(curl)
have promtool || need+=(prometheus)
have nginx || need+=(nginx)
if [ ${#need[@]} -gt 0 ]; then
  echo "Installing ${need[*]}"
  sudo=""; [ "$(id -u)" -eq 0 ] || sudo="sudo"
  $sudo apt-get update -qq >"$results/apt.log" 2>&1
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${need[@]}" >>"$results/apt.log" 2>&1 \
    || { tail -20 "$results/apt.log" >&2; echo "test.sh: installing failed; tests that need these will say so" >&2; }
fi
if [ -f tests/sdk/package-lock.json ] && [ ! -d tests/sdk/node_modules ]; then
  (cd tests/sdk && npm ci --no-audit --no-fund --loglevel=error) || { echo "test.sh: npm ci failed" >&2; exit 1; }
fi

# --- build once ----------------------------------------------------------------------------------------------------------------------
dotnet restore Atelier.slnx -v q || exit 1
dotnet build Atelier.slnx --no-restore -v q || exit 1

# --- one real S3 server for all projects ---------------------------------------------------------------------------------------------
if [ -z "${ATELIER_TEST_S3:-}" ] && [ -x tests/tools/s3-up.sh ] && have radosgw; then
  s3_dir=$(mktemp -d)
  ATELIER_TEST_S3=$(tests/tools/s3-up.sh "$s3_dir" $((20000 + RANDOM % 20000))) && export ATELIER_TEST_S3 || s3_dir=""
fi

# --- run -----------------------------------------------------------------------------------------------------------------------------
passed=0 failed=0 skipped=0 broken=0
for project in tests/*.Tests/*.csproj; do
  name=$(basename "$project" .csproj)
  case "$name" in *"$only"*) ;; *) continue ;; esac
  started=$SECONDS
  log="$results/$name.log"
  export ATELIER_TEST_COUNTS="$results/$name.counts"
  dotnet test --project "$project" --no-build --no-progress >"$log" 2>&1
  code=$?
  number() { grep -aE "^ *$1: *[0-9]+" "$log" | tail -1 | grep -oE '[0-9]+' || echo 0; }
  p=$(number succeeded) f=$(number failed) s=$(number skipped)
  echo "$name: $p passed, $f failed, $s skipped ($((SECONDS - started)) s)"
  if [ "$code" -ne 0 ] || [ "$f" -gt 0 ]; then
    grep -avE '^\s*$' "$log" | tail -150
    [ "$f" -gt 0 ] || broken=1
  fi
  [ ! -f "$ATELIER_TEST_COUNTS" ] || cat "$ATELIER_TEST_COUNTS"
  grep -aE '^\s*skipped ' "$log" || true
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
done

[ "$broken" -eq 0 ] || { echo "test.sh: a test project broke without naming a failed test" >&2; failed=$((failed + 1)); }
if [ "$skipped" -gt 0 ]; then
  echo "$passed passed, $failed failed, $skipped skipped"
else
  echo "$passed passed, $failed failed"
fi
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
