#!/bin/sh
# Runs the stages of make test one after the other up to the first that fails,
# and says how long each took and where its output is.
set -u
logs=var/test
rm -rf "$logs" && mkdir -p "$logs"
times="" done=""
for stage in "$@"; do
	began=$(date +%s)
	{
		"${MAKE:-make}" --no-print-directory $done "$stage" 2>&1 # what is done is not done again
		echo $? >"$logs/status"
	} | tee "$logs/$stage.log"
	took=$(($(date +%s) - began))
	times="$times$(printf '%6d s  %s' "$took" "$stage")
"
	done="$done -o $stage"
	[ "$(cat "$logs/status")" = 0 ] && continue
	printf '\n%s' "$times"
	echo
	grep -E '^ *--- FAIL|^FAIL|^panic:|DATA RACE|^✖|\.go:[0-9]+:[0-9]+: ' "$logs/$stage.log" | head -40
	echo "make test: $stage FAILED. All that it said: $logs/$stage.log. Only this again: make $stage"
	exit 1
done
printf '\n%s' "$times"
echo "make test: all stages passed"
