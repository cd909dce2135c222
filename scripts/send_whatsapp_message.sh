#!/bin/sh
# Sends a text message through Switchboard: POST /send/text. Needs curl.
#   scripts/send_whatsapp_message.sh TO [TEXT]      TO with its country and without a plus, like 15169007810
# SWITCHBOARD_URL says where to, ADMIN_API_KEY with which key.
set -eu
cd "$(dirname "$0")/.."

[ $# -ge 1 ] || {
  echo 'Whom to? scripts/send_whatsapp_message.sh 15169007810 "Hello"' >&2
  exit 2
}
url=${SWITCHBOARD_URL:-http://127.0.0.1:${PORT:-8000}}
key=${ADMIN_API_KEY:-}
[ -n "$key" ] || key=$(sed -n 's/^ADMIN_API_KEY=//p' .env 2>/dev/null | tr -d "\"'\r" || true)
[ -n "$key" ] || {
  echo 'No key: set ADMIN_API_KEY to what the server has.' >&2
  exit 1
}

escape() { printf %s "$1" | tr '\n\t\r' '   ' | sed 's/[\\"]/\\&/g'; }
printf '{"to":"%s","body":"%s"}' "$(escape "$1")" "$(escape "${2:-Hello from Switchboard}")" |
  curl --silent --show-error --fail-with-body --data-binary @- \
    -H 'Content-Type: application/json' -H "X-Admin-Api-Key: $key" "$url/send/text"
echo
