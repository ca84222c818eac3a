package org.gongyuan.command;

import org.gongyuan.bank.sealing.FormRefused;
import org.gongyuan.bank.sealing.HandIn;
import org.gongyuan.trust.seal.Purpose;
import org.gongyuan.trust.seal.SealingKeyPair;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Shares that were sealed to a one-time key of purpose `node`, and that key.
final class SharesIn {

    private static final long LARGEST_SHARE = 64L << 10;

    @Option(
            names = "--node-key",
            required = true,
            paramLabel = "KEY",
            description = {
                "一次性密钥文件（key new --purpose node）；份额密封给它的 .pub。",
                "One-time key file (key new --purpose node); shares are sealed to its .pub."
            })
    private Path nodeKey;

    @Mixin private Passphrase passphrase;

    @Option(
            names = "--share",
            required = true,
            paramLabel = "FILE",
            description = {"密封的份额，每人一个 A sealed share, one for each person of the quorum."})
    private List<Path> shares;

    SealingKeyPair key() throws IOException {
        return KeyFiles.sealing(nodeKey, Purpose.NODE, passphrase);
    }

    List<HandIn> handIns() throws IOException, FormRefused {
        var read = new ArrayList<HandIn>();
        for (var share : shares) {
            read.add(HandIn.parse(OwnFile.read(share, "share", LARGEST_SHARE)));
        }
        return read;
    }
}
