#!/bin/sh
# Sends one text message to Switchboard as Meta would: signed, over HTTP. Needs curl and openssl.
#   scripts/send_test_webhook.sh [TEXT] [FROM]
# SWITCHBOARD_URL and WHATSAPP_APP_SECRET say where to and with what; otherwise the server of this checkout and its secret.
set -eu
cd "$(dirname "$0")/.."

url=${SWITCHBOARD_URL:-http://127.0.0.1:${PORT:-8000}}
secret=${WHATSAPP_APP_SECRET:-}
[ -n "$secret" ] || secret=$(sed -n 's/^WHATSAPP_APP_SECRET=//p' .env 2>/dev/null | tr -d "\"'\r" || true)
[ -n "$secret" ] || secret=$(cat "${SWITCHBOARD_DATA_DIR:-.data}/app-secret" 2>/dev/null || true)
[ -n "$secret" ] || {
  echo 'No app secret: start the server first (make start), or set WHATSAPP_APP_SECRET to what it has.' >&2
  exit 1
}

text=$(printf %s "${1:-Hello from a test webhook}" | tr '\n\t\r' '   ' | sed 's/[\\"]/\\&/g')
from=${2:-15550100200}
now=$(date +%s)
number=${WHATSAPP_PHONE_NUMBER_ID:-106540352242922}
body=$(printf '{"object":"whatsapp_business_account","entry":[{"id":"102290129340398","changes":[{"field":"messages","value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"15550100100","phone_number_id":"%s"},"contacts":[{"wa_id":"%s","profile":{"name":"Test Sender"}}],"messages":[{"from":"%s","id":"wamid.test-%s-%s","timestamp":"%s","type":"text","text":{"body":"%s"}}]}}]}]}' \
  "$number" "$from" "$from" "$now" "$$" "$now" "$text")
signature=$(printf %s "$body" | openssl dgst -sha256 -hmac "$secret" | sed 's/.*= *//')

printf %s "$body" | curl --silent --show-error --fail-with-body --data-binary @- \
  -H 'Content-Type: application/json' -H "X-Hub-Signature-256: sha256=$signature" "$url/webhooks/whatsapp"
echo "200: kept. It is in $url/v1/messages"
