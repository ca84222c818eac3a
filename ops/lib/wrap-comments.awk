# Wraps `///` comments at 100 columns, at spaces: the formatter would continue a longer one as `//`, which ends the
# doc comment. A `//` line right below a `///` line of the same indent is such a break and is put right.
function out(indent, rest,    room, cut, text) {
  room = 100 - length(indent) - 4
  text = rest
  while (length(text) > room && text !~ /\|/) {
    cut = room + 1
    while (cut > 1 && substr(text, cut, 1) != " ") cut--
    if (cut <= 1) break
    print indent "/// " substr(text, 1, cut - 1)
    text = substr(text, cut + 1)
  }
  print indent "/// " text
}
{
  if (match($0, /^ *\/\/\/ /)) {
    indent = $0; sub(/\/\/\/ .*/, "", indent)
    rest = substr($0, length(indent) + 5)
    out(indent, rest); doc = 1; last = indent; next
  }
  if (doc && match($0, /^ *\/\/ /)) {
    indent = $0; sub(/\/\/ .*/, "", indent)
    if (indent == last) { out(indent, substr($0, length(indent) + 4)); next }
  }
  doc = ($0 ~ /^ *\/\/\/$/)
  print
}
