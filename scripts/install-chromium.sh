#!/bin/sh
# Brings the Chromium that the browser tests drive: the one that is there, else from apt, else Playwright's own. Where neither can,
# the tests say so themselves.
cd "$(dirname "$0")/.." || exit 1
if node tests/support/find-chromium.ts >/dev/null 2>&1; then exit 0; fi
log=$(mktemp) || exit 1
trap 'rm -f "$log"' EXIT
echo 'Installing Chromium for the browser tests' >&2
if command -v apt-get >/dev/null && [ "$(id -u)" -eq 0 ]; then
  { apt-get install -y --no-install-recommends chromium || { apt-get update && apt-get install -y --no-install-recommends chromium; }; } >"$log" 2>&1 </dev/null && exit 0
fi
playwright-core install chromium >>"$log" 2>&1 </dev/null && exit 0
tail -5 "$log" >&2
echo 'Chromium could not be installed: the browser tests will fail. Install it yourself (Debian: apt install chromium), or name one with SWITCHBOARD_CHROMIUM=/path, then run make test again.' >&2
exit 0
