#!/usr/bin/env bash
# format.sh check|apply REPOSITORY VERSION [FOLDER…]: the formatter over every Java file of the tree, or of the folders
# named, on a JDK 25.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. ops/lib/jdk.sh
jdk=$(find_jdk)
goal=$1
jar="$2/com/google/googlejavaformat/google-java-format/$3/google-java-format-$3-all-deps.jar"
exports=()
for package in api code file parser tree util; do
  exports+=("--add-exports=jdk.compiler/com.sun.tools.javac.$package=ALL-UNNAMED")
done
list=$(mktemp)
trap 'rm -f "$list"' EXIT
folders=("${@:4}")
[ ${#folders[@]} -gt 0 ] || folders=(item-bank exam-server exam-client ops)
find "${folders[@]}" -path '*/src/*' -name '*.java' -not -path '*/target/*' | sort > "$list"
[ -s "$list" ] || exit 0
case $goal in
  check)
    if ! badly=$("$jdk/bin/java" "${exports[@]}" -jar "$jar" --aosp --dry-run --set-exit-if-changed "@$list"); then
      printf 'not formatted (ops/format puts it right):\n%s\n' "$badly" >&2
      exit 1
    fi ;;
  apply)
    while read -r file; do
      awk -f ops/lib/wrap-comments.awk "$file" > "$list.java"
      cmp -s "$list.java" "$file" || cat "$list.java" > "$file"
    done < "$list"
    rm -f "$list.java"
    "$jdk/bin/java" "${exports[@]}" -jar "$jar" --aosp --replace "@$list" ;;
  *) echo "format.sh: check or apply, not $goal" >&2; exit 2 ;;
esac
