package org.gongyuan.command;

import org.gongyuan.protocol.record.Cause;
import org.gongyuan.protocol.record.FindingKind;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.server.access.StaffOrder.What;
import org.gongyuan.server.sitting.Scope;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.time.Duration;

/// `gongyuan sitting`: what staff order a node to do with a sitting
/// (`exam-server/spec/staff-orders.md`).
@Command(
        name = "sitting",
        description = {"场次：开场、收场、暂停、续时等，均由工作人员签字。", "Sittings: orders signed by staff."},
        subcommands = {
            SittingOpenCommand.class,
            SittingCommand.Status.class,
            SittingCommand.Hold.class,
            SittingCommand.Resume.class,
            SittingCommand.Extend.class,
            SittingCommand.Annul.class,
            SittingCommand.Transfer.class,
            SittingCommand.Move.class,
            SittingCommand.Message.class,
            SittingCommand.Pictures.class,
            SittingPostureCommand.class,
            SittingCommand.Disregard.class,
            SittingCommand.Close.class
        })
final class SittingCommand extends Family {

    private static final String CAUSES =
            "machine-fault, power-cut, network-fault, illness, accommodation, late-start,"
                    + " disturbance, breach, candidate-request, identity, evacuation,"
                    + " content-fault, false-alarm, examined, other";

    /// Whom an order concerns.
    static final class Whom {

        @Option(
                names = "--scope",
                required = true,
                paramLabel = "SCOPE",
                description = "session:HEX | seat:CENTRE/ROOM/DESK | room:CENTRE/ROOM | all")
        private String scope;

        Scope scope() {
            return Scope.parse(scope);
        }
    }

    /// Why.
    static final class Why {

        @Option(
                names = "--cause",
                required = true,
                paramLabel = "CAUSE",
                description = {"原因 Why:", CAUSES})
        private String cause;

        Cause cause() {
            return Cause.named(cause);
        }
    }

    /// `gongyuan sitting status`.
    @Command(
            name = "status",
            description = {
                "场次情况：各种人数、是否启封、条目数。",
                "How a sitting stands: counts, released, entries."
            })
    static final class Status extends ActCommand {

        @Option(
                names = "--server",
                defaultValue = "http://127.0.0.1:7480",
                paramLabel = "URL",
                description = "节点管理端口 The node's management port (${DEFAULT-VALUE}).")
        private String server;

        @Option(
                names = "--sitting",
                required = true,
                paramLabel = "ID",
                description = "场次 The sitting.")
        private String sitting;

        @Option(names = "--json", description = "One JSON object on one line.")
        private boolean asJson;

        @Override
        public Integer call() {
            var answer = new NodeLink(server).status(sitting);
            answer.print(this, asJson);
            return answer.isDone() ? DONE : Refused.REFUSED;
        }
    }

    /// `gongyuan sitting hold`.
    @Command(
            name = "hold",
            description = {"停表，一人即可。", "Stops clocks; one person may."})
    static final class Hold extends ActCommand {

        @Mixin private Signing signing;
        @Mixin private Whom whom;
        @Mixin private Why why;

        @Override
        public Integer call() throws IOException {
            return signing.give(this, new What.Hold(whom.scope(), why.cause()));
        }
    }

    /// `gongyuan sitting resume`.
    @Command(
            name = "resume",
            description = {"恢复走表，一人即可。", "Lets clocks go on; one person may."})
    static final class Resume extends ActCommand {

        @Mixin private Signing signing;
        @Mixin private Whom whom;

        @Override
        public Integer call() throws IOException {
            return signing.give(this, new What.Resume(whom.scope()));
        }
    }

    /// `gongyuan sitting extend`.
    @Command(
            name = "extend",
            description = {"续时，两人。", "Gives more time; two persons."})
    static final class Extend extends ActCommand {

        @Mixin private Signing signing;
        @Mixin private Whom whom;
        @Mixin private Why why;

        @Option(
                names = "--minutes",
                required = true,
                paramLabel = "MINUTES",
                description = "续多少分钟 How many minutes, 1 to 240.")
        private int minutes;

        @Override
        public Integer call() throws IOException {
            if (minutes < 1 || minutes > 240) {
                throw new Refused(
                        Refused.MISUSED, "--minutes %d is outside 1..240".formatted(minutes));
            }
            return signing.give(
                    this, new What.Extend(whom.scope(), Duration.ofMinutes(minutes), why.cause()));
        }
    }

    /// `gongyuan sitting void`.
    @Command(
            name = "void",
            description = {"作废，两人。", "Annuls sessions; two persons."})
    static final class Annul extends ActCommand {

        @Mixin private Signing signing;
        @Mixin private Whom whom;
        @Mixin private Why why;

