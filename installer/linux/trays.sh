#!/bin/sh
# Ends the running trays and starts them again: `trays.sh stop|start`. Root only.
#
# A packed program reads its modules from its own file while it runs, so none may run while that file is replaced. Who
# had a tray gets it back with the environment it had. Without a tray the proxies go on; what they would ask is refused.
set -u
kept=/run/callgate-trays
case ${1-} in
stop)
  rm -rf "$kept"
  mkdir -m 700 "$kept"
  for process in /proc/[0-9]*; do
    [ "$(readlink "$process/exe" 2>/dev/null)" = /usr/lib/callgate/callgate-tray ] || continue
    pid=${process#/proc/}
    cat "$process/environ" >"$kept/$(stat -c %U "$process").$pid"
    kill -TERM "$pid" 2>/dev/null || true
    for _ in 1 2 3 4 5 6 7 8 9 10; do [ -e "$process/exe" ] && sleep 0.5; done
  done
  ;;
start)
  for file in "$kept"/*; do
    [ -s "$file" ] || continue
    user=$(basename "$file")
    export user="${user%.*}"
    # shellcheck disable=SC2016  # the inner shell expands it
    xargs -0 -a "$file" sh -c 'runuser -u "$user" -- env -i "$@" /usr/bin/callgate-tray </dev/null >/dev/null 2>&1 &' sh
  done
  rm -rf "$kept"
  ;;
esac
