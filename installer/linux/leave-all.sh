#!/bin/sh
# Gives every person's clients their servers back, before Callgate is removed: `leave-all.sh`. Root only.
# Exit code 1 where a file could not be given back: its servers would not start any more.
#
# Secrets go back into the files, too. The keychain answers on the bus of the person's session, if they are logged in.
set -u
failed=0
people=$(getent passwd | cut -d: -f1,3,6)
IFS='
'
for person in $people; do
  name=${person%%:*}
  folder=${person##*:}
  [ -d "$folder/.callgate" ] || continue
  number=${person#*:}
  bus=/run/user/${number%%:*}/bus
  if ! runuser -u "$name" -- env HOME="$folder" DBUS_SESSION_BUS_ADDRESS="unix:path=$bus" \
    /usr/lib/callgate/callgate leave --yes; then
    echo "callgate: the client's file of $name could not be given back; see above." >&2
    failed=1
  fi
done
exit "$failed"