        @Override
        public Integer call() throws IOException {
            return signing.give(this, new What.Annul(whom.scope(), why.cause()));
        }
    }

    /// `gongyuan sitting transfer`.
    @Command(
            name = "transfer",
            description = {"转到另一场次，两人。", "Sends sessions to another sitting; two persons."})
    static final class Transfer extends ActCommand {

        @Mixin private Signing signing;
        @Mixin private Whom whom;
        @Mixin private Why why;

        @Option(
                names = "--to",
                required = true,
                paramLabel = "SITTING",
                description = "目标场次 The other sitting.")
        private String to;

        @Override
        public Integer call() throws IOException {
            return signing.give(
                    this, new What.Transfer(whom.scope(), new SittingId(to), why.cause()));
        }
    }

    /// `gongyuan sitting move`.
    @Command(
            name = "move",
            description = {
                "准许换到另一座位继续，两人；30 分钟内有效。",
                "Lets a session go on at another seat; two persons; stands for 30 minutes."
            })
    static final class Move extends ActCommand {

        @Mixin private Signing signing;
        @Mixin private Whom whom;
        @Mixin private Why why;

        @Option(
                names = "--to",
                required = true,
                paramLabel = "CENTRE/ROOM/DESK",
                description = "新座位 The other seat.")
        private String to;

        @Override
        public Integer call() throws IOException {
            return signing.give(this, new What.Move(whom.scope(), new SeatId(to), why.cause()));
        }
    }

    /// `gongyuan sitting message`.
    @Command(
            name = "message",
            description = {"向考生广播文字，一人即可。", "Tells candidates something; one person may."})
    static final class Message extends ActCommand {

        @Mixin private Signing signing;
        @Mixin private Whom whom;

        @Option(
                names = "--text",
                required = true,
                paramLabel = "TEXT",
                description = "要说的话 The words, 1 to 1000 characters.")
        private String text;

        @Override
        public Integer call() throws IOException {
            return signing.give(this, new What.Tell(whom.scope(), text));
        }
    }

    /// `gongyuan sitting pictures`.
    @Command(
            name = "pictures",
            description = {
                "要求考位加密拍照，看现在的情形，一人即可；考生会得到通知。",
                "Asks seats for more pictures for a while; one person may; candidates are told."
            })
    static final class Pictures extends ActCommand {

        private static final int TENTHS = 10;

        @Mixin private Signing signing;
        @Mixin private Whom whom;

        @Option(
                names = "--per-second",
                defaultValue = "1",
                paramLabel = "N",
                description = "每秒几张 Pictures a second, 0.1 to 4. Unless set: ${DEFAULT-VALUE}.")
        private double perSecond;

        @Option(
                names = "--seconds",
                defaultValue = "60",
                paramLabel = "S",
                description = "多少秒 For how long, 1 to 600. Unless set: ${DEFAULT-VALUE}.")
        private int seconds;

        @Override
        public Integer call() throws IOException {
            long tenths = Math.round(perSecond * TENTHS);
            if (tenths < 1 || tenths > What.Pictures.MOST) {
                throw new Refused(
                        Refused.MISUSED, "--per-second %s is outside 0.1..4".formatted(perSecond));
            }
            if (seconds < 1 || seconds > What.Pictures.LONGEST.toSeconds()) {
                throw new Refused(
                        Refused.MISUSED, "--seconds %d is outside 1..600".formatted(seconds));
            }
            return signing.give(
                    this,
                    new What.Pictures(whom.scope(), (int) tenths, Duration.ofSeconds(seconds)));
        }
    }

    /// `gongyuan sitting override`.
    @Command(
            name = "override",
            description = {
                "放行一台机器上的一项发现：warn 一人即可，refuse 须两人；记入考试记录。",
                "Lets a session go on in spite of a finding about its machine: one person for what"
                        + " the policy warns of, two for what it refuses. An entry of the record."
            })
    static final class Disregard extends ActCommand {

        @Mixin private Signing signing;
        @Mixin private Whom whom;
        @Mixin private Why why;

        @Option(
                names = "--finding",
                required = true,
                paramLabel = "WORD",
                description = "发现 The finding's word, as `gongyuan sitting posture` lists it.")
        private String finding;

        @Override
        public Integer call() throws IOException {
            return signing.give(
                    this,
                    new What.Disregard(whom.scope(), FindingKind.named(finding), why.cause()));
        }
    }

    /// `gongyuan sitting close`.
    @Command(
            name = "close",
            description = {
                "收场，两人；人数对不上则拒绝并指出是谁。",
                "Closes a sitting; two persons. Refused, with names, while the sums do not agree."
            })
    static final class Close extends ActCommand {

        @Mixin private Signing signing;

        @Override
        public Integer call() throws IOException {
            return signing.give(this, new What.Close());
        }
    }
}
