package org.gongyuan.bank.interchange;

import org.gongyuan.bank.item.Asset;
import org.gongyuan.bank.item.AssetCheck;
import org.gongyuan.bank.item.Findings;
import org.gongyuan.bank.item.References;
import org.gongyuan.bank.item.markup.Element;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Pictures written into an item as `data:` addresses become files like all others
/// (`item-bank/spec/interchange.md`, section 9). Nothing but pictures is taken that way.
final class InlinePictures {

    private static final String SCHEME = "data:";

    /// Media types and the ending a file of that kind has.
    private static final Map<String, String> ENDINGS =
            Map.of(
                    "image/png", "png",
                    "image/jpeg", "jpg",
                    "image/jpg", "jpg",
                    "image/gif", "gif",
                    "image/svg+xml", "svg");

    private InlinePictures() {}

    /// Whether a reference carries a picture in itself.
    static boolean isOne(String reference) {
        return ending(reference).isPresent();
    }

    /// The picture a reference carries, or empty with the refusal in `findings`.
    static Optional<Asset> read(String reference, int line, Findings findings) {
        var name = "picture in the text." + ending(reference).orElseThrow();
        byte[] bytes;
        try {
            bytes = bytes(reference.strip());
        } catch (IllegalArgumentException broken) {
            findings.refuse(line, name, "its data: address cannot be decoded");
            return Optional.empty();
        }
        var inside = new Findings(findings.item(), findings.file());
        var asset = AssetCheck.check(name, bytes, inside);
        for (var finding : inside.list()) {
            switch (finding.severity()) {
                case REFUSED -> findings.refuse(line, finding.what(), finding.why());
                case WARNING, NOTE -> findings.note(line, finding.what(), finding.why());
            }
        }
        return asset;
    }

    /// The item with every such picture named as a file; the files themselves are not kept.
    static Element named(Element tree, Findings findings) {
        var names = new HashMap<String, String>();
        References.where(tree)
                .forEach(
                        (reference, element) -> {
                            if (isOne(reference)) {
                                read(reference, element.line(), findings)
                                        .ifPresent(asset -> names.put(reference, asset.name()));
                            }
                        });
        return names.isEmpty()
                ? tree
                : References.rewrite(tree, reference -> names.getOrDefault(reference, reference));
    }

    private static Optional<String> ending(String reference) {
        var stripped = reference.strip();
        int comma = stripped.indexOf(',');
        if (comma < 0 || !stripped.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        var type = stripped.substring(SCHEME.length(), comma).split(";", 2)[0];
        return Optional.ofNullable(ENDINGS.get(type.strip().toLowerCase(Locale.ROOT)));
    }

    private static byte[] bytes(String reference) {
        int comma = reference.indexOf(',');
        var head = reference.substring(0, comma).toLowerCase(Locale.ROOT);
        // A plus sign is itself here, not a space as in a form.
        var content =
                URLDecoder.decode(
                        reference.substring(comma + 1).replace("+", "%2B"), StandardCharsets.UTF_8);
        return head.endsWith(";base64")
                ? Base64.getDecoder().decode(content.replaceAll("\\s", ""))
                : content.getBytes(StandardCharsets.UTF_8);
    }
}
