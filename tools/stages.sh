#!/bin/sh
# Runs the stages of make test one after the other up to the first that fails,
# and says how long each took and where its output is. Stages joined by a plus
# run side by side.
set -u
logs=var/test
rm -rf "$logs" && mkdir -p "$logs"
done=""
trap 'kill 0' INT # what runs in the background does not hear it

# run STAGE leaves its output, its status and how long it took.
run() {
	began=$(date +%s)
	{
		"${MAKE:-make}" --no-print-directory $done "$1" 2>&1 # what is done is not done again
		echo $? >"$logs/$1.status"
	} | tee "$logs/$1.log"
	printf '%6d s  %s\n' $(($(date +%s) - began)) "$1" >>"$logs/times"
}

for group in "$@"; do
	stages=$(echo "$group" | tr + ' ')
	for stage in $stages; do run "$stage" & done
	wait
	failed=""
	for stage in $stages; do
		done="$done -o $stage"
		[ "$(cat "$logs/$stage.status")" = 0 ] || failed="$failed $stage"
	done
	[ -z "$failed" ] && continue
	printf '\n' && cat "$logs/times"
	for stage in $failed; do
		echo
		grep -E '^ *--- FAIL|^FAIL|^panic:|DATA RACE|^✖|\.go:[0-9]+:[0-9]+: ' "$logs/$stage.log" | head -40
		echo "make test: $stage FAILED. All that it said: $logs/$stage.log. Only this again: make $stage"
	done
	exit 1
done
printf '\n' && cat "$logs/times"
echo "make test: all stages passed"
