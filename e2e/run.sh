#!/bin/sh
# Walks the main journeys in a real browser. Without npm packages or Chromium it
# says that it was skipped.
set -eu
cd "$(dirname "$0")/.."
if [ ! -d node_modules/playwright-core ] || ! command -v chromium >/dev/null 2>&1; then
	echo "e2e: SKIPPED: it needs npm packages and Chromium (make setup)"
	exit 0
fi
rm -rf e2e/screens && mkdir -p e2e/screens
exec node --test --test-concurrency=1 --test-timeout=600000 e2e/
