# shellcheck shell=bash disable=SC2154,SC2034
# Sourced by try-boot: a machine in QEMU that can be started, cut off its power, typed at, looked at and asked from inside.
# Wants $folder (what `try FOLDER DEB --boot` made), $ACCEL, and say; leaves its answers in $failed.

# What tells what the machine looks like from inside, in a serial line of its own, and runs what a technician asks for in
# another. It is no part of a seat.
lay_teller() {
  cat >"$folder/teller" <<'TELLER'
#!/bin/bash
# The machine of `try` has nobody who asks for an address; QEMU's network is always this one.
for card in /sys/class/net/e*; do
  ip link set "${card##*/}" up
  ip addr add 10.0.2.15/24 dev "${card##*/}"
done
# A technician's hand: NUMBER COMMAND in, NUMBER and the first line of its output out.
while read -r number command; do
  printf '%s %s\n' "$number" "$(timeout 60 bash -c "$command" </dev/null 2>&1 | head -n 1)" >/dev/ttyS2
done </dev/ttyS2 &
exec >/dev/ttyS1 2>/dev/null
while :; do
  printf 'TELLER up=%s vt=%s sysrq=%s modules=%s disks=%s usb=%s egress=%s plug=%s ibus=%s lua=%s x=%s window=%s login=%s\n' "$(cut -d. -f1 /proc/uptime)" \
    "$(cat /sys/class/tty/tty0/active)" "$(cat /proc/sys/kernel/sysrq)" "$(grep -c '^usb_storage\|^uas' /proc/modules)" \
    "$(lsblk -ndo NAME | tr '\n' ',')" \
    "$(for i in /sys/bus/usb/devices/*/bInterfaceClass; do [ "$(cat "$i")" = 08 ] && cat "${i%/*}/authorized"; done | tr '\n' ',')$(
      for i in /sys/bus/usb/devices/*/bDeviceClass; do [ "$(cat "${i%/*}/authorized")" = 0 ] && echo 0; done | tr '\n' ',')" \
    "$(nft list table inet gongyuan_seat >/dev/null 2>&1 && echo on || echo off)" \
    "$(cat /sys/bus/usb/devices/usb*/authorized_default | sort -u | tr '\n' ',')" "$(pgrep -cx ibus-daemon)" \
    "$(setpriv --reuid=gongyuan-seat --regid=gongyuan-seat --clear-groups env -i HOME=/run/gongyuan-seat/home \
      XDG_CONFIG_HOME=/run/gongyuan-seat/home/.config gsettings get com.github.libpinyin.ibus-libpinyin.libpinyin lua-extension)" \
    "$(pgrep -c Xorg)" "$(pgrep -cf -- '--type=renderer')" "$(pgrep -cx 'agetty|login')"
  printf 'PROGRAMS %s\n' "$(ps -u gongyuan-seat -o comm= | sort | uniq -c | awk '{ printf "%s ", $2 }')"
  sleep 2
done
TELLER
  cat >"$folder/teller.service" <<'UNIT'
[Service]
ExecStartPre=-/bin/stty -F /dev/ttyS2 raw -echo
ExecStart=/usr/local/sbin/teller
Restart=always
[Install]
WantedBy=sysinit.target
UNIT
}

# A fresh disk of the seat with the teller, the exam server's name and the settings on it.
lay_disk() { # SETTINGS or nothing
  disk=$folder/booted.ext4
  cp --sparse=always "$folder/seat.ext4" "$disk"
  lay_teller
  { # debugfs writes into the folder it stands in
    echo "cd /usr/local/sbin"
    echo "write $folder/teller teller"
    echo "set_inode_field teller mode 0100755"
    echo "cd /etc/systemd/system"
    echo "write $folder/teller.service teller.service"
    echo "cd /etc/systemd/system/sysinit.target.wants"
    echo "symlink teller.service ../teller.service"
  } >"$folder/debugfs.in"
  if [ -n "${NODE:-}" ]; then
    printf '127.0.0.1 localhost\n10.0.2.100 %s\n' "${NODE_NAME:-exam-server}" >"$folder/hosts"
    printf 'cd /etc\nrm hosts\nwrite %s hosts\nset_inode_field hosts mode 0100644\n' "$folder/hosts" >>"$folder/debugfs.in"
  fi
  if [ -n "$1" ]; then
    local group file name
    group=$(debugfs -R 'cat /etc/group' "$disk" 2>/dev/null | awk -F: '$1 == "gongyuan-seat" { print $3 }')
    echo "cd /etc/gongyuan-seat" >>"$folder/debugfs.in"
    for file in "$1"/*; do
      name=$(basename "$file")
      printf 'write %s %s\nset_inode_field %s mode 0100640\nset_inode_field %s gid %s\n' "$file" "$name" "$name" "$name" "$group"
    done >>"$folder/debugfs.in"
  fi
  debugfs -w -f "$folder/debugfs.in" "$disk" >"$folder/debugfs.log" 2>&1
  truncate -s 64M "$folder/stick.img"
  mkfs.ext4 -q -F -L STICK "$folder/stick.img"
}

# 10.0.2.101 is a machine in the network that is no exam server: it greets whoever reaches it.
start_machine() {
  local forward=,guestfwd=tcp:10.0.2.101:80-cmd:$folder/greet pipe
  printf '#!/bin/sh\necho reached\nsleep 1\n' >"$folder/greet"
  chmod 755 "$folder/greet"
  if [ -n "${NODE:-}" ]; then
    printf '#!/bin/bash\nexec 3<>/dev/tcp/%s/%s || exit 1\ncat <&3 &\ncat >&3\n' "${NODE%:*}" "${NODE##*:}" >"$folder/forward"
    chmod 755 "$folder/forward"
    forward=$forward,guestfwd=tcp:10.0.2.100:7443-cmd:$folder/forward
  fi
  for pipe in monitor hand.in hand.out; do rm -f "$folder/$pipe"; mkfifo -m 0600 "$folder/$pipe"; done
  exec {monitor}<>"$folder/monitor" {hand}<>"$folder/hand.in" {given}<>"$folder/hand.out"
  : >"$folder/teller.log"
  : >"$folder/monitor.log"
  qemu-system-x86_64 -accel "$ACCEL" -cpu "max$([ "$ACCEL" = kvm ] && echo ,-arch-capabilities)" -m 3072 -smp 2 -display none -no-reboot \
    -vga none -device "virtio-vga,id=card,max_outputs=2,xres=${WIDTH:-1366},yres=${HEIGHT:-768}" -vnc "127.0.0.1:10,to=80,display=card,head=1" \
    -kernel "$folder/vmlinuz" -initrd "$folder/initrd" \
    -append "root=/dev/vda rw console=tty0 console=ttyS0 systemd.journald.forward_to_console=1 loglevel=4" \
    -drive "file=$disk,if=virtio,format=raw,cache=unsafe" -drive "file=$folder/stick.img,if=none,id=stick,format=raw" \
    -device qemu-xhci,id=xhci -device usb-kbd,bus=xhci.0 -device usb-tablet,bus=xhci.0 \
    -netdev "user,id=net,restrict=on$forward" -device virtio-net-pci,netdev=net,id=card0 \
    -serial "file:$folder/serial.log" -serial "file:$folder/teller.log" -serial "pipe:$folder/hand" -monitor stdio \
    <"$folder/monitor" >"$folder/monitor.log" 2>&1 &
  machine=$!
}
runs() { kill -0 "$machine" 2>/dev/null; }
# The plug is pulled.
cut_power() {
  kill -9 "$machine" 2>/dev/null || true
  wait "$machine" 2>/dev/null || true
  exec {monitor}>&- {hand}>&- {given}>&-
}

tell() { printf '%s\n' "$*" >&"$monitor"; }
# A number nobody was asked before, in whichever shell of this script.
a_number() { printf '%s' "${EPOCHREALTIME/[^0-9]/}"; }
# Waits until the monitor has done what it was told before: it prints a number when it comes to it.
done_telling() {
  local asked
  asked=$(a_number)
  tell "print /d $asked"
  until [ "$(tail -c 4000 "$folder/monitor.log" | tr -d '\r' | grep -acx "$asked")" -gt 0 ] || ! runs; do sleep 0.05; done
}
# As PNG: QEMU pads the lines of its PPM where the width is no multiple of four.
picture() { # NAME, of the first screen; NAME second, of the other one
  tell "screendump $folder/$1.png -f png${2:+ card 1}"
  done_telling
}
# What can be read on the screen, without blanks.
read_screen() {
  picture seen
  # As it is, twice as large in grey, and the bar at the top once more: each reads words the others do not.
  convert "$folder/seen.png" -colorspace Gray \( +clone -resize 200% -write "$folder/large.png" +delete \) \
    -crop x60+0+0 -resize 300% "$folder/bar.png"
  local one
  for one in seen large bar; do OMP_THREAD_LIMIT=1 tesseract "$folder/$one.png" - -l chi_sim --psm 11 2>/dev/null | tr -d ' \n\f'; done
}
sees() { # WORDS: waits until they can be read on the screen
  local look text wanted=${1// /}
  for ((look = 0; look < looks; look++)); do
    runs || break
    text=$(read_screen)
    case "$text" in *"$wanted"*) say "seen     $1 (look $look, up for $(field up) s)"; return 0 ;; esac
    sleep 0.5
  done
  picture "not-seen-$wanted" || true
  failed=1
  say "WRONG    the screen never showed \"$1\"; it shows: ${text:-}"
  return 1
}
press() { # TEXT as a keyboard with the American layout types it
  local at char
  for ((at = 0; at < ${#1}; at++)); do
    char=${1:at:1}
    case "$char" in
      [a-z0-9]) ;;
      [A-Z]) char=shift-${char,} ;;
      ' ') char=spc ;;
      -) char=minus ;;
      .) char="dot" ;;
      *) say "WRONG    no key for \"$char\" is known here"; failed=1; continue ;;
    esac
    tell "sendkey $char 60"
    sleep "${BETWEEN_KEYS:-0.2}"
  done
}
told() { tr -d '\r' <"$folder/teller.log" | grep -a '^TELLER .* login=[0-9]*$' | tail -n 1 || true; }
field() { told | grep -o " $1=[^ ]*" | cut -d= -f2 || true; }
# A figure of the teller that is looked at after this moment.
fresh() { # NAME
  local up
  up=$(field up)
  until [ "$(field up)" != "$up" ] || ! runs; do sleep 0.5; done
  field "$1"
}
inside() { # COMMAND: run as root in the machine; its first line of output
  local asked number answer
  asked=$(a_number)
  printf '%s %s\n' "$asked" "$*" >&"$hand"
  while read -r -t 90 number answer <&"$given"; do
    if [ "$number" = "$asked" ]; then printf '%s\n' "${answer%$'\r'}"; return 0; fi
  done
  echo "no answer"
}
claim() { # WORDS FOUND WANTED
  if [ "$2" = "$3" ]; then say "holds    $1 ($2)"; else failed=1; say "WRONG    $1: found $2, wanted $3"; fi
}

# Keys and hands that must do nothing at a seat.
forbidden() { # NAME of the pictures
  local key up disks
  for key in ctrl-alt-f1 ctrl-alt-f2 ctrl-alt-f6 alt-f1 alt-f3 ctrl-alt-backspace; do tell "sendkey $key"; sleep 0.7; done
  claim "after Ctrl+Alt+F1, F2, F6 it is still text console 7" "$(fresh vt)" tty7
  claim "Ctrl+Alt+Backspace did not end X" "$(field x)" 1
  picture "$1-consoles"

  for _ in 1 2 3 4 5 6 7 8 9; do tell "sendkey ctrl-alt-delete 20"; sleep 0.1; done
  goes_on "Ctrl+Alt+Del nine times did not restart the machine"
  claim "SysRq is off" "$(field sysrq)" 0
  tell "sendkey alt-sysrq-b"
  goes_on "Alt+SysRq+B did not restart the machine"
  tell "system_powerdown"
  goes_on "the power key did not end the machine"

  disks=$(field disks)
  tell "device_add usb-storage,bus=xhci.0,drive=stick,id=plugged"
  sleep 5
  claim "no disk comes up at the USB stick" "$(fresh disks)" "$disks"
  claim "the stick is seen and not authorized" "$(field usb)" 0,
  claim "its driver is not loaded" "$(field modules)" 0
  tell "device_del plugged"
  sleep 2
  # QEMU takes the drive away with the stick.
  tell "drive_add 0 if=none,id=stick,format=raw,file=$folder/stick.img"
  picture "$1-after"
}
goes_on() { # WORDS
  local up
  sleep 3
  up=$(field up)
  claim "$1" "$(fresh up >/dev/null; runs && [ "$(field up)" -gt "$up" ] && echo running)" running
}

# The second socket of the graphics card: a monitor of that size is plugged in there, or taken away (0 0).
plug_monitor() { # WIDTH HEIGHT
  local port
  tell "info vnc"
  done_telling
  port=$(tr -d '\r' <"$folder/monitor.log" | grep -ao '127\.0\.0\.1:[0-9]*' | tail -n 1 | cut -d: -f2)
  exec {vnc}<>"/dev/tcp/127.0.0.1/$port"
  # RFC 6143 as short as it can be: version, no security, shared; then the size that a viewer wants (SetDesktopSize).
  head -c 12 <&"$vnc" >/dev/null
  printf 'RFB 003.008\n' >&"$vnc"
  head -c 2 <&"$vnc" >/dev/null
  printf '\001' >&"$vnc"
  head -c 4 <&"$vnc" >/dev/null
  printf '\001' >&"$vnc"
  head -c 24 <&"$vnc" >/dev/null
  byte() { printf '%b' "\\0$(printf '%03o' $(($1 >> 8)))\\0$(printf '%03o' $(($1 & 255)))"; }
  { printf '\373\000'; byte "$1"; byte "$2"; printf '\001\000\000\000\000\000\000\000\000\000'; byte "$1"; byte "$2"; printf '\000\000\000\000'; } >&"$vnc"
  sleep 2
  exec {vnc}>&-
}

# The examination that EXAM names, a folder of try-exam.
exam() { # ORDER; its answer
  local answer
  printf '%s\n' "$*" >&"$orders"
  read -r -t 200 answer <&"$answers" || answer="no answer"
  printf '%s\n' "$answer"
}

# Milliseconds from a key to the first picture that differs, as it is seen from outside: the machine's screen is fetched over
# and over, so fetching once is in it.
key_to_picture() { # KEY TIMES
  local count since spent
  for ((count = 0; count < $2; count++)); do
    sleep 0.7
    picture before
    since=$(date +%s%N)
    tell "sendkey $1 40"
    while :; do
      picture then
      cmp -s "$folder/before.png" "$folder/then.png" || break
      [ $((($(date +%s%N) - since) / 1000000)) -lt 5000 ] || break
    done
    spent="${spent:-} $((($(date +%s%N) - since) / 1000000))"
  done
  say "figure   key to picture, ms:$(tr ' ' '\n' <<<"${spent:-}" | sort -n | tr '\n' ' ')"
  rm -f "$folder/before.png" "$folder/then.png"
}
