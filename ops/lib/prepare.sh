# Sourced by the commands of ops/: JDK and Maven found (or installed, or asked for), the tree built when it has changed.
. "$(dirname "${BASH_SOURCE[0]}")/jdk.sh"

say() { printf '%s\n' "$*" >&2; }

# Installs Debian packages when we may, otherwise says what to install.
need_package() { # COMMAND PACKAGE
  command -v "$1" >/dev/null 2>&1 && return 0
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    say "installing $2 …"
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q "$2" >/dev/null 2>&1 && return 0
    DEBIAN_FRONTEND=noninteractive apt-get update -q >/dev/null 2>&1
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q "$2" >/dev/null 2>&1 && return 0
  fi
  say "$1 is missing: install the package $2 and start again"
  return 1
}

# What the tests of the seat machine drive: a display without a screen, keys, clipboard, monitors, packet filter.
need_display() {
  need_package Xvfb xvfb && need_package xdotool xdotool && need_package xclip xclip && need_package xev x11-utils &&
    need_package xrandr x11-xserver-utils && need_package xhost x11-xserver-utils && need_package nft nftables && need_package ip iproute2 &&
    need_package import imagemagick && need_package sudo sudo || return 1
  local name libraries
  # Read whole: a pipe into grep -q breaks now and then, and then something is installed that is there.
  libraries=$(ldconfig -p)
  # What Chromium and OpenCV in the seat's window link to; the test is for the file, the package carries it.
  for name in libgtk-3.so.0:libgtk-3-0 libgtk-x11-2.0.so.0:libgtk2.0-0 libXtst.so.6:libxtst6 libXxf86vm.so.1:libxxf86vm1 libGL.so.1:libgl1 \
    libnss3.so:libnss3 libasound.so.2:libasound2; do
    [[ $libraries == *"${name%%:*}"* ]] || need_package "${name%%:*}" "${name##*:}" || return 1
  done
  [[ $libraries == *libXRes.so.1* ]] || need_package libXRes.so.1 libxres1
}

# What the tests of Chinese input talk to: IBus with libpinyin, on a message bus of its own.
need_input_method() {
  need_package ibus-daemon ibus && need_package dbus-run-session dbus-daemon &&
    need_package /usr/libexec/ibus-engine-libpinyin ibus-libpinyin
}

# What the pages are built with: Node 20.19 or newer, and npm.
need_node() {
  need_package node nodejs && need_package npm npm || return 1
  node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' && return 0
  say "node $(node --version) is too old: install Node 20.19 or newer and start again"
  return 1
}

# What the pages are tested with: Chromium, and a font with Chinese in it.
need_browser() {
  need_package chromium chromium && need_package fc-list fontconfig || return 1
  fc-list :lang=zh | grep -q . || need_package fonts-noto-cjk fonts-noto-cjk || fc-list :lang=zh | grep -q .
}

# What the tests of custodians' tokens talk to: a PKCS#11 library that keeps its tokens in files.
need_token() {
  need_package softhsm2-util softhsm2
}

# Which sources the tree was last built from; kept by build, read by prepare.
built=ops/rehearsal/target/built

# Everything that decides whether the last build still stands.
source_state() {
  find pom.xml item-bank exam-server exam-client ops -type f \
    \( -path '*/src/main/*' -o -path 'exam-client/page/*' -o -path 'exam-server/console/*' -o -name pom.xml \) -not -path '*/target/*' -not -path '*/node_modules/*' -printf '%p %T@ %s\n' | sort | sha256sum
}

# Builds what the commands run (no tests), once per change of the sources.
prepare() {
  JDK=$(find_jdk) || return 1
  need_package mvn maven || return 1
  need_node || return 1
  if [ ! -f "$built" ] || [ "$(cat "$built")" != "$(source_state)" ] || [ ! -f ops/rehearsal/target/classpath ]; then
    say "building …"
    # To standard error: standard output belongs to the command, whose last line a program may read.
    build -q -B package -DskipTests -Dformat.skip >&2 || { say "the build failed; see above"; return 1; }
  fi
}

# Runs Maven with goals that package the whole tree, and notes which sources that was done with.
build() {
  local state
  state=$(source_state)
  rm -f "$built"
  mvn "$@" || return 1
  printf '%s\n' "$state" > "$built"
}

# Options every program of ours is started with.
java_options() {
  printf '%s\n' --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    --add-modules java.se --add-exports java.base/jdk.internal.ref=ALL-UNNAMED \
    --add-opens java.base/java.lang=ALL-UNNAMED --add-opens java.base/sun.nio.ch=ALL-UNNAMED \
    --add-opens java.management/sun.management=ALL-UNNAMED \
    --add-opens jdk.management/com.sun.management.internal=ALL-UNNAMED \
    -XX:-HeapDumpOnOutOfMemoryError -Dfile.encoding=UTF-8
}

# Runs a main class of the built tree: run MAIN ARGS…
run() { run_in ops/rehearsal "$@"; }

# The same with the classes of another module: run_in MODULE MAIN ARGS…
run_in() {
  local module=$1 main=$2
  shift 2
  local -a options
  mapfile -t options < <(java_options)
  # shellcheck disable=SC2086
  exec "$JDK/bin/java" "${options[@]}" ${GONGYUAN_JAVA_OPTIONS:-} \
    -cp "$module/target/classes:$(cat "$module/target/classpath")" "$main" "$@"
}
