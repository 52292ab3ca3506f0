#!/bin/sh
# Installs Callgate for the person who runs this: `./install.sh [PREFIX]`, ~/.local where none is given.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
prefix=${1:-$HOME/.local}
app=$prefix/lib/callgate
mkdir -p "$prefix/bin" "$app" "$prefix/share"
for exe in /proc/[0-9]*/exe; do
  if [ "$(readlink "$exe" 2>/dev/null || true)" = "$app/callgate-tray" ]; then
    echo "callgate: the tray runs; quit Callgate in its menu first, then run this again." >&2
    exit 1
  fi
done
# The proxies that run keep their files: the new ones take the old ones' names.
rm -rf "$app/_internal.new" && cp -a "$here/app/_internal" "$app/_internal.new"
rm -rf "$app/_internal" && mv "$app/_internal.new" "$app/_internal"
rm -rf "$app/lean/payload" && mkdir -p "$app/lean"
[ ! -d "$here/app/lean/payload" ] || cp -a "$here/app/lean/payload" "$app/lean/payload"
for name in callgate callgate-proxy callgate-tray sbom.cdx.json; do
  [ -e "$here/app/$name" ] || continue
  cp -a "$here/app/$name" "$app/$name.new" && mv -f "$app/$name.new" "$app/$name"
done
for name in callgate callgate-proxy callgate-tray; do ln -sf "$app/$name" "$prefix/bin/$name"; done
cp -a "$here/share/." "$prefix/share/"
cp -a "$here/uninstall.sh" "$app/uninstall.sh"
[ ! -d "$app/lean/payload" ] || sh "$here/switch-lean.sh" "$app"
echo "Callgate is installed in $app. Start it: $prefix/bin/callgate-tray"
echo "To take it off again: $app/uninstall.sh"
