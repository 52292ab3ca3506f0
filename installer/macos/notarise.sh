#!/bin/sh
# Has Apple look at the dmg and fastens the answer to it: `notarise.sh FILE.dmg`. macOS only.
# NOTARY_PROFILE: what `xcrun notarytool store-credentials` has stored in the keychain.
set -eu
xcrun notarytool submit "$1" --keychain-profile "$NOTARY_PROFILE" --wait
xcrun stapler staple "$1"
spctl --assess --type open --context context:primary-signature "$1"
