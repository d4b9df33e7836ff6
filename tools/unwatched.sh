#!/bin/sh
# Runs the tests that want no race detector, and no others of their packages:
# those that call unwatched.Only.
set -eu
files=$(grep -rl --include='*_test.go' 'unwatched\.Only(' cmd internal)
names=$(awk '/^func Test/ { sub(/\(.*/, "", $2); name = $2 } /unwatched\.Only\(/ { print name }' $files | paste -sd '|' -)
packages=$(dirname $files | sort -u | sed 's,^,./,')
exec "${GO:-go}" test -vet=off -shuffle=on -run "^($names)\$" $packages
