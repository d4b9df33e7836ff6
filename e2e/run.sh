#!/bin/sh
# Walks the main journeys in a real browser, or those that are named: run.sh map
# quick. Without npm packages or Chromium it says that it was skipped.
set -eu
cd "$(dirname "$0")/.."
if [ ! -d node_modules/playwright-core ] || ! command -v chromium >/dev/null 2>&1; then
	echo "e2e: SKIPPED: it needs npm packages and Chromium (make setup)"
	exit 0
fi
rm -rf e2e/screens && mkdir -p e2e/screens
exec node e2e/run.mjs "$@"
