#!/bin/sh
# Weighs what a browser loads on its first visit of a page, as it travels:
#   tools/weight.sh http://127.0.0.1:8080/organizzazioni/officine-zero
set -eu
page=$1
site=$(printf %s "$page" | sed -E 's#^(https?://[^/]*).*#\1#')
get() { curl -fs -H 'Accept-Encoding: gzip, deflate, br, zstd' "$@"; }
plain() { curl -fs "$1"; }
style=$(plain "$page" | grep -oE '/assets/[^"]*\.css' | head -1)
{
	printf '%s\n' "$page"
	plain "$page" | grep -oE '/assets/[^"]*\.(css|js|woff2|svg)' | sed "s#^#$site#"
	plain "$site$style" | grep -oE '/assets/[^")]*\.woff2' | sed "s#^#$site#"
} | awk '!seen[$0]++' | while read -r address; do
	get -o /dev/null -w '%{size_download} %{url_effective}\n' "$address"
done | awk '{ total += $1; printf "%7.1f KB  %s\n", $1 / 1000, $2 } END { printf "%7.1f KB  together\n", total / 1000 }'
