#!/usr/bin/env bash
# Writes the public surface of the packages to their PublicAPI.Unshipped.txt. A build fails while the files and the code disagree;
# run this after a deliberate change, and look at the diff: it is what users of the packages will see change.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
for name in Atelier.Providers.Abstractions Atelier.Clients; do
  file="src/$name/PublicAPI.Unshipped.txt"
  printf '#nullable enable\n' >"$file"
  dotnet build "src/$name" -v q --no-incremental -p:TreatWarningsAsErrors=false -p:WarningsNotAsErrors=RS0016 \
    | grep -o "warning RS0016: Symbol '.*' is not part of the declared public API" \
    | sed "s/^warning RS0016: Symbol '//; s/' is not part of the declared public API\$//" \
    | LC_ALL=C sort -u >>"$file" || true
  echo "$file: $(($(wc -l <"$file") - 1)) members"
done
