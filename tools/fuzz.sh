#!/bin/sh
# Runs every fuzz target of the project for FUZZTIME (default 30s).
set -eu
grep -rl --include='*_test.go' '^func Fuzz' cmd internal | while read -r file; do
	for target in $(sed -n 's/^func \(Fuzz[A-Za-z0-9_]*\).*/\1/p' "$file"); do
		echo "$(dirname "$file") $target"
		go test "./$(dirname "$file")" -run '^$' -fuzz "^$target\$" -fuzztime "${FUZZTIME:-30s}"
	done
done
