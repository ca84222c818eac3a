package org.gongyuan.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;

import org.gongyuan.bank.sealing.Acceptance;
import org.gongyuan.bank.sealing.Classification;
import org.gongyuan.bank.sealing.FormRefused;
import org.gongyuan.bank.sealing.HandIn;
import org.gongyuan.bank.sealing.SealedForm;
import org.gongyuan.bank.sealing.SharePurpose;
import org.gongyuan.server.scoring.SealedResults;
import org.gongyuan.trust.seal.KeyRefused;
import org.gongyuan.trust.seal.Purpose;
import org.gongyuan.trust.seal.SealBroken;
import org.gongyuan.trust.seal.SealingKeyPair;
import org.gongyuan.trust.seal.SealingPublicKey;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;

/// `gongyuan custodian`: what a custodian does, on his own machine.
@Command(
        name = "custodian",
        description = {"保管人在自己机器上做的事。", "What a custodian does, on his own machine."},
        subcommands = {
            CustodianCommand.Keygen.class,
            CustodianProveCommand.class,
            CustodianTokensCommand.class,
            CustodianCommand.ShareOut.class,
            CustodianDestroyCommand.class
        })
final class CustodianCommand extends Family {

    /// `gongyuan custodian keygen`.
    @Command(
            name = "keygen",
            description = {
                "生成保管人密钥；只交出 FILE.pub，FILE 留在本人处。",
                "Makes a custodian's key. Hand over FILE.pub only; FILE stays with you."
            })
    static final class Keygen extends ActCommand {

        private static final int NAMED_BY = 16;

        @Option(
                names = "--suite",
                defaultValue = "INTL-1",
                paramLabel = "SUITE",
                description = "INTL-1 (${DEFAULT-VALUE}) | SM-1")
        private String suite;

        @Option(
                names = "--out",
                required = true,
                paramLabel = "FILE",
                description = {"新文件 The new file."})
        private Path out;

        @Option(names = "--json", description = "One JSON object on one line.")
        private boolean asJson;

        @Option(
                names = "--token-key",
                paramLabel = "NAME",
                description = {
                    "令牌上已有的 P-256 密钥；不给则在令牌上新建一个。",
                    "A P-256 key that is on the token already; without it a new one is made there."
                })
        private Optional<String> tokenKey = Optional.empty();

        @Mixin private Passphrase passphrase;

        @Mixin private final TokenChoice token = new TokenChoice();

        @Override
        public Integer call() throws IOException {
            var random = new SecureRandom();
            try (token;
                    var pair =
                            SealingKeyPair.generate(
                                    Suites.named(suite), Purpose.CUSTODIAN, random)) {
                new KeyCommand.Printed(this, asJson).key(out, written(pair, random));
            }
            return DONE;
        }

        private PublicPart written(SealingKeyPair pair, SecureRandom random) throws IOException {
            if (!token.isGiven()) {
                if (tokenKey.isPresent()) {
                    throw new Refused(
                            Refused.MISUSED, "--token-key needs a token: --token-library FILE");
                }
                return KeyFiles.write(out, pair, passphrase, random);
            }
            if (passphrase.isOpen()) {
                throw new Refused(
                        Refused.MISUSED,
                        "a key file with a token has a passphrase as well; leave --open out");
            }
            KeyFiles.refuseThere(out);
            var name = "gongyuan-" + pair.publicKey().fingerprint().hex().substring(0, NAMED_BY);
            var onToken = token.forNewFile(tokenKey, name, random);
            if (!asJson) {
                say("令牌 token        %s".formatted(tokenKey.orElse(name)));
            }
            return KeyFiles.write(out, pair, onToken, passphrase, random);
        }
    }

    /// `gongyuan custodian share`.
    @Command(
            name = "share",
            description = {
                "用自己的密钥打开自己的份额，密封给节点的一次性密钥，交入或写成文件。私钥不离开本机。"
                        + "卷钥份额的口令输两遍；对不对本机不作判断，输错了也照样交出一份，节点答“wrong-share”并告警："
                        + "重新执行本命令，慢慢再输。写成文件（--out）的，要等交入时才知道。",
                "Opens your own share, seals it to the node's one-time key and hands it in or"
                    + " writes it. Your private key never leaves this machine. For a share of the"
                    + " form key the passphrase is asked twice, and not judged here: a wrong one"
                    + " gives a share as well, which the node refuses as wrong-share, with an"
                    + " alarm. If that was you mistyping, run the command again and type slowly."
                    + " With --out you learn it only when the file is handed in."
            })
    static final class ShareOut extends ActCommand {

        private static final long LARGEST_KEY = 64L << 10;

        @Parameters(
                paramLabel = "FORM",
                description = {"装封卷；成绩用评分结果文件 The sealed form; for results the sealed results."})
        private Path form;

        @Option(
                names = "--key",
                required = true,
                paramLabel = "FILE",
                description = {"自己的密钥文件 Your key file."})
        private Path key;

