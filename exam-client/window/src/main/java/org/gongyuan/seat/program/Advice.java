package org.gongyuan.seat.program;

import org.gongyuan.protocol.record.FindingKind;
import org.gongyuan.seat.session.Words;

/// What a technician does about a finding, as `gongyuan-seat check` prints it.
final class Advice {

    private Advice() {}

    static Words about(FindingKind kind) {
        return switch (kind) {
            case VIRTUAL_MACHINE ->
                    new Words(
                            "换一台实体机；若确为实体机，请监考员查看后放行。",
                            "Take a real machine; if it is one, a proctor looks and overrides.");
            case REMOTE_CONTROL ->
                    new Words(
                            "停止并卸载列出的程序，关闭列出的端口。",
                            "Stop and remove the programs named, close the ports named.");
            case DEBUGGER ->
                    new Words("结束调试程序，重新启动考位。", "End the debugger and start the seat again.");
            case SEVERAL_MONITORS -> new Words("只留一台显示器，拔掉其余的。", "Leave one monitor plugged in.");
            case SCREEN_WATCHER, OTHER_PROGRAM ->
                    new Words(
                            "结束列出的程序；属于考位自身的写入 look.allowed。",
                            "End the programs named; put what belongs to the kiosk into"
                                    + " look.allowed.");
            case FILES_CHANGED -> new Words("重新安装考试程序。", "Install the exam program again.");
            case DISK_SHORT -> new Words("清理磁盘，至少留 2 GiB。", "Free the disk: 2 GiB at least.");
            case CLOCK_OFF -> new Words("校准本机时钟，检查主板电池。", "Set the clock; look at the battery.");
            case NO_CAMERA ->
                    new Words(
                            "接上摄像头；不用摄像头的场次可不理会。",
                            "Plug a camera in; nothing to do where none is used.");
            case NODE_UNREACHABLE ->
                    new Words("检查网线和 nodes 设置。", "Look at the cable and at the setting nodes.");
            case NOT_LOOKED_AT ->
                    new Words("按所列原因修复后再查。", "Mend what the evidence names, then check again.");
            case NOT_LOCKED ->
                    new Words(
                            "按所列原因修复；助手程序由 ops/deployment/kiosk/install 安装。",
                            "Mend what the evidence names; the helper comes with"
                                    + " ops/deployment/kiosk/install.");
            case LEFT_OUT ->
                    new Words(
                            "如非有意，请补全 lock.measures 和 files.*。",
                            "If this is not meant, complete lock.measures and files.*.");
            case NOT_SANDBOXED ->
                    new Words(
                            "启用用户命名空间（见 kiosk/check），不要以 root 运行。",
                            "Allow user namespaces (kiosk/check says how); do not run as root.");
            case NO_INPUT_METHOD ->
                    new Words(
                            "安装 ibus 和 ibus-libpinyin，用考位会话启动；不打中文的场次设 input.methods = none。",
                            "Install ibus and ibus-libpinyin and start the seat by the kiosk's"
                                    + " session; where no Chinese is typed, set input.methods ="
                                    + " none.");
            case DRILL -> new Words("正式考试请去掉 --drill。", "Leave --drill out for an examination.");
        };
    }
}
