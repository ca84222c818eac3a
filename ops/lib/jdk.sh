# Sourced by the commands of ops/: finds a JDK 25 or newer and puts it first in PATH, or says what to install.
find_jdk() {
  local candidate major
  for candidate in "${GONGYUAN_JDK:-}" "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/jdk* "$HOME"/.sdkman/candidates/java/*; do
    [ -n "$candidate" ] && [ -x "$candidate/bin/javac" ] || continue
    major=$("$candidate/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p')
    if [ -n "$major" ] && [ "$major" -ge 25 ]; then
      printf '%s\n' "$candidate"
      return 0
    fi
  done
  echo "no JDK 25 or newer found; install one (for example temurin-25-jdk) or set GONGYUAN_JDK to its folder" >&2
  return 1
}
