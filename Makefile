# Every target works on a machine that has git, make and some npm. Where `node` is missing or older than 22.18, a newer
# one is put into .tools/, and nothing outside of this directory changes.

.DEFAULT_GOAL := help
SHELL := /bin/sh
MAKEFLAGS += --no-print-directory

NODE_FOR_TOOLS := 24.21.0
NODE_IS_NEW := $(shell node -e 'const [a, b] = process.versions.node.split(".").map(Number); console.log(a > 22 || (a === 22 && b >= 18) ? "yes" : "no")' 2>/dev/null)

ifneq ($(NODE_IS_NEW),yes)
  TOOLS_NODE := .tools/node-$(NODE_FOR_TOOLS).installed
  export PATH := $(CURDIR)/.tools/node_modules/node/bin:$(PATH)
endif
export PATH := $(CURDIR)/node_modules/.bin:$(PATH)

# npm writes this file last, so an interrupted installation is repeated. `npm install --no-save` takes the locked versions and
# leaves the lock alone; `npm ci` would refuse a lock that lacks the binaries of other platforms.
INSTALLED := node_modules/.package-lock.json
# Short-lived garbage stays in a small young generation: the process keeps below 300 MB under full load.
SERVE_FLAGS := --max-semi-space-size=8 --max-old-space-size=256
SWITCHBOARD := node $(SERVE_FLAGS) packages/cli/src/bin.ts

.PHONY: help
help: ## show this list
	@awk 'BEGIN { FS = ":.*## " } /^[a-z0-9-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

.tools/node-$(NODE_FOR_TOOLS).installed:
	@command -v npm >/dev/null || { echo "npm is missing. Install any Node.js (https://nodejs.org), then run make again." >&2; exit 1; }
	@echo "Node.js is missing or older than 22.18: installing $(NODE_FOR_TOOLS) into .tools/" >&2
	@mkdir -p .tools && npm install --prefix .tools --no-save --no-package-lock --ignore-scripts=false --loglevel=error node@$(NODE_FOR_TOOLS) >.tools/install.log 2>&1 </dev/null \
	  && .tools/node_modules/node/bin/node --version >/dev/null \
	  || { cat .tools/install.log >&2; echo "Node.js $(NODE_FOR_TOOLS) could not be installed; install Node.js 22.18 or newer yourself, then run make again." >&2; exit 1; }
	@touch $@

$(INSTALLED): package-lock.json $(TOOLS_NODE)
	@echo "Installing what package-lock.json names" >&2
	@npm install --no-save --loglevel=error </dev/null >&2
	@touch $@

# The console's files. Made again when one of its sources is newer; what it is made of is all in packages/console.
CONSOLE := packages/console/dist/index.html
$(CONSOLE): $(INSTALLED) $(shell find packages/console packages/contract/src -type f -not -path '*/dist/*' -not -path '*/node_modules/*' 2>/dev/null)
	@echo "Building the console" >&2
	@node scripts/build-console.ts >&2

.PHONY: install console start dev dev-tunnel test test-s3 count-tests check fix bench demo faults attack smoke db-migrate doctor tunnel tunnel-url tunnel-logs down

install: $(INSTALLED) ## bring a new enough Node and the locked packages

console: $(CONSOLE) ## build the console that the server shows at /app

start: $(INSTALLED) $(CONSOLE) ## start the server on http://127.0.0.1:8000
	@exec $(SWITCHBOARD) serve

dev: start ## the same as start

demo: $(INSTALLED) ## send a morning of customer traffic to the running server
	@exec $(SWITCHBOARD) demo

doctor: $(INSTALLED) ## explain the configuration and what is wrong with it
	@exec $(SWITCHBOARD) doctor

db-migrate: $(INSTALLED) ## bring the database's schema up to this version (start does it too)
	@exec $(SWITCHBOARD) migrate

test: $(INSTALLED) $(CONSOLE) ## run the tests
	@sh scripts/install-chromium.sh
	@exec vitest run $(TESTS)

test-s3: $(INSTALLED) $(CONSOLE) ## run the blob store's tests against an S3-compatible server
	@exec sh scripts/test-s3.sh

count-tests: $(INSTALLED)
	@exec node scripts/count-tests.ts $(RESULTS)

smoke: $(INSTALLED) $(CONSOLE) ## boot the product as the README says and try it
	@exec vitest run tests/readme.test.ts

faults: $(INSTALLED) $(CONSOLE) ## the long tests: kill -9, full disks, 100,000 mutated bodies
	@SWITCHBOARD_FAULTS=1 exec vitest run $(TESTS)

attack: $(INSTALLED) $(CONSOLE) ## attack a running server in every way that we know; a line for each, with tried and held
	@exec node scripts/attack.ts $(ATTACKS)

check: $(INSTALLED) $(CONSOLE) ## types, lint, format, layer law, dead exports
	@exec sh scripts/check.sh

fix: $(INSTALLED) ## format, and repair what the linter can
	@exec biome check --write .

bench: $(INSTALLED) $(CONSOLE) ## measure (some of it: BENCH="ingest mcp"); see docs/benchmarks.md
	@exec node bench/run.ts $(BENCH)

tunnel: $(INSTALLED) $(CONSOLE) ## start the server with a public address (needs cloudflared)
	@exec $(SWITCHBOARD) tunnel

dev-tunnel: tunnel ## the same as tunnel

tunnel-url: $(INSTALLED) ## print the public address
	@exec $(SWITCHBOARD) tunnel url

tunnel-logs: $(INSTALLED) ## follow the tunnel's log
	@exec $(SWITCHBOARD) tunnel logs

down: $(INSTALLED) ## stop the tunnel and the server
	@exec $(SWITCHBOARD) tunnel down --all
