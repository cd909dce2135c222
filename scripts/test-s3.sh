#!/bin/sh
# The blob store's tests against an S3-compatible server: the one at S3_TEST_ENDPOINT, or moto (Apache-2.0), which is
# installed into .tools/ with Python.
set -eu
cd "$(dirname "$0")/.."

if [ -z "${S3_TEST_ENDPOINT:-}" ]; then
  command -v python3 >/dev/null || { echo "python3 is missing. Install it, or name a server: S3_TEST_ENDPOINT=http://127.0.0.1:9000 make test-s3" >&2; exit 1; }
  if [ ! -x .tools/moto/bin/moto_server ]; then
    echo "Installing moto into .tools/moto" >&2
    python3 -m venv .tools/moto
    .tools/moto/bin/pip install --quiet 'moto[server]==5.2.5'
  fi
  port=$(node -e 'const s = require("node:net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close() })')
  .tools/moto/bin/moto_server -H 127.0.0.1 -p "$port" >.tools/moto/server.log 2>&1 &
  moto=$!
  trap 'kill "$moto" 2>/dev/null || true' EXIT INT TERM
  S3_TEST_ENDPOINT=http://127.0.0.1:$port
  export S3_TEST_ENDPOINT
  tries=0
  until node -e 'fetch(process.env.S3_TEST_ENDPOINT).then(() => process.exit(0), () => process.exit(1))'; do
    tries=$((tries + 1))
    [ "$tries" -lt 100 ] || { echo "moto does not start:" >&2; cat .tools/moto/server.log >&2; exit 1; }
    sleep 0.2
  done
fi
vitest run packages/server/src/media/s3-blobs.test.ts
