#!/bin/bash
# Stops what s3-up.sh started in FOLDER and removes the folder.
set -uo pipefail

folder=$(realpath -m "${1:?which folder?}")

# The gateway first and not gently: asked politely after its monitor is gone, it never ends.
for part in rgw osd mon; do
  if [ -f "$folder/$part.pid" ]; then
    kill -9 "$(cat "$folder/$part.pid")" 2>/dev/null
  fi
done

[ "${KEEP_LOGS:-}" = yes ] || rm -rf "$folder"