        @Option(
                names = "--purpose",
                defaultValue = "form",
                paramLabel = "form|marking|results",
                description = "哪把钥匙的份额 Which key the share is of (${DEFAULT-VALUE}).")
        private String purpose;

        @Option(
                names = "--node-key",
                paramLabel = "FILE",
                description = {
                    "节点一次性公钥文件；不给则向 --server 取。",
                    "File of the node's one-time public key; asked of --server when not given."
                })
        private Path nodeKey;

        @Option(
                names = "--server",
                paramLabel = "URL",
                description = {"节点管理端口 The node's management port: http://127.0.0.1:7480."})
        private Optional<String> server = Optional.empty();

        @Option(
                names = "--sitting",
                paramLabel = "ID",
                description = "场次，节点上有多个时要给 The sitting, when the node holds several.")
        private Optional<String> sitting = Optional.empty();

        @Option(
                names = "--out",
                paramLabel = "FILE",
                description = {
                    "写成文件，由他人以 gongyuan release 交入。",
                    "Writes the sealed share, for gongyuan release to hand in."
                })
        private Path out;

        @Option(names = "--json", description = "One JSON object on one line.")
        private boolean asJson;

        @Mixin private Passphrase passphrase;

        @Mixin private final TokenChoice token = new TokenChoice();

        @Override
        public Integer call() throws IOException, FormRefused {
            if (nodeKey == null && server.isEmpty()) {
                throw new Refused(Refused.MISUSED, "say to whom: --node-key FILE or --server URL");
            }
            if (out == null && server.isEmpty()) {
                throw new Refused(Refused.MISUSED, "say where to: --out FILE or --server URL");
            }
            var handIn = given();
            if (out != null) {
                OwnFile.create(out, handIn.toBytes());
                if (asJson) {
                    json(new JsonObject().put("purpose", purpose).put("file", out.toString()));
                } else {
                    say("份额 share  %s".formatted(out));
                }
                return DONE;
            }
            var answer = new NodeLink(server.get()).share(handIn.toBytes());
            answer.print(this, asJson);
            return answer.isDone() ? DONE : Refused.REFUSED;
        }

        private HandIn given() throws IOException, FormRefused {
            try (token) {
                return handIn();
            }
        }

        private HandIn handIn() throws IOException, FormRefused {
            if (!Files.isRegularFile(form)) {
                throw new Refused(
                        Refused.MISUSED, "the sealed form %s does not exist".formatted(form));
            }
            var of = SharePurpose.named(purpose);
            var node = node();
            return switch (of) {
                case RESULTS -> ofResults(node);
                case MARKING -> ofMarking(node);
                case FORM -> ofForm(node);
                case REHEARSAL ->
                        throw new Refused(
                                Refused.MISUSED,
                                "a rehearsal is held in the console, not on the command line");
            };
        }

        /// A passphrase that does not open the file is handed in all the same, as what it stands
        /// for, and refused by the node (`item-bank/spec/trust.md` 10.8).
        private HandIn ofForm(SealingPublicKey node) throws IOException, FormRefused {
            try (var paper = SealedForm.read(form, Acceptance.upTo(Classification.TOP_SECRET));
                    var typed = KeyFiles.typed(key, token, passphrase)) {
                return paper.handIn(
                        SharePurpose.FORM,
                        PublicPart.sealing(key, Purpose.CUSTODIAN).fingerprint(),
                        typed,
                        node);
            }
        }

        private HandIn ofMarking(SealingPublicKey node) throws IOException, FormRefused {
            try (var paper = SealedForm.read(form, Acceptance.upTo(Classification.TOP_SECRET));
                    var pair = KeyFiles.sealing(key, Purpose.CUSTODIAN, token, passphrase)) {
                return paper.handIn(SharePurpose.MARKING, pair, node);
            }
        }

        private HandIn ofResults(SealingPublicKey node) throws IOException {
            var results = SealedResults.parse(Files.readAllBytes(form));
            try (var pair = KeyFiles.sealing(key, Purpose.APPROVER, passphrase)) {
                return results.handIn(pair, node);
            } catch (SealBroken broken) {
                throw new Refused(
                        Refused.REFUSED, "your share does not open: " + broken.getMessage());
            }
        }

        private SealingPublicKey node() throws IOException {
            if (nodeKey != null && PublicPart.isOne(nodeKey)) {
                return PublicPart.sealing(nodeKey, Purpose.NODE);
            }
            var text =
                    nodeKey == null
                            ? new NodeLink(server.orElseThrow()).nodeKey(sitting)
                            : new String(OwnFile.read(nodeKey, "node key", LARGEST_KEY), UTF_8);
            try {
                var parsed = SealingPublicKey.parse(text.strip());
                if (parsed.purpose() != Purpose.NODE) {
                    throw new Refused(
                            Refused.REFUSED, "%s is no node's one-time key".formatted(parsed));
                }
                return parsed;
            } catch (KeyRefused refused) {
                throw new Refused(
                        Refused.REFUSED, "the node's one-time key: " + refused.getMessage());
            }
        }
    }
}
