package org.gongyuan.bank.scoring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.encoding.NotCanonical;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a candidate gave to one placement, as text tokens by response identifier (RP 9). Nothing is
/// known here of what the item declares; [ItemScoring] reads the tokens by its declarations.
///
/// One response has one encoding: canonical CBOR `[[identifier, nil | [token, ...]], ...]` in the
/// order of the identifiers' UTF-8 bytes.
public final class ResponseBody {

    /// The longest encoding: an essay of 80,000 Chinese characters fits (RP 9).
    public static final int LARGEST = 256 * 1024;

    /// The most identifiers, and the most tokens of one identifier (RP 9).
    public static final int MOST_ENTRIES = 1_000;

    private final TreeMap<String, Optional<List<String>>> tokens =
            new TreeMap<>(ResponseBody::order);

    private ResponseBody() {}

    /// A body of these tokens; an empty optional says that the candidate gave nothing.
    ///
    /// @throws IllegalArgumentException naming the limit that is passed
    public static ResponseBody of(Map<String, Optional<List<String>>> tokens) {
        var body = new ResponseBody();
        requireMost("identifiers", tokens.size());
        for (var entry : tokens.entrySet()) {
            requireIdentifier(entry.getKey());
            entry.getValue().ifPresent(list -> requireMost("tokens", list.size()));
            body.tokens.put(entry.getKey(), entry.getValue().map(List::copyOf));
        }
        return body;
    }

    /// A body with one response.
    public static ResponseBody of(String identifier, String... tokens) {
        return of(Map.of(identifier, Optional.of(List.of(tokens))));
    }

    /// What was given, by identifier, in the order of the encoding.
    public SortedMap<String, Optional<List<String>>> tokens() {
        return Collections.unmodifiableSortedMap(tokens);
    }

    /// Whether no identifier has a token that is not empty.
    public boolean isEmpty() {
        for (var given : tokens.values()) {
            for (var token : given.orElse(List.of())) {
                if (!token.isEmpty()) {
                    return false;
                }
            }
        }
        return true;
    }

    /// Reads a body.
    ///
    /// @throws NotCanonical naming the offset if the bytes are not the one encoding of a body
    public static ResponseBody decode(byte[] encoded) {
        requireNonNull(encoded, "encoded");
        if (encoded.length > LARGEST) {
            throw new NotCanonical(LARGEST, "a response has at most %d bytes".formatted(LARGEST));
        }
        var reader = new CborReader(encoded);
        var body = new ResponseBody();
        var entries = most(reader, reader.array());
        String before = null;
        for (var entry = 0; entry < entries; entry++) {
            var at = reader.position();
            reader.array(2);
            var identifier = reader.text();
            if (isNoIdentifier(identifier)) {
                throw new NotCanonical(at, "a response identifier is empty or has white space");
            }
            if (before != null && order(before, identifier) >= 0) {
                throw new NotCanonical(at, "response identifiers are not in order");
            }
            before = identifier;
            body.tokens.put(identifier, tokens(reader));
        }
        reader.end();
        return body;
    }

    private static Optional<List<String>> tokens(CborReader reader) {
        if (reader.nil()) {
            return Optional.empty();
        }
        var count = most(reader, reader.array());
        var tokens = new ArrayList<String>();
        for (var token = 0; token < count; token++) {
            tokens.add(reader.text());
        }
        return Optional.of(Collections.unmodifiableList(tokens));
    }

    /// The one encoding of this body.
    ///
    /// @throws IllegalArgumentException if it is longer than [#LARGEST]
    public byte[] encode() {
        var writer = new CborWriter();
        writer.array(tokens.size());
        for (var entry : tokens.entrySet()) {
            writer.array(2).text(entry.getKey());
            if (entry.getValue().isEmpty()) {
                writer.nil();
                continue;
            }
            writer.array(entry.getValue().get().size());
            for (var token : entry.getValue().get()) {
                writer.text(token);
            }
        }
        if (writer.length() > LARGEST) {
            throw new IllegalArgumentException(
                    "a response of %d bytes is longer than %d".formatted(writer.length(), LARGEST));
        }
        return writer.toBytes();
    }

    private static int most(CborReader reader, int count) {
        if (count > MOST_ENTRIES) {
            throw new NotCanonical(
                    reader.position(),
                    "%d entries are more than %d".formatted(count, MOST_ENTRIES));
        }
        return count;
    }

    private static void requireMost(String what, int count) {
        if (count > MOST_ENTRIES) {
            throw new IllegalArgumentException(
                    "%d %s are more than %d".formatted(count, what, MOST_ENTRIES));
        }
    }

    private static void requireIdentifier(String identifier) {
        if (isNoIdentifier(identifier)) {
            throw new IllegalArgumentException(
                    "response identifier \"%s\" is empty or has white space"
                            .formatted(BadToken.shown(identifier)));
        }
    }

    private static boolean isNoIdentifier(String identifier) {
        return identifier.isEmpty() || identifier.chars().anyMatch(Character::isWhitespace);
    }

    private static int order(String first, String second) {
        return Arrays.compareUnsigned(first.getBytes(UTF_8), second.getBytes(UTF_8));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ResponseBody that && that.tokens.equals(tokens);
    }

    @Override
    public int hashCode() {
        return tokens.hashCode();
    }

    /// Says how much was given, never what.
    @Override
    public String toString() {
        return "ResponseBody[%d identifiers]".formatted(tokens.size());
    }
}
