# Sourced by install and uninstall: what was there before is written down before anything is changed, and comes back
# byte for byte, with owner, mode and time. The list has a line for each change, in order:
#   dir PLACE          a folder that did not exist
#   none PLACE         nothing lay there
#   was PLACE          something lay there; it is kept below $KEPT/before
#   user NAME          the account did not exist
#   value KEY VALUE    a kernel setting had this value when the kiosk was installed
# shellcheck shell=sh disable=SC2034
root=${SEAT_ROOT:-}
KEPT=$root/var/lib/gongyuan-seat-kiosk
USER_NAME=gongyuan-seat
here=$(dirname "$(readlink -f "$0")")

# Whether this very machine is meant, and whether it is running (a chroot is not).
is_machine() { [ -z "$root" ]; }
is_running() { is_machine && [ -d /run/systemd/system ]; }

fail() {
  printf '%s: %s\n' "$(basename "$0")" "$*" >&2
  exit 1
}

say() { printf '%s\n' "$*"; }

record() {
  printf '%s\n' "$*" >>"$KEPT/list"
  sync "$KEPT/list"
}

recorded() { [ -f "$KEPT/list" ] && grep -Fxq -- "$1" "$KEPT/list"; }

# keep PLACE: writes down what lies there, once.
keep() {
  if recorded "none $1" || recorded "was $1"; then return 0; fi
  keep_folder "$(dirname "$1")"
  if [ -e "$root$1" ] || [ -L "$root$1" ]; then
    mkdir -p "$KEPT/before$(dirname "$1")"
    cp -a -- "$root$1" "$KEPT/before$1"
    sync "$KEPT/before$(dirname "$1")"
    record "was $1"
  else
    record "none $1"
  fi
}

keep_folder() {
  if [ -d "$root$1" ]; then return 0; fi
  keep_folder "$(dirname "$1")"
  record "dir $1"
  mkdir -m 0755 "$root$1"
}

# keep_value KEY: writes down a setting of the running kernel, once.
keep_value() {
  file=/proc/sys/$(printf '%s' "$1" | tr . /)
  [ -r "$file" ] || return 0
  if grep -q "^value $1 " "$KEPT/list"; then return 0; fi
  record "value $1 $(cat "$file")"
}

# The files of accounts and what their programs leave beside them, so that they can be put back when nobody else
# has changed them meanwhile.
ACCOUNTS="passwd group shadow gshadow subuid subgid"

keep_accounts() {
  [ -d "$KEPT/accounts" ] && return 0
  mkdir -m 0700 "$KEPT/accounts"
  for name in $ACCOUNTS; do
    for file in "$name" "$name-"; do
      if [ -f "/etc/$file" ]; then cp -a "/etc/$file" "$KEPT/accounts/$file"; fi
    done
  done
  if [ -e /etc/.pwd.lock ]; then : >"$KEPT/accounts/.pwd.lock"; fi
  sync "$KEPT/accounts"
}

accounts_back() {
  for name in $ACCOUNTS; do
    if [ -f "$KEPT/accounts/$name" ] && cmp -s "/etc/$name" "$KEPT/accounts/$name"; then
      cp -a "$KEPT/accounts/$name" "/etc/$name"
      if [ -f "$KEPT/accounts/$name-" ]; then cp -a "$KEPT/accounts/$name-" "/etc/$name-"; else rm -f "/etc/$name-"; fi
    fi
  done
  if [ ! -e "$KEPT/accounts/.pwd.lock" ]; then rm -f /etc/.pwd.lock; fi
}

# give_back LINE: undoes one change. What cannot be undone is said, and the others are undone all the same.
give_back() {
  act=${1%% *}
  rest=${1#* }
  case "$act" in
    none) rm -f -- "$root$rest" && say "removed  $rest" ;;
    was) rm -f -- "$root$rest" && cp -a -- "$KEPT/before$rest" "$root$rest" && say "as before $rest" ;;
    dir) if [ -d "$root$rest" ]; then rmdir -- "$root$rest" 2>/dev/null || say "left     $rest: something else lies in it"; fi ;;
    user)
      if is_machine && id "$rest" >/dev/null 2>&1; then userdel "$rest" >/dev/null && say "removed  user $rest"; fi
      if getent group "$rest" >/dev/null 2>&1; then groupdel "$rest"; fi
      accounts_back
      ;;
    value)
      file=/proc/sys/$(printf '%s' "${rest%% *}" | tr . /)
      if is_running && [ -w "$file" ]; then
        printf '%s\n' "${rest#* }" 2>/dev/null >"$file" || say "left     ${rest%% *}: the kernel keeps it until the next start"
      fi
      ;;
    *) say "left     a line of the list that is not understood: $1" ;;
  esac
}
