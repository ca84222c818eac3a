package org.gongyuan.seat.program;

import org.gongyuan.lockdown.display.BlockedKeys;
import org.gongyuan.lockdown.display.Display;
import org.gongyuan.lockdown.display.EmptyClipboard;
import org.gongyuan.lockdown.display.KeyGrabs;
import org.gongyuan.lockdown.display.OneMonitor;
import org.gongyuan.lockdown.display.OtherMonitorsBlank;
import org.gongyuan.lockdown.display.PointerBarriers;
import org.gongyuan.lockdown.display.ScreenAwake;
import org.gongyuan.lockdown.measure.CannotLock;
import org.gongyuan.lockdown.measure.Measure;
import org.gongyuan.lockdown.privilege.Held;
import org.gongyuan.seat.session.Words;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The measures a seat knows, in the order in which they take hold (lockdown.md 1.6): what only
/// looks comes first, the network is closed last, when the exam servers' addresses are known.
final class SeatMeasures {

    /// Their names, in order.
    static final List<String> NAMES =
            List.of(
                    "one-monitor",
                    "pointer",
                    "screen-awake",
                    "clipboard",
                    "keys",
                    "usb",
                    "sysrq",
                    "egress");

    /// How many of them, the first, are on the display.
    private static final int ON_DISPLAY = 5;

    private static final Map<String, String> IN_CHINESE =
            Map.of(
                    "one-monitor", "只用一台显示器",
                    "pointer", "鼠标指针不离开本屏",
                    "screen-awake", "屏幕保持常亮",
                    "clipboard", "清空剪贴板",
                    "keys", "屏蔽快捷键",
                    "usb", "禁用新插入的 USB 设备",
                    "sysrq", "禁用系统请求键",
                    "egress", "只许连接考试服务器");

    private final List<Measure> known;

    /// @param noDisplay why there is no display, when there is none
    SeatMeasures(
            Optional<Display> display,
            String noDisplay,
            HoldSettings settings,
            NodeAddresses addresses) {
        var helper = settings.helper();
        var all = new ArrayList<Measure>();
        if (display.isPresent()) {
            var on = display.get();
            all.add(
                    switch (settings.others()) {
                        case REFUSED -> new OneMonitor(on);
                        case BLANKED -> new OtherMonitorsBlank(on);
                    });
            all.add(new PointerBarriers(on));
            all.add(new ScreenAwake(on));
            all.add(new EmptyClipboard(on));
            all.add(new KeyGrabs(on, BlockedKeys.all()));
        } else {
            NAMES.subList(0, ON_DISPLAY).forEach(name -> all.add(new Absent(name, noDisplay)));
        }
        all.add(Held.usb(helper));
        all.add(Held.systemRequest(helper));
        all.add(
                addresses.unknown().isEmpty()
                        ? Held.egress(helper, addresses.servers())
                        : new FreedOnly(
                                Held.egress(helper, List.of()),
                                "the address of %s cannot be found; name it in /etc/hosts or by number"
                                        .formatted(String.join(", ", addresses.unknown()))));
        known = List.copyOf(all);
    }

    /// All of them: what an earlier run held is given back by these, whatever is set now.
    List<Measure> known() {
        return known;
    }

    /// Those of these names.
    List<Measure> of(Set<String> names) {
        return known.stream().filter(measure -> names.contains(measure.name())).toList();
    }

    /// Why a measure is not in force or not given back, as candidate and proctor read it.
    static Words words(String measure, String because) {
        var chinese = IN_CHINESE.getOrDefault(measure, measure);
        return new Words("未能办到：" + chinese + "。", "%s: %s".formatted(measure, because));
    }

    /// A measure that can neither take hold nor give back here and now.
    private record Absent(String name, String because) implements Measure {

        @Override
        public String keep() throws CannotLock {
            throw new CannotLock(because);
        }

        @Override
        public void perform() throws CannotLock {
            throw new CannotLock(because);
        }

        @Override
        public void revert(String kept) throws CannotLock {
            throw new CannotLock(because);
        }
    }

    /// A measure that cannot take hold, but gives back what an earlier run held.
    private record FreedOnly(Measure measure, String because) implements Measure {

        @Override
        public String name() {
            return measure.name();
        }

        @Override
        public String keep() throws CannotLock {
            throw new CannotLock(because);
        }

        @Override
        public void perform() throws CannotLock {
            throw new CannotLock(because);
        }

        @Override
        public void revert(String kept) throws CannotLock {
            measure.revert(kept);
        }
    }
}
