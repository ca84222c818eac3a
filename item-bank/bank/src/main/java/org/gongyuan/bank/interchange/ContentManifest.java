package org.gongyuan.bank.interchange;

import org.gongyuan.bank.item.Findings;
import org.gongyuan.bank.item.markup.Element;
import org.gongyuan.bank.item.markup.Markup;
import org.gongyuan.bank.item.markup.MarkupLimits;
import org.gongyuan.bank.item.markup.MarkupRefused;
import org.gongyuan.bank.item.markup.Namespaces;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a package's `imsmanifest.xml` lists (`item-bank/spec/interchange.md`, section 8).
record ContentManifest(List<Resource> resources) {

    ContentManifest {
        resources = List.copyOf(resources);
    }

    /// What a resource is.
    enum Kind {
        ITEM,
        TEST,
        STIMULUS,
        /// Files others refer to, or that have no meaning here.
        OTHER
    }

    /// One listed thing: its main file as a path in the package (empty if it has none) and all its
    /// files.
    record Resource(
            String identifier, String type, Kind kind, String path, List<String> files, int line) {

        Resource {
            files = List.copyOf(files);
        }
    }

    /// Reads the manifest; empty with the refusal in `findings` if it is none.
    static Optional<ContentManifest> read(byte[] bytes, Findings findings) {
        Element root;
        try {
            root = Markup.read(bytes, MarkupLimits.MANIFEST).root();
        } catch (MarkupRefused refused) {
            findings.refuse(refused.line(), refused.what(), refused.why());
            return Optional.empty();
        }
        if (!root.name().equals("manifest")) {
            findings.refuse(root.line(), root.name(), "a manifest begins with manifest");
            return Optional.empty();
        }
        var resources = new ArrayList<Resource>();
        for (var section : root.elements()) {
            switch (section.name()) {
                case "resources" -> resources(section, base(root), resources, findings);
                case "metadata" -> metadata(section, findings);
                case "organizations" -> organizations(section, findings);
                case "manifest" ->
                        findings.refuse(
                                section.line(),
                                "manifest %s".formatted(section.attribute("identifier").orElse("")),
                                "a manifest inside a manifest is not read; make two packages");
                default ->
                        findings.note(
                                section.line(), section.name(), "it is not used and was not kept");
            }
        }
        if (findings.refused()) {
            return Optional.empty();
        }
        dependencies(root, findings);
        return Optional.of(new ContentManifest(resources));
    }

    /// What a resource depends on is found by the references in its file; a dependency on nothing
    /// is told, because a file may have been left out.
    private static void dependencies(Element root, Findings findings) {
        var identifiers =
                root.all()
                        .filter(element -> element.name().equals("resource"))
                        .flatMap(resource -> resource.attribute("identifier").stream())
                        .collect(Collectors.toSet());
        root.all()
                .filter(element -> element.name().equals("dependency"))
                .forEach(
                        dependency -> {
                            var on = dependency.attribute("identifierref").orElse("");
                            if (!identifiers.contains(on)) {
                                findings.warn(
                                        dependency.line(),
                                        "dependency on %s".formatted(on),
                                        "the manifest lists no such resource");
                            }
                        });
    }

    private static void metadata(Element section, Findings findings) {
        var more =
                section.elements().stream()
                        .filter(
                                e ->
                                        !e.name().equals("schema")
                                                && !e.name().equals("schemaversion"))
                        .findFirst();
        more.ifPresent(
                element ->
                        findings.note(
                                element.line(),
                                "metadata of the package",
                                "it is not kept (%s)".formatted(element.name())));
    }

    private static void organizations(Element section, Findings findings) {
        if (!section.elements().isEmpty()) {
            findings.note(
                    section.line(),
                    "organizations",
                    "the order of a package is told by its tests; it was not kept");
        }
    }

    private static String base(Element element) {
        return element.attribute(Namespaces.XML, "base").orElse("");
    }

    private static void resources(
            Element section, String above, List<Resource> into, Findings findings) {
        var base = above + base(section);
        int described = 0;
        int firstDescribed = 0;
        for (var resource : section.elements()) {
            if (!resource.name().equals("resource")) {
                findings.note(resource.line(), resource.name(), "it is not used and was not kept");
                continue;
            }
            var own = base + base(resource);
            var files = new ArrayList<String>();
            for (var part : resource.elements()) {
                if (part.name().equals("file")) {
                    part.attribute("href").map(href -> path(own, href)).ifPresent(files::add);
                } else if (part.name().equals("metadata") && described++ == 0) {
                    firstDescribed = part.line();
                }
            }
            var type = resource.attribute("type").orElse("");
            into.add(
                    new Resource(
                            resource.attribute("identifier").orElse(""),
                            type,
                            kind(type),
                            resource.attribute("href").map(href -> path(own, href)).orElse(""),
                            files,
                            resource.line()));
        }
        if (described > 0) {
            findings.note(
                    firstDescribed,
                    "metadata of %d resources".formatted(described),
                    "it is neither shown nor scored and was not kept");
        }
    }

    private static String path(String base, String href) {
        return base + href.strip();
    }

    private static Kind kind(String type) {
        var lower = type.toLowerCase(Locale.ROOT);
        if (lower.startsWith("imsqti_item") || lower.startsWith("imsqti_apipitem")) {
            return Kind.ITEM;
        }
        if (lower.startsWith("imsqti_test")
                || lower.startsWith("imsqti_assessment")
                || lower.startsWith("imsqti_apiptest")) {
            return Kind.TEST;
        }
        return lower.startsWith("imsqti_stimulus") ? Kind.STIMULUS : Kind.OTHER;
    }
}
