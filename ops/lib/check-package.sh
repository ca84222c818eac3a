#!/usr/bin/env bash
# check-package.sh DEB LIST: looks into a package of the seat without installing it: its files are those of the list, its
# program runs on its own runtime, and the kiosk lays down and gives back a folder byte for byte.
set -euo pipefail
deb=$1
list=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
wrong() { printf 'package: %s\n' "$*" >&2; exit 1; }

dpkg-deb -x "$deb" "$work/root"
dpkg-deb -e "$deb" "$work/control"
cmp -s "$list" "$work/root/usr/share/gongyuan-seat/files" || wrong "the list in the package is another than $list"
seat=$work/root/usr/lib/gongyuan-seat
(cd "$seat" && tail -n +2 "$list" | sha256sum --check --quiet) || wrong "its files are not those of the list"
[ "$(find "$seat" -type f | wc -l)" = "$(($(wc -l <"$list") - 1))" ] || wrong "it has files that are not in the list"
[ -z "$(find "$work/root" -perm /6000)" ] || wrong "something in it changes the user: $(find "$work/root" -perm /6000)"
[ -z "$(find "$work/root/etc" 2>/dev/null)" ] || wrong "it writes to /etc when it is merely installed"
for script in "$work"/control/p* "$seat"/kiosk/{install,uninstall,check,gongyuan-seat-kiosk} "$seat"/{seat-helper,kiosk-session} "$seat"/bin/*; do
  sh -n "$script" || wrong "$script is no shell script"
done

# The program, from where it lies now.
for name in "$seat"/bin/*; do sed -i "s|^here=.*|here=$seat|" "$name"; done
version=$("$seat/bin/gongyuan-seat" --version) || wrong "the program does not run"
[ "$("$seat/bin/gongyuan-seat-notice" --seconds 0 2>&1 >/dev/null | wc -l)" = 1 ] || wrong "the notice does not run"
if env -u DISPLAY "$seat/bin/gongyuan-seat" run --settings /nowhere >"$work/said" 2>&1; then wrong "the program ran without settings"; fi
grep -q '^gongyuan-seat: ' "$work/said" || wrong "the program does not say why it cannot be used: $(cat "$work/said")"

# The kiosk in a folder that stands for a machine, where some of its places are taken.
machine=$work/machine
mkdir -p "$machine"/etc/{systemd/system,sudoers.d} "$machine/var/lib"
printf 'of the machine\n' >"$machine/etc/sudoers.d/gongyuan-seat"
chmod 0400 "$machine/etc/sudoers.d/gongyuan-seat"
touch -d @1000000000 "$machine/etc/sudoers.d/gongyuan-seat"
ln -s /lib/systemd/system/multi-user.target "$machine/etc/systemd/system/default.target"
state() { (cd "$machine" && find . -printf '%P %y %m %U:%G %l ' \( -type f -printf '%T@ ' -exec sha256sum {} \; -o -printf '\n' \) | sort); }
before=$(state)
SEAT_ROOT=$machine "$seat/kiosk/install" >"$work/said"
while read -r how what place; do
  case "$how" in '' | '#'*) continue ;; esac
  [ -e "$machine$place" ] || [ -L "$machine$place" ] || wrong "install did not lay $place"
done <"$seat/kiosk/places"
[ "$(cat "$machine/etc/sudoers.d/gongyuan-seat")" != "of the machine" ] || wrong "install left what was there before"
SEAT_ROOT=$machine "$seat/kiosk/install" >"$work/said"
SEAT_ROOT=$machine "$seat/kiosk/uninstall" >"$work/said"
[ "$(state)" = "$before" ] || { diff <(printf '%s\n' "$before") <(state) >&2 || true; wrong "uninstall did not bring back what was there"; }
printf 'checked  %s: list, program, kiosk laid down and given back\n' "$version"
