#!/bin/sh
# Bundles fonts, script and geodata from node_modules into the folders that the
# program embeds. Without node_modules it says so and does nothing.
set -eu
if [ ! -d node_modules ]; then
	echo "front: no npm packages: system fonts, no enhancement"
	exit 0
fi
if command -v node >/dev/null 2>&1; then
	node tools/fonts.mjs internal/web/asset/dist
else
	echo "front: no node: system fonts"
fi
for tool in bundle geodata; do
	[ -d "tools/$tool" ] && go run -C tools "./$tool" ..
done
exit 0
