package org.gongyuan.command;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.gongyuan.trust.seal.KeyFile;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;

/// `gongyuan custodian destroy`: a custodian destroys his key file, and with it every share that
/// was sealed to that key (`exam-server/spec/staff-access.md` 9.8). No passphrase is asked for:
/// who lost it must be able to destroy the file all the same.
@Command(
        name = "destroy",
        description = {
            "销毁自己的密钥文件：先核对确是这把密钥，再覆盖、删除。密封给这把密钥的所有份额从此打不开，不能恢复。"
                    + "其他副本、备份、纸质件和存储介质的残留不在其内，由本人另行销毁。",
            "Destroys your key file: makes sure that it is that key, then overwrites and removes"
                + " it. Every share sealed to that key opens no more; nothing brings it back. Other"
                + " copies, backups, paper and what a disk keeps elsewhere are not reached: destroy"
                + " them yourself."
        })
final class CustodianDestroyCommand extends ActCommand {

    private static final String KIND = "custodian sealing key";
    private static final int TYPED = 8;
    private static final long LARGEST = 4L * KeyFile.LONGEST;

    private final SecureRandom random = new SecureRandom();

    @Parameters(
            paramLabel = "FILE",
            description = {"自己的密钥文件 Your key file."})
    private Path file;

    @Option(
            names = "--fingerprint",
            required = true,
            paramLabel = "HEX",
            description = {
                "密钥指纹，见控制台“今日”页或通知书。",
                "The key's fingerprint, as the page of the console or the notice says it."
            })
    private String fingerprint;

    @Option(
            names = "--yes",
            description = {"不再询问（无终端时必须给出）。", "Asks no more; needed where there is no terminal."})
    private boolean isSure;

    @Option(names = "--json", description = "One JSON object on one line.")
    private boolean asJson;

    @Override
    public Integer call() throws IOException {
        if (!fingerprint.matches("[0-9a-f]{64}")) {
            throw new Refused(
                    Refused.MISUSED,
                    "a fingerprint has 64 hexadecimal digits, not \"%s\"".formatted(fingerprint));
        }
        var key = checked();
        ask();
        long size = destroy();
        told(key, size);
        return DONE;
    }

    /// The key file, if it is of the key that was named. Everything else is left as it is.
    private KeyFile checked() throws IOException {
        if (Files.isSymbolicLink(file)) {
            throw new Refused(
                    Refused.REFUSED,
                    "%s is a link to %s; name that file, so that nothing of it is left"
                            .formatted(file, Files.readSymbolicLink(file)));
        }
        var bytes = OwnFile.read(file, "key file", LARGEST);
        if (bytes.length == 0) {
            throw untouched("it is empty");
        }
        KeyFile key;
        try {
            key = KeyFiles.read(file);
        } catch (Refused refused) {
            throw untouched("it is no key file (" + refused.getMessage() + ")");
        }
        if (!key.kind().equals(KIND)) {
            throw untouched("it holds a %s, not a %s".formatted(key.kind(), KIND));
        }
        var own = PublicPart.of(key).fingerprint().orElseThrow();
        if (!own.equals(fingerprint)) {
            throw untouched("it holds the key %s, not %s".formatted(own, fingerprint));
        }
        return key;
    }

    private Refused untouched(String because) {
        return new Refused(Refused.REFUSED, "%s is not destroyed: %s".formatted(file, because));
    }

    private void ask() {
        if (isSure) {
            return;
        }
        var terminal = Interactive.terminal();
        if (terminal.isEmpty()) {
            throw new Refused(
                    Refused.MISUSED,
                    "there is no terminal to ask at; say --yes to destroy %s".formatted(file));
        }
        var begins = fingerprint.substring(0, TYPED);
        var typed =
                terminal.get()
                        .readLine(
                                "将销毁 %s，不能恢复。This destroys %s for good.%n"
                                        + "要继续请输入指纹前 %d 位 To go on type %s: ",
                                file, file, TYPED, begins);
        if (typed == null || !typed.strip().equals(begins)) {
            throw new Refused(Refused.REFUSED, "%s is left as it is".formatted(file));
        }
    }

    /// Random bytes, then zeros, each on the disk before the next; then the name goes.
    private long destroy() throws IOException {
        long size;
        try (var channel =
                FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            size = channel.size();
            var noise = new byte[Math.toIntExact(size)];
            random.nextBytes(noise);
            overwrite(channel, noise);
            overwrite(channel, new byte[noise.length]);
            channel.truncate(0);
            channel.force(true);
        }
        Files.delete(file);
        var folder = file.toAbsolutePath().getParent();
        try (var names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        } catch (IOException _) {
            // Some systems open no folders; the file is overwritten all the same.
        }
        return size;
    }

    private static void overwrite(FileChannel channel, byte[] bytes) throws IOException {
        var left = ByteBuffer.wrap(bytes);
        channel.position(0);
        while (left.hasRemaining()) {
            var _ = channel.write(left);
        }
        channel.force(true);
    }

    private void told(KeyFile key, long size) {
        boolean hasToken = key.token().isPresent();
        if (asJson) {
            var left = new JsonArray().add("copies").add("disk-remains").add("paper");
            if (hasToken) {
                left.add("token");
            }
            json(
                    new JsonObject()
                            .put("destroyed", file.toString())
                            .put("fingerprint", fingerprint)
                            .put("bytes", size)
                            .put("notReached", left));
            return;
        }
        say("已销毁 destroyed  %s（%d 字节 bytes）".formatted(file, size));
        say("密钥 key          " + fingerprint);
        say("未触及 not reached:");
        say(
                "  其他副本：U 盘、备份、网盘、邮件、其他电脑 / other copies: sticks, backups, clouds, mail, other"
                        + " computers");
        say("  固态硬盘和 U 盘在别处保留的旧数据 / what solid-state disks and sticks keep elsewhere");
        say("  纸质件和写有口令的纸条 / paper, and notes with the passphrase");
        if (hasToken) {
            say("  令牌上的密钥：用厂商工具删除 / the key on the token: remove it with its maker's tool");
        }
        say("办完后请在控制台确认。When all of it is done, confirm it in the console.");
    }
}
