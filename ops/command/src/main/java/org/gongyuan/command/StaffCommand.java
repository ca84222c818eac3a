package org.gongyuan.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;

import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.FirstAdministrator;
import org.gongyuan.server.SettingsRefused;
import org.gongyuan.server.access.Role;
import org.gongyuan.server.access.StaffRegister;
import org.gongyuan.server.account.Invitations;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// `gongyuan staff`: the register of staff (`exam-server/spec/staff-orders.md`, section 2).
@Command(
        name = "staff",
        description = {"工作人员名册。", "The register of staff."},
        subcommands = {StaffCommand.Add.class, StaffCommand.First.class})
final class StaffCommand extends Family {

    /// `gongyuan staff add`.
    @Command(
            name = "add",
            description = {
                "向名册加一人；节点启动时读取名册。",
                "Adds a person to the register, which nodes read when they start."
            })
    static final class Add extends ActCommand {

        private static final long LARGEST = 8L << 20;

        @Option(
                names = "--register",
                required = true,
                paramLabel = "FILE",
                description = "名册文件，没有则新建 The register; made when it is not there.")
        private Path register;

        @Option(
                names = "--id",
                required = true,
                paramLabel = "ID",
                description = "编号，记入考试记录 The person's id, as the record will have it.")
        private String id;

        @Option(
                names = "--role",
                required = true,
                paramLabel = "proctor|head|officer",
                description = "监考、考点主任、考务 What the person may do.")
        private String role;

        @Option(
                names = "--key",
                required = true,
                paramLabel = "PUB",
                description = "公钥文件（key new --purpose proctor） The person's public key file.")
        private Path key;

        @Mixin private Told told;

        @Override
        public Integer call() throws IOException {
            var line =
                    "%s %s %s\n"
                            .formatted(
                                    new StaffId(id).text(),
                                    Role.named(role).word(),
                                    PublicPart.verifying(key).text());
            var before =
                    Files.exists(register)
                            ? new String(OwnFile.read(register, "register", LARGEST), UTF_8)
                            : "# id role key\n";
            var after = (before.endsWith("\n") ? before : before + "\n") + line;
            var size = StaffRegister.parse(after).size();
            var part = register.resolveSibling(register.getFileName() + ".part");
            var _ = Files.writeString(part, after);
            var _ =
                    Files.move(
                            part,
                            register,
                            StandardCopyOption.ATOMIC_MOVE,
                            StandardCopyOption.REPLACE_EXISTING);
            told.tell(
                    this,
                    new JsonObject()
                            .put("register", register.toString())
                            .put("id", id)
                            .put("role", role)
                            .put("persons", size),
                    "名册 register  %s: %d 人 persons".formatted(register, size));
            return DONE;
        }
    }

    /// `gongyuan staff first-administrator`.
    @Command(
            name = "first-administrator",
            description = {
                "邀请最初两位安全管理员（每次一位）；仅当尚无其他账号、节点未运行时。邀请码写入只有所有者可读的文件。",
                "Invites one of the first two security administrators, while nobody else has an"
                        + " account and the node does not run. The invitation goes into a file only"
                        + " its owner may read."
            })
    static final class First extends ActCommand {

        @Option(
                names = "--config",
                paramLabel = "FILE",
                description = "节点的配置文件 The node's configuration.")
        private Path config;

        @Option(
                names = "--id",
                required = true,
                paramLabel = "ID",
                description = "编号，记入考试记录 The person's id, as the record will have it.")
        private String id;

        @Option(
                names = "--name",
                required = true,
                paramLabel = "NAME",
                description = "姓名 The person's name.")
        private String name;

        @Option(
                names = "--out",
                required = true,
                paramLabel = "FILE",
                description = "邀请码文件，须尚不存在 Where the invitation goes; must not exist yet.")
        private Path out;

        @Mixin private Told told;

        @Override
        public Integer call() throws IOException {
            if (Files.exists(out)) {
                throw OwnFile.alreadyThere(out);
            }
            try {
                var settings = ServeCommand.settings(this, config);
                return switch (FirstAdministrator.invite(
                        settings, System.getenv(), new StaffId(id), name)) {
                    case Invitations.Outcome.Invited(var code) -> {
                        OwnFile.create(out, (code + "\n").getBytes(UTF_8));
                        told.tell(
                                this,
                                new JsonObject().put("id", id).put("file", out.toString()),
                                "邀请 invited  %s: %s".formatted(id, out));
                        yield DONE;
                    }
                    case Invitations.Outcome.Refused(var because) ->
                            throw new Refused(Refused.REFUSED, because);
                };
            } catch (SettingsRefused refused) {
                throw new Refused(Refused.MISUSED, refused.getMessage());
            }
        }
    }
}
