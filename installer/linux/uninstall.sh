#!/bin/sh
# Gives the clients their servers back, then removes what install.sh put there. Your policy and log stay.
set -eu
app=$(cd "$(dirname "$0")" && pwd)
prefix=${app%/lib/callgate}
[ "$prefix" != "$app" ] || { echo "callgate: run the uninstall.sh in PREFIX/lib/callgate" >&2 && exit 1; }
"$app/callgate" leave --yes
for exe in /proc/[0-9]*/exe; do
  if [ "$(readlink "$exe" 2>/dev/null || true)" = "$app/callgate-tray" ]; then
    pid=${exe#/proc/}
    kill -TERM "${pid%/exe}"
  fi
done
for name in callgate callgate-proxy callgate-tray; do rm -f "$prefix/bin/$name"; done
rm -f "$prefix/share/applications/callgate.desktop" "$prefix/share/metainfo/io.github.callgate.Callgate.metainfo.xml"
rm -f "$prefix"/share/icons/hicolor/*/apps/callgate.png "$prefix/share/icons/hicolor/scalable/apps/callgate.svg"
rm -rf "$prefix/share/doc/callgate" "$app"
echo "Callgate is gone. Your policy and the log are still in ~/.callgate."
