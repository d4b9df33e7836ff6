#!/bin/sh
# Fetches what the machine lacks and allows: npm packages for the front end and
# the browser tests, Chromium, PostgreSQL, a C compiler for the race detector. What
# cannot be had is said and left: the program builds and runs without any of it.
set -u
note() { echo "setup: $*"; }

if command -v npm >/dev/null 2>&1; then
	if [ -L node_modules ]; then
		: # another tree of this repository fills it
	elif [ -f package-lock.json ] && ! cmp -s package-lock.json node_modules/.installed-lock; then
		if npm ci --prefer-offline --no-audit --no-fund --ignore-scripts --loglevel=error; then
			cp package-lock.json node_modules/.installed-lock
		else
			rm -rf node_modules # half of them would be taken for all
			note "npm packages could not be fetched: system fonts, no enhancement, no browser tests"
		fi
	fi
else
	note "no npm: system fonts, no enhancement, no browser tests"
fi

missing=""
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
command -v "$(go env CC | cut -d' ' -f1)" >/dev/null 2>&1 || missing="$missing gcc libc6-dev"
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
	note "installing$missing"
	{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing; } >/dev/null 2>&1 ||
		note "could not install$missing: the tests that need them are skipped and say so"
else
	note "please install$missing: the tests that need them are skipped until then"
fi
exit 0
