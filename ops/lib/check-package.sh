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
[ -z "$(find "$seat" -type l)" ] || wrong "it has links, which the program takes for files added: $(find "$seat" -type l | head -n 3)"
[ -z "$(find "$work/root" -perm /6000)" ] || wrong "something in it changes the user: $(find "$work/root" -perm /6000)"
[ -z "$(find "$work/root/etc" 2>/dev/null)" ] || wrong "it writes to /etc when it is merely installed"
for script in "$work"/control/p* "$seat"/kiosk/{install,uninstall,check,gongyuan-seat-kiosk} "$seat"/{seat-helper,kiosk-session} "$seat"/bin/*; do
  sh -n "$script" || wrong "$script is no shell script"
done

# What the program says of its own files once a body has signed their list.
mkdir "$work/home"
ops/gongyuan certificate ca --name "Package check" --out "$work/ca" >/dev/null
ops/gongyuan certificate seat --ca "$work/ca" --centre C1 --seat R1.01 --out "$work/seat" >/dev/null
ops/gongyuan key new --purpose authority --open --out "$work/body" >/dev/null
cp "$list" "$work/files"
signer=$(ops/gongyuan seat-files sign --list "$work/files" --key "$work/body" --open --out "$work/files.sig" | sed -n 's/.*files.signer //p')
cat >"$work/seat.conf" <<CONF
seat = C1/R1/01
nodes = 127.0.0.1:9
machine.certificate = seat.crt
machine.key = seat.key
centre.authority = ca.crt
folder = state
temporary = tmp
chromium = $seat/chromium
CONF
{ cat "$work/seat.conf"; printf 'files.folder = %s\nfiles.manifest = files\nfiles.signer = %s\n' "$seat" "$signer"; } >"$work/signed.conf"
env -u DISPLAY HOME="$work/home" "$seat/runtime/bin/java" -cp "$seat/lib/*" org.gongyuan.seat.program.GongyuanSeat check \
  --settings "$work/signed.conf" >"$work/said" 2>&1 || [ $? = 3 ] || wrong "it cannot look at the machine: $(tail -n 2 "$work/said")"
grep -q 'findings\.' "$work/said" || wrong "it does not say what it found: $(tail -n 2 "$work/said")"
if grep -A1 -e '^files-changed' -e 'own files' "$work/said"; then wrong "it takes its own files for others than were signed"; fi

# The program, from where it lies now.
for name in "$seat"/bin/*; do sed -i "s|^here=.*|here=$seat|" "$name"; done
version=$("$seat/bin/gongyuan-seat" --version) || wrong "the program does not run"
[ "$("$seat/bin/gongyuan-seat-notice" --seconds 0 2>&1 >/dev/null | wc -l)" = 1 ] || wrong "the notice does not run"
if env -u DISPLAY "$seat/bin/gongyuan-seat" run --settings /nowhere >"$work/said" 2>&1; then wrong "the program ran without settings"; fi
grep -q '^gongyuan-seat: ' "$work/said" || wrong "the program does not say why it cannot be used: $(cat "$work/said")"

# The window, from the package alone: its page is drawn, and nothing was unpacked or fetched to draw it.
(cd "$seat" && find . -type f | sort) >"$work/files-before"
Xvfb -displayfd 9 -screen 0 1280x800x24 -nolisten tcp 2>/dev/null 9>"$work/number" &
xvfb=$!
for _ in $(seq 100); do [ -s "$work/number" ] && break; sleep 0.1; done
HOME=$work/home DISPLAY=:$(cat "$work/number") "$seat/bin/gongyuan-seat" run --drill --drill-without-sandbox \
  --settings "$work/seat.conf" >"$work/said" 2>&1 &
program=$!
trap 'kill "$program" "$xvfb" 2>/dev/null || true; wait 2>/dev/null; rm -rf "$work"' EXIT
drawn=no
for _ in $(seq 600); do
  if pgrep -f "$seat/chromium/jcef_helper.*--type=renderer" >/dev/null; then drawn=yes; break; fi
  kill -0 "$program" 2>/dev/null || break
  sleep 0.1
done
[ "$drawn" = yes ] || wrong "no page is drawn: $(tail -n 3 "$work/said")"
(cd "$seat" && find . -type f | sort) | cmp -s "$work/files-before" - || wrong "files were added to the program when it ran"
unpacked=$(find "$work/home" "$work/tmp" -name '*.so*' -o -name '*.jar' -o -name '*.pak' | head -n 3)
[ -z "$unpacked" ] || wrong "something was unpacked when it ran: $unpacked"
kill "$program"
wait "$program" 2>/dev/null || true

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
while read -r how _ place; do
  case "$how" in '' | '#'*) continue ;; esac
  [ -e "$machine$place" ] || [ -L "$machine$place" ] || wrong "install did not lay $place"
done <"$seat/kiosk/places"
[ "$(cat "$machine/etc/sudoers.d/gongyuan-seat")" != "of the machine" ] || wrong "install left what was there before"
SEAT_ROOT=$machine "$seat/kiosk/install" >"$work/said"
SEAT_ROOT=$machine "$seat/kiosk/uninstall" >"$work/said"
[ "$(state)" = "$before" ] || { diff <(printf '%s\n' "$before") <(state) >&2 || true; wrong "uninstall did not bring back what was there"; }
printf 'checked  %s: list, program, kiosk laid down and given back\n' "$version"
