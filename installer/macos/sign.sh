#!/bin/bash
# Signs Callgate.app with a Developer ID, innermost parts first: `sign.sh APP`. macOS only.
#
# SIGNING_IDENTITY: "Developer ID Application: …", in the keychain. The identifier stays the same for ever: the keychain
# asks again for every secret when it changes.
set -eu
app=$1
here=$(cd "$(dirname "$0")" && pwd)
sign() {
  codesign --force --timestamp --options runtime --entitlements "$here/entitlements.plist" \
    --sign "$SIGNING_IDENTITY" "$@"
}
find "$app/Contents" -type f \( -name '*.so' -o -name '*.dylib' \) -print0 | while IFS= read -r -d '' file; do sign "$file"; done
find "$app/Contents/Frameworks" -type d -name '*.framework' -print0 | while IFS= read -r -d '' file; do sign "$file"; done
for name in callgate callgate-proxy callgate-tray; do
  sign --identifier "io.github.callgate.$name" "$app/Contents/MacOS/$name"
done
sign --identifier io.github.callgate.Callgate "$app"
codesign --verify --deep --strict "$app"
