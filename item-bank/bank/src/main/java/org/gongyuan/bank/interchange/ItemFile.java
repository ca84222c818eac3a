package org.gongyuan.bank.interchange;

import static java.util.Objects.requireNonNull;

import org.gongyuan.bank.item.Finding;
import org.gongyuan.bank.item.Item;
import org.gongyuan.bank.item.References;
import org.gongyuan.bank.item.Severity;
import org.gongyuan.bank.item.markup.CanonicalXml;
import org.gongyuan.bank.item.markup.MarkupLimits;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// One QTI item file of any version from 2.0 to 3.0, read by itself. What it refers to (pictures,
/// stimuli) is not looked for; a package reading does that.
///
/// @param item the item; empty if it is refused
/// @param findings everything found, in the order of the file
public record ItemFile(Optional<Item> item, List<Finding> findings) {

    public ItemFile {
        requireNonNull(item, "item");
        findings = List.copyOf(findings);
    }

    /// Reads one file; `file` names it in findings.
    public static ItemFile read(byte[] bytes, String file) {
        return read(bytes, file, _ -> Optional.empty());
    }

    /// Reads one file that lies at `path`; rules it keeps in a file of its own are looked for
    /// beside and below it.
    public static ItemFile read(byte[] bytes, Path path) {
        var folder = path.toAbsolutePath().getParent();
        return read(
                bytes,
                path.getFileName().toString(),
                reference ->
                        References.isRemote(reference)
                                ? Optional.empty()
                                : PackagePath.resolve("", PackagePath.decoded(reference))
                                        .flatMap(below -> beside(folder.resolve(below))));
    }

    private static Optional<byte[]> beside(Path file) {
        try {
            return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                            && Files.size(file) <= MarkupLimits.ITEM.bytes()
                    ? Optional.of(Files.readAllBytes(file))
                    : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    private static ItemFile read(
            byte[] bytes, String file, Function<String, Optional<byte[]>> templates) {
        return switch (Source.read(bytes, file, MarkupLimits.ITEM)) {
            case Source.NoQti(var finding, _) -> new ItemFile(Optional.empty(), List.of(finding));
            case Source.Qti3(var tree, var findings) -> {
                var complete =
                        InlinePictures.named(RuleTemplates.inline(tree, templates), findings);
                var item = Item.read(complete, findings);
                yield new ItemFile(item, findings.list());
            }
        };
    }

    /// Writes an item as a QTI 3.0 file. Reading it again gives an equal item.
    public static byte[] write(Item item) {
        return CanonicalXml.file(item.root());
    }

    /// The findings that refused the item.
    public List<Finding> refusals() {
        return findings.stream().filter(f -> f.severity() == Severity.REFUSED).toList();
    }
}
