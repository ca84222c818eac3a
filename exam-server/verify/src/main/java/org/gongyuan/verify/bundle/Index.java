package org.gongyuan.verify.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The bundle's index (`bundle.md` section 1.2).
public record Index(
        SittingId sitting,
        Suite suite,
        Digest manifest,
        Optional<String> run,
        Map<String, Listed> files) {

    /// What the index says of a file.
    public record Listed(Digest sha256, long size) {}

    private static final String FIRST_LINE = "gongyuan-bundle/1";

    /// Reads the index.
    ///
    /// @throws BundleRefused when it is not one of this version
    static Index parse(byte[] bytes) {
        var lines = new String(bytes, UTF_8).split("\n", -1);
        if (lines.length < 2 || !lines[0].equals(FIRST_LINE)) {
            throw new BundleRefused("the index does not begin with " + FIRST_LINE);
        }
        var words = new LinkedHashMap<String, String>();
        var files = new LinkedHashMap<String, Listed>();
        try {
            for (int i = 1; i < lines.length; i++) {
                if (lines[i].startsWith("file ")) {
                    var parts = lines[i].split(" ", -1);
                    files.put(
                            parts[3], new Listed(Digest.parse(parts[1]), Long.parseLong(parts[2])));
                } else if (!lines[i].isEmpty()) {
                    var parts = lines[i].split(" ", 2);
                    words.put(parts[0], parts[1]);
                }
            }
            return new Index(
                    new SittingId(word(words, "sitting")),
                    Suite.named(word(words, "suite")),
                    Digest.parse(word(words, "manifest")),
                    Optional.ofNullable(words.get("run")),
                    files);
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException refused) {
            throw new BundleRefused("the index: " + refused.getMessage(), refused);
        }
    }

    private static String word(Map<String, String> words, String name) {
        var word = words.get(name);
        if (word == null) {
            throw new BundleRefused("the index does not say " + name);
        }
        return word;
    }
}
