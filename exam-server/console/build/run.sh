#!/usr/bin/env bash
# Runs one step of the console's build with the Node of this machine:
#   build        libraries as the lock file names them (only when it changed), types of the contract, type check, built
#                files, compressed, and their digests (only when a source or the contract changed)
#   test         unit tests and the size of the first load
#   drill        the people of ops/demo --console at their browsers, who do what it asks for at the port in GONGYUAN_REHEARSAL
#   test:pages   the pages in Chromium, at the address in GONGYUAN_CONSOLE (ConsoleInBrowserTest of the server starts it)
#   test:published  the public page over published results, at the address in GONGYUAN_PUBLISHED (OnePersonAtThePortTest)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

command -v node >/dev/null || { echo "node is missing: install Node 20.19 or newer (Debian: nodejs and npm)" >&2; exit 1; }
command -v npm >/dev/null || { echo "npm is missing: install npm" >&2; exit 1; }
node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' ||
  { echo "node $(node --version) is too old: 20.19 or newer is needed" >&2; exit 1; }

install() {
  local stamp=node_modules/.installed state
  state=$(cat package.json package-lock.json .npmrc | sha256sum)
  [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$state" ] && return
  npm ci --no-audit --no-fund --prefer-offline --loglevel=error
  printf '%s\n' "$state" > "$stamp"
}

build() {
  local out=target/classes/org/gongyuan/console stamp=target/built state contract=../server/src/main/resources/org/gongyuan/server/contract
  state=$(find staff.html public.html package-lock.json tsconfig.json vite.config.ts build src test "$contract" -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum)
  [ -f "$stamp" ] && [ -f "$out/index.txt" ] && [ "$(cat "$stamp")" = "$state" ] && return
  npm run --silent contract
  npm run --silent check
  npm run --silent build
  printf '%s\n' "$state" > "$stamp"
}

install
case "$1" in
  build) build ;;
  test) npm run --silent test ;;
  test:pages)
    command -v "${GONGYUAN_CHROMIUM:-/usr/bin/chromium}" >/dev/null ||
      { echo "chromium is missing: install it (Debian: chromium and fonts-noto-cjk), or set GONGYUAN_CHROMIUM to its path" >&2; exit 1; }
    npm run --silent test:pages -- ${2:+"$2"} ;;
  test:published) node_modules/.bin/vitest run --config vitest.published.config.ts ;;
  drill) node_modules/.bin/vitest run --config vitest.drill.config.ts ;;
  *) echo "unknown step $1; known are build, test, test:pages, test:published, drill" >&2; exit 1 ;;
esac
