package org.gongyuan.protocol.record;

import java.util.Arrays;
import java.util.stream.Collectors;

/// What can be found about a seat's machine (`exam-client/spec/lockdown.md` section 5): its word in
/// messages and in the record, and the words that candidate and proctor both read. A closed list.
public enum FindingKind {
    /// It is, or may be, a virtual machine. Ordinary hosts with Hyper-V set the same flag.
    VIRTUAL_MACHINE("virtual-machine", "这台机器可能是虚拟机", "This machine may be a virtual one"),
    /// A program that lets somebody else see or steer the screen.
    REMOTE_CONTROL("remote-control", "有远程控制程序在运行", "A remote-control program is running"),
    /// A debugger is attached to the seat's program.
    DEBUGGER("debugger", "考试程序正被调试", "A debugger is attached to the exam program"),
    /// More than one monitor.
    SEVERAL_MONITORS("several-monitors", "连接了多台显示器", "More than one monitor is connected"),
    /// A program that is not ours has the display open: it could take pictures of it.
    SCREEN_WATCHER("screen-watcher", "另有程序可以读取屏幕", "Another program can read the screen"),
    /// Programs of the seat's user that are not ours.
    OTHER_PROGRAM("other-program", "有其他程序在运行", "Another program is running"),
    /// The seat's own files are not those that were signed.
    FILES_CHANGED("files-changed", "考试程序的文件被改动", "Files of the exam program were changed"),
    /// Too little room on the disk for a session's journal and pictures.
    DISK_SHORT("disk-short", "磁盘空间不足", "The disk is nearly full"),
    /// The machine's clock is far from the server's.
    CLOCK_OFF("clock-off", "本机时钟不准", "The machine's clock is wrong"),
    /// There is no camera that gives pictures.
    NO_CAMERA("no-camera", "没有可用的摄像头", "There is no working camera"),
    /// An exam server cannot be reached.
    NODE_UNREACHABLE("node-unreachable", "连不上考试服务器", "An exam server cannot be reached"),
    /// Something could not be looked at, or the seat told nothing at all: a finding too.
    NOT_LOOKED_AT("not-looked-at", "有一项检查未能完成", "One check could not be made"),
    /// A measure was refused, so the machine is not in hand.
    NOT_LOCKED("not-locked", "本机未能锁定", "The machine could not be locked"),
    /// The centre's settings leave measures or checks out.
    LEFT_OUT("left-out", "按设置有保护措施未启用", "Protections are left out by the settings"),
    /// The page's process has the rights of the user.
    NOT_SANDBOXED("not-sandboxed", "页面进程没有隔离", "The page's process is not isolated"),
    /// Chinese is to be typed here, and no input method runs.
    NO_INPUT_METHOD("no-input-method", "中文输入不可用", "Chinese cannot be typed"),
    /// The seat's program was started for a drill.
    DRILL("drill", "演练：不是正式考试", "A drill: no real exam");

    private final String word;
    private final String chinese;
    private final String english;

    FindingKind(String word, String chinese, String english) {
        this.word = word;
        this.chinese = chinese;
        this.english = english;
    }

    /// Its word in messages and in the exam record.
    public String word() {
        return word;
    }

    /// What candidate and proctor read in Chinese.
    public String chinese() {
        return chinese;
    }

    /// What candidate and proctor read in English.
    public String english() {
        return english;
    }

    /// The kind of that word.
    ///
    /// @throws IllegalArgumentException when the list has no such word; the message has the list
    public static FindingKind named(String word) {
        for (var kind : values()) {
            if (kind.word.equals(word)) {
                return kind;
            }
        }
        throw new IllegalArgumentException(
                "unknown finding \"%s\"; known are %s"
                        .formatted(
                                word,
                                Arrays.stream(values())
                                        .map(FindingKind::word)
                                        .collect(Collectors.joining(", "))));
    }
}
