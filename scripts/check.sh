#!/bin/sh
# Runs every check even when an early one fails, and names those that did.
failed=''
step() {
  name=$1
  shift
  if output=$("$@" 2>&1); then
    printf '  ok      %s\n' "$name"
  else
    printf '  FAILED  %s\n%s\n' "$name" "$output"
    failed="$failed, $name"
  fi
}

step 'types (tsc)' tsc -p .
step 'types of the console (tsc)' tsc -p packages/console
step 'lint, format, layer law, cycles (biome)' biome check --error-on-warnings --max-diagnostics=100 .
step 'floating promises (oxlint)' oxlint --deny-warnings
step 'permissions page (make it: node scripts/permissions-page.ts)' node scripts/permissions-page.ts --check
step 'sizes of the console (made by: make console)' node scripts/console-sizes.ts
step 'dead exports and dependencies (knip)' knip --no-progress

[ -z "$failed" ] || {
  echo "Failed: ${failed#, }. Formatting and some lint is repaired by: make fix" >&2
  exit 1
}
