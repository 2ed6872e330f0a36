#!/bin/sh
# The size classes checked in are those that the generator derives.  Usage: test_sizeclasses.sh mksizeclasses sizeclasses.h
set -e
out=$(mktemp)
trap 'rm -f "$out"' EXIT
"$1" > "$out"
cmp "$out" "$2"
