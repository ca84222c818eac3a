package org.gongyuan.bank.interchange;

import static java.util.Objects.requireNonNull;

import org.gongyuan.bank.item.Asset;
import org.gongyuan.bank.item.ItemContent;
import org.gongyuan.bank.item.References;
import org.gongyuan.bank.item.Stimulus;
import org.gongyuan.bank.item.markup.Attribute;
import org.gongyuan.bank.item.markup.CanonicalXml;
import org.gongyuan.bank.item.markup.Element;
import org.gongyuan.bank.item.markup.Text;

import java.io.IOException;
import java.io.OutputStream;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Writes items as a QTI 3.0 content package (`item-bank/spec/interchange.md`, section 13). The
/// same items in the same order give the same bytes. It is plain text: whoever writes it answers
/// for the secret.
public final class PackageWriting {

    private static final String MANIFEST = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1";

    /// Zip entries carry a time; ours carry always this one.
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final List<Element> resources = new ArrayList<>();
    private final Map<String, String> resourceOfFile = new LinkedHashMap<>();

    private PackageWriting() {}

    /// Writes a zip of these items with their stimuli and assets.
    public static void write(String identifier, List<ItemContent> items, OutputStream out)
            throws IOException {
        requireNonNull(identifier, "identifier");
        var writing = new PackageWriting();
        for (int i = 0; i < items.size(); i++) {
            writing.item(items.get(i), i + 1);
        }
        writing.zip(identifier, out);
    }

    private void item(ItemContent content, int number) {
        for (var asset : content.assets()) {
            asset(asset);
        }
        for (var stimulus : content.stimuli()) {
            stimulus(stimulus);
        }
        var path = "items/item-%05d.xml".formatted(number);
        files.put(path, CanonicalXml.file(fromFolder(content.item().root())));
        var needs = new ArrayList<>(content.item().assets());
        needs.addAll(content.item().stimuli());
        resource("item-%05d".formatted(number), "imsqti_item_xmlv3p0", path, needs);
    }

    private void stimulus(Stimulus stimulus) {
        if (!files.containsKey(stimulus.name())) {
            files.put(stimulus.name(), CanonicalXml.file(fromFolder(stimulus.root())));
            resource(
                    "stimulus-%05d".formatted(resources.size() + 1),
                    "imsqti_stimulus_xmlv3p0",
                    stimulus.name(),
                    stimulus.assets());
        }
    }

    private void asset(Asset asset) {
        if (!files.containsKey(asset.name())) {
            files.put(asset.name(), asset.content());
            resource(
                    "asset-%05d".formatted(resources.size() + 1),
                    "webcontent",
                    asset.name(),
                    List.of());
        }
    }

    /// Names are relative to the package, files lie one folder down.
    private static Element fromFolder(Element root) {
        return References.rewrite(root, reference -> "../" + reference);
    }

    private void resource(String identifier, String type, String path, List<String> needs) {
        var children = new ArrayList<Element>();
        children.add(element("file", List.of(Attribute.of("href", path)), List.of()));
        for (var need : needs) {
            children.add(
                    element(
                            "dependency",
                            List.of(Attribute.of("identifierref", resourceOfFile.get(need))),
                            List.of()));
        }
        resourceOfFile.put(path, identifier);
        resources.add(
                element(
                        "resource",
                        List.of(
                                Attribute.of("identifier", identifier),
                                Attribute.of("type", type),
                                Attribute.of("href", path)),
                        children));
    }

    private void zip(String identifier, OutputStream out) throws IOException {
        var manifest =
                element(
                        "manifest",
                        List.of(Attribute.of("identifier", identifier)),
                        List.of(
                                element(
                                        "metadata",
                                        List.of(),
                                        List.of(
                                                text("schema", "QTI Package"),
                                                text("schemaversion", "3.0.0"))),
                                element("organizations", List.of(), List.of()),
                                element("resources", List.of(), resources)));
        var zip = new ZipOutputStream(out);
        entry("imsmanifest.xml", CanonicalXml.file(manifest), zip);
        for (var file : files.entrySet()) {
            entry(file.getKey(), file.getValue(), zip);
        }
        zip.finish();
    }

    private static void entry(String path, byte[] bytes, ZipOutputStream zip) throws IOException {
        var entry = new ZipEntry(path);
        entry.setTimeLocal(NO_TIME);
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }

    private static Element element(
            String name, List<Attribute> attributes, List<Element> children) {
        return new Element(MANIFEST, name, attributes, children, 0);
    }

    private static Element text(String name, String value) {
        return new Element(MANIFEST, name, List.of(), List.of(new Text(value)), 0);
    }
}
