package org.gongyuan.command;

import io.vertx.core.json.JsonObject;

import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.custody.CustodianKeys;
import org.gongyuan.trust.seal.Purpose;
import org.gongyuan.trust.seal.SealBroken;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/// `gongyuan custodian prove`: answers the challenge by which a node is shown that a key is a
/// custodian's own (`exam-server/spec/staff-access.md` 8.3).
@Command(
        name = "prove",
        description = {
            "回答登记公钥的质询：证明密钥在自己手里。输出一行，粘贴回登记页面。",
            "Answers the challenge for the registration of a key. Prints one line to be pasted into"
                    + " the page."
        })
final class CustodianProveCommand extends ActCommand {

    @Option(
            names = "--key",
            required = true,
            paramLabel = "FILE",
            description = {"自己的密钥文件 Your key file."})
    private Path key;

    @Option(
            names = "--person",
            required = true,
            paramLabel = "ID",
            description = {"自己的人员编号 Your staff id."})
    private String person;

    @Option(
            names = "--challenge",
            required = true,
            paramLabel = "TEXT",
            description = {"页面显示的质询 The challenge the page shows."})
    private String challenge;

    @Option(
            names = "--second-phrase",
            description = {
                "约定受胁迫时使用的第二口令，另行询问。",
                "Agree on a second phrase for when you are forced; it is asked for."
            })
    private boolean wantsSecond;

    @Option(
            names = "--second-phrase-file",
            paramLabel = "FILE",
            description = {"第二口令文件 File whose first line is the second phrase."})
    private Path secondFile;

    @Option(names = "--json", description = "One JSON object on one line.")
    private boolean asJson;

    @Mixin private Passphrase passphrase;

    @Mixin private final TokenChoice token = new TokenChoice();

    @Override
    public Integer call() throws IOException {
        try (token;
                var pair = KeyFiles.sealing(key, Purpose.CUSTODIAN, token, passphrase)) {
            var mark =
                    wantsSecond || secondFile != null
                            ? KeyFiles.mark(key, token, new Passphrase(secondFile, false))
                            : noMark(pair.suite());
            var publicKey = pair.publicKey();
            var secret =
                    pair.open(
                            decoded(challenge),
                            CustodianKeys.bound(new StaffId(person), publicKey));
            var answer = CustodianKeys.answer(publicKey, secret, mark);
            if (asJson) {
                json(new JsonObject().put("answer", answer.hex()).put("mark", mark.hex()));
            } else {
                say(answer.hex() + " " + mark.hex());
            }
            return DONE;
        } catch (SealBroken broken) {
            throw new Refused(
                    Refused.REFUSED,
                    "the challenge is not for this key and person: " + broken.getMessage());
        }
    }

    /// Somebody without a second phrase gives a mark as well, so that nobody can tell who has one.
    private static Digest noMark(Suite suite) {
        var chance = new byte[Digest.LENGTH];
        new SecureRandom().nextBytes(chance);
        return suite.digest(chance);
    }

    private static byte[] decoded(String text) {
        try {
            return Base64.getUrlDecoder().decode(text.strip());
        } catch (IllegalArgumentException _) {
            throw new Refused(Refused.MISUSED, "the challenge is not what the page shows");
        }
    }
}
