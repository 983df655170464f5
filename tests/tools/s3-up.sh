#!/bin/bash
# Starts a real S3 server for tests: a Ceph object gateway with one monitor and one storage daemon, all in memory and on loopback.
#
#   s3-up.sh FOLDER [PORT]      prints "endpoint;access key;secret key" when it is ready
#
# The gateway listens on PORT (default 7480) and the monitor on PORT+1. FOLDER is emptied; s3-down.sh FOLDER stops everything.
# Needs the Debian packages ceph-mon, ceph-osd and radosgw. Works as root and as a plain user.
set -euo pipefail

folder=$(realpath -m "${1:?which folder?}")
port=${2:-7480}
access=atelier
secret=atelier-test-secret
conf=$folder/ceph.conf
fsid=$(cat /proc/sys/kernel/random/uuid)
osd=$(cat /proc/sys/kernel/random/uuid)
monitor="[v2:127.0.0.1:$((port + 1))/0]"

for program in ceph-mon ceph-osd ceph ceph-authtool monmaptool radosgw radosgw-admin curl; do
  command -v "$program" >/dev/null || { echo "$program is missing; install ceph-mon, ceph-osd, radosgw and curl" >&2; exit 127; }
done

fail() {
  echo "$1; the logs are in $folder/log" >&2
  KEEP_LOGS=yes "$(dirname "$0")/s3-down.sh" "$folder"
  exit 1
}

# wait_for SECONDS COMMAND...: until the command succeeds
wait_for() {
  local end=$((SECONDS + $1)); shift
  until "$@" >/dev/null 2>&1; do
    [ $SECONDS -lt $end ] || return 1
    sleep 0.1
  done
}

rm -rf "$folder"
mkdir -p "$folder"/{mon,osd,rgw,run,log}

cat >"$conf" <<CONF
[global]
fsid = $fsid
mon host = $monitor
mon initial members = a
mon data = $folder/mon
mon allow pool size one = true
mon data avail crit = 1
osd data = $folder/osd
osd objectstore = memstore
osd crush chooseleaf type = 0
osd max object name len = 1024
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pgp num = 1
osd pool default pg autoscale mode = off
memstore device bytes = 4294967296
paxos propose interval = 0.02
paxos min wait = 0.01
keyring = $folder/keyring
auth allow insecure global id reclaim = false
ms bind ipv6 = false
public addr = 127.0.0.1
cluster addr = 127.0.0.1
run dir = $folder/run
admin socket = $folder/run/\$name.asok
log file = $folder/log/\$name.log
rgw data = $folder/rgw
rgw dns name = localhost
rgw frontends = beast endpoint=127.0.0.1:$port
rgw thread pool size = 32
rgw lc debug interval = 2
[mon]
mgr initial modules =
[osd]
keyring = $folder/osd/keyring
CONF

ceph-authtool --create-keyring "$folder/keyring" --gen-key -n mon. --cap mon 'allow *' >/dev/null
ceph-authtool "$folder/keyring" --gen-key -n client.admin --cap mon 'allow *' --cap osd 'allow *' --cap mgr 'allow *' >/dev/null
monmaptool --create --clobber --fsid "$fsid" --addv a "$monitor" "$folder/monmap" >/dev/null

ceph-mon -c "$conf" -i a --mkfs --monmap "$folder/monmap" --keyring "$folder/keyring"
ceph-mon -c "$conf" -i a -f >"$folder/log/mon.out" 2>&1 </dev/null &
echo $! >"$folder/mon.pid"

key=$(ceph-authtool --gen-print-key)
echo "{\"cephx_secret\": \"$key\"}" | timeout 30 ceph -c "$conf" osd new "$osd" -i - >/dev/null || fail "the monitor does not answer"
ceph-authtool --create-keyring "$folder/osd/keyring" -n osd.0 --add-key "$key" >/dev/null
ceph-osd -c "$conf" -i 0 --mkfs --osd-uuid "$osd" >"$folder/log/mkfs.out" 2>&1
ceph-osd -c "$conf" -i 0 -f >"$folder/log/osd.out" 2>&1 </dev/null &
echo $! >"$folder/osd.pid"
storage_is_up() { timeout 5 ceph -c "$conf" osd stat 2>/dev/null | grep -q '1 up'; }
wait_for 30 storage_is_up || fail "the storage daemon does not come up"

radosgw -c "$conf" -n client.admin --keyring "$folder/keyring" -f >"$folder/log/rgw.out" 2>&1 </dev/null &
echo $! >"$folder/rgw.pid"
wait_for 30 curl -s -o /dev/null "http://127.0.0.1:$port/" || fail "the gateway does not answer"

timeout 60 radosgw-admin -c "$conf" user create --uid=atelier --display-name=atelier --access-key="$access" --secret="$secret" \
  >/dev/null 2>"$folder/log/admin.out" || fail "the gateway's user cannot be made"

echo "http://127.0.0.1:$port;$access;$secret"
