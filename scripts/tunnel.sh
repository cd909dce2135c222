#!/bin/sh
# A Cloudflare quick tunnel to the server on this machine: scripts/tunnel.sh start|url|logs|down
data=${SWITCHBOARD_DATA_DIR:-.data}
log=$data/tunnel.log
pid=$data/tunnel.pid

address() {
  sed -n 's/.*\(https:\/\/[a-z0-9-]*\.trycloudflare\.com\).*/\1/p' "$log" 2>/dev/null | tail -n 1
}

stop() {
  [ -f "$pid" ] && kill "$(cat "$pid")" 2>/dev/null
  rm -f "$pid"
}

case $1 in
start)
  command -v cloudflared >/dev/null || {
    echo 'cloudflared is not installed, and a tunnel needs it. Get it from' >&2
    echo 'https://developers.cloudflare.com/cloudflare-one/networks/connectors/cloudflare-tunnel/downloads/ (or: brew install cloudflared),' >&2
    echo 'then run make tunnel again.' >&2
    exit 1
  }
  mkdir -p "$data" && chmod 700 "$data"
  stop
  : >"$log"
  cloudflared tunnel --no-autoupdate --url "http://127.0.0.1:${PORT:-8000}" >"$log" 2>&1 &
  echo $! >"$pid"
  trap stop EXIT
  # The server goes down with a signal of its own; the trap then takes the tunnel down too.
  trap : INT TERM
  tries=0
  while [ -z "$(address)" ] && [ $tries -lt 30 ]; do tries=$((tries + 1)); sleep 1; done
  url=$(address)
  [ -n "$url" ] || { tail -n 5 "$log" >&2; echo 'The tunnel gave no address within 30 s; its last lines are above.' >&2; exit 1; }
  # The tunnel ends on this machine and says for whom it comes.
  PUBLIC_BASE_URL=${PUBLIC_BASE_URL:-$url} SWITCHBOARD_TRUSTED_PROXIES=${SWITCHBOARD_TRUSTED_PROXIES:-127.0.0.1,::1} \
    node packages/cli/src/bin.ts serve
  ;;
url)
  url=$(address)
  [ -n "$url" ] || { echo 'No tunnel has an address yet. Start one with: make tunnel' >&2; exit 1; }
  echo "$url"
  ;;
logs)
  [ -f "$log" ] || { echo 'No tunnel was started here. Start one with: make tunnel' >&2; exit 1; }
  exec tail -n 50 -f "$log"
  ;;
down)
  stop
  server=$(sed -n 's/.*"pid": *\([0-9]*\).*/\1/p' "$data/server.json" 2>/dev/null)
  if [ -n "$server" ] && kill "$server" 2>/dev/null; then echo "Stopping the server (process $server)"; else echo 'No server is running here'; fi
  ;;
*)
  echo 'Use: scripts/tunnel.sh start|url|logs|down' >&2
  exit 2
  ;;
esac
