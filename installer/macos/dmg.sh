#!/bin/sh
# Packs Callgate.app into a dmg: `dmg.sh APP DIST VERSION`. macOS only. Sign the app before (sign.sh), if at all.
set -eu
app=$1 dist=$2 version=$3
staging=$(mktemp -d)
trap 'rm -rf "$staging"' EXIT
cp -R "$app" "$staging/"
ln -s /Applications "$staging/Applications"
hdiutil create -volname Callgate -srcfolder "$staging" -ov -format UDZO "$dist/Callgate-$version.dmg"
