#!/bin/sh
# Puts the proxy's interpreter of this version in place: `switch-lean.sh APP`.
#
# The payload (APP/lean/payload) is copied, by hard links where that can be, to a folder of its own; then the link
# APP/proxy-python is turned in one step. Proxies that run keep the folder they came from, whole, for as long as they
# run; the folders nobody runs from are removed.
set -eu
app=$1
build=$(cat "$app/lean/payload/BUILD")
target="$app/lean/$build"
if [ ! -d "$target" ]; then
  rm -rf "$target.new"
  cp -al "$app/lean/payload" "$target.new" 2>/dev/null || { rm -rf "$target.new"; cp -a "$app/lean/payload" "$target.new"; }
  mv "$target.new" "$target"
fi
ln -s "lean/$build/bin/python3" "$app/proxy-python.new"
mv -f "$app/proxy-python.new" "$app/proxy-python"
used=$(for exe in /proc/[0-9]*/exe; do readlink "$exe" || true; done 2>/dev/null)
for old in "$app"/lean/*; do
  case "$old" in "$target" | "$app/lean/payload") continue ;; esac
  case "$used" in *"$old/bin/"*) ;; *) rm -rf "$old" ;; esac
done
