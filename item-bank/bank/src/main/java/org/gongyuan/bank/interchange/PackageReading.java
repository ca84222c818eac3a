package org.gongyuan.bank.interchange;

import static java.util.Objects.requireNonNull;

import org.gongyuan.bank.interchange.ContentManifest.Resource;
import org.gongyuan.bank.interchange.ImportReport.Entry;
import org.gongyuan.bank.interchange.ImportReport.Kind;
import org.gongyuan.bank.item.Asset;
import org.gongyuan.bank.item.AssetCheck;
import org.gongyuan.bank.item.Finding;
import org.gongyuan.bank.item.Findings;
import org.gongyuan.bank.item.Item;
import org.gongyuan.bank.item.ItemContent;
import org.gongyuan.bank.item.ItemId;
import org.gongyuan.bank.item.PageBounds;
import org.gongyuan.bank.item.References;
import org.gongyuan.bank.item.Severity;
import org.gongyuan.bank.item.Stimulus;
import org.gongyuan.bank.item.TestDefinition;
import org.gongyuan.bank.item.TestReading;
import org.gongyuan.bank.item.markup.Element;
import org.gongyuan.bank.item.markup.MarkupLimits;
import org.gongyuan.bank.item.markup.Node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads a content package (zip or folder) or a single item file with all it refers to
/// (`item-bank/spec/interchange.md`, sections 8 to 10).
public final class PackageReading {

    /// Listing more unlisted files than this helps nobody.
    private static final int MOST_UNLISTED = 50;

    private final PackageFiles files;
    private final Findings general;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, Optional<Asset>> assets = new HashMap<>();
    private final Map<String, Finding> assetRefusals = new HashMap<>();
    private final Map<String, Optional<StimulusContent>> stimuli = new HashMap<>();
    private final Map<String, ItemContent> itemsByPath = new LinkedHashMap<>();
    private final Set<String> itemsRead = new HashSet<>();
    private final Map<ItemId, String> itemPaths = new HashMap<>();
    private final List<TestDefinition> tests = new ArrayList<>();
    private final Set<String> used = new HashSet<>();

    private PackageReading(PackageFiles files) {
        this.files = files;
        this.general = new Findings("", "imsmanifest.xml");
    }

    private record StimulusContent(Stimulus stimulus, List<Asset> assets) {}

    /// What was read: the report, and what it accepts.
    ///
    /// @param report what was found
    /// @param items the accepted items, complete
    /// @param tests the accepted tests; every item they name is among the items
    public record Outcome(
            ImportReport report, List<ItemContent> items, List<TestDefinition> tests) {

        public Outcome {
            requireNonNull(report, "report");
            items = List.copyOf(items);
            tests = List.copyOf(tests);
        }
    }

    /// Reads a zip, a folder or a single XML file under the usual limits.
    public static Outcome read(Path source) throws IOException {
        return read(source, PackageLimits.DEFAULT);
    }

    /// Reads a zip, a folder or a single XML file. A single file may refer to files beside and
    /// below it.
    public static Outcome read(Path source, PackageLimits limits) throws IOException {
        var name = source.getFileName() == null ? "." : source.getFileName().toString();
        try {
            if (Files.isDirectory(source)) {
                return readFiles(name, PackageFiles.ofFolder(source, limits));
            }
            if (name.toLowerCase(Locale.ROOT).endsWith(".xml")) {
                return single(source.toAbsolutePath(), name, limits);
            }
            if (Files.size(source) > limits.archiveBytes()) {
                throw new PackageRefused(
                        ".",
                        "zip file of %d bytes".formatted(Files.size(source)),
                        "at most %d are taken".formatted(limits.archiveBytes()));
            }
            return readZip(name, Files.readAllBytes(source), limits);
        } catch (PackageRefused refused) {
            return refused(name, refused);
        }
    }

    /// Reads a zip from memory.
    public static Outcome readZip(String name, byte[] archive, PackageLimits limits) {
        try {
            return readFiles(name, PackageFiles.ofZip(archive, limits));
        } catch (PackageRefused refused) {
            return refused(name, refused);
        }
    }

    private static Outcome refused(String name, PackageRefused refused) {
        return new Outcome(
                new ImportReport(name, List.of(), List.of(refused.finding())),
                List.of(),
                List.of());
    }

    private static Outcome readFiles(String name, PackageFiles files) {
        var reading = new PackageReading(files);
        reading.read();
        return reading.outcome(name);
    }

    private static Outcome single(Path source, String name, PackageLimits limits)
            throws IOException, PackageRefused {
        var files = new HashMap<String, byte[]>();
        gather(source.getParent(), name, files, limits);
        var reading = new PackageReading(PackageFiles.of(files));
        reading.item(name);
        return reading.outcome(name);
    }

    /// The file and what it refers to beside and below it.
    private static void gather(
            Path folder, String path, Map<String, byte[]> into, PackageLimits limits)
            throws IOException, PackageRefused {
        var file = folder.resolve(path);
        if (into.containsKey(path) || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        PackageFiles.checkSize(path, Files.size(file), Files.size(file), limits);
        var bytes = Files.readAllBytes(file);
        into.put(path, bytes);
        var source =
                path.toLowerCase(Locale.ROOT).endsWith(".xml")
                        ? Optional.of(Source.read(bytes, path, MarkupLimits.ITEM))
                        : Optional.of(path)
                                .filter(HtmlPassage::isNamedLikeOne)
                                .map(passage -> HtmlPassage.read(bytes, passage));
        if (source.isPresent() && source.get() instanceof Source.Qti3(var tree, _)) {
            var references = new ArrayList<>(References.stimuli(tree));
            references.addAll(References.assets(tree));
            references.addAll(RuleTemplates.references(tree));
            for (var reference : references) {
                var found = PackagePath.resolve(PackagePath.folder(path), reference);
                if (found.isPresent() && !References.isRemote(reference)) {
                    gather(folder, found.get(), into, limits);
                }
                var decoded =
                        PackagePath.resolve(
                                PackagePath.folder(path), PackagePath.decoded(reference));
                if (decoded.isPresent() && !decoded.equals(found)) {
                    gather(folder, decoded.get(), into, limits);
                }
            }
        }
    }

    private Outcome outcome(String name) {
        return new Outcome(
                new ImportReport(name, entries, general.list()),
                List.copyOf(itemsByPath.values()),
                tests);
    }

    private void read() {
        for (var path : files.ignored()) {
            general.note(0, path, "left by an operating system; not looked at");
        }
        files.remarks().forEach((path, why) -> general.note(0, path, why));
        var manifest = files.manifest();
        if (manifest.isEmpty()) {
            general.warn(0, "imsmanifest.xml", "there is none; every QTI file found was read");
            unmanifested();
            return;
        }
        used.add("imsmanifest.xml");
        var listed = ContentManifest.read(manifest.get(), general);
        if (listed.isPresent()) {
            listed.get().resources().forEach(this::useFiles);
            var tests = new ArrayList<String>();
            for (var resource : listed.get().resources()) {
                if (resource.kind() == ContentManifest.Kind.OTHER) {
                    other(resource, tests);
                } else {
                    main(resource).ifPresent(path -> listed(path, resource, tests));
                }
            }
            tests.forEach(this::test);
            refuseIfEmpty();
            unlisted("the manifest does not list it and nothing refers to it; it was not kept");
        }
    }

    private void refuseIfEmpty() {
        if (entries.isEmpty()
                && general.list().stream().noneMatch(f -> f.severity() == Severity.REFUSED)) {
            general.refuse(0, "package", "there is no QTI item in it");
        }
    }

    /// A resource of a type that says nothing of QTI, or of a QTI that is not read. Manifests are
    /// known that call every file web content: an item or a test says what it is.
    private void other(Resource resource, List<String> testsInto) {
        var what = "resource %s of type %s".formatted(resource.identifier(), resource.type());
        var type = resource.type().toLowerCase(Locale.ROOT);
        if (type.startsWith("imsqti_xmlv1")) {
            general.refuse(resource.line(), what, Source.QTI_1);
            return;
        }
        var path = mainOf(resource).flatMap(href -> files.find("", href));
        var found = path.filter(PackageReading::isXml).flatMap(this::kindOf);
        if (found.isPresent() && found.get() != ContentManifest.Kind.STIMULUS) {
            general.warn(
                    resource.line(),
                    what,
                    "its file is a QTI %s; it was read as what it is"
                            .formatted(found.get().name().toLowerCase(Locale.ROOT)));
            used.add(path.get());
            if (found.get() == ContentManifest.Kind.ITEM) {
                item(path.get());
            } else {
                testsInto.add(path.get());
            }
        } else if (type.startsWith("imsqti_")) {
            general.note(resource.line(), what, "it is used only where an item refers to it");
        }
    }

    private static boolean isXml(String path) {
        return path.toLowerCase(Locale.ROOT).endsWith(".xml");
    }

    /// The main file a resource names, or its only XML file if it names none.
    private static Optional<String> mainOf(Resource resource) {
        if (!resource.path().isEmpty()) {
            return Optional.of(resource.path());
        }
        var candidates = resource.files().stream().filter(PackageReading::isXml).toList();
        return candidates.size() == 1 ? Optional.of(candidates.getFirst()) : Optional.empty();
    }

    /// Reads what a resource lists; tests wait until the items are read. Manifests are known that
    /// call a stimulus a test: what a file is says its root.
    private void listed(String path, Resource resource, List<String> testsInto) {
        var kind = resource.kind();
        if (kind != ContentManifest.Kind.ITEM) {
            var found = kindOf(path);
            if (found.isPresent() && found.get() != kind) {
                general.warn(
                        resource.line(),
                        "resource %s of type %s".formatted(resource.identifier(), resource.type()),
                        "its file is no such thing; it was read as what it is");
                kind = found.get();
            }
        }
        switch (kind) {
            case ITEM -> item(path);
            case STIMULUS -> stimulus(path, false);
            case TEST -> testsInto.add(path);
            case OTHER -> {
                // Not reached: such resources are not listed here.
            }
        }
    }

    private Optional<ContentManifest.Kind> kindOf(String path) {
        if (!(Source.read(files.bytes(path).orElseThrow(), path, MarkupLimits.ITEM)
                instanceof Source.Qti3(var tree, _))) {
            return Optional.empty();
        }
        return switch (tree.name()) {
            case "qti-assessment-item" -> Optional.of(ContentManifest.Kind.ITEM);
            case "qti-assessment-test" -> Optional.of(ContentManifest.Kind.TEST);
            case "qti-assessment-stimulus" -> Optional.of(ContentManifest.Kind.STIMULUS);
            default -> Optional.empty();
        };
    }

    private void useFiles(Resource resource) {
        for (var href : resource.files()) {
            var found = files.find("", href);
            if (found.isPresent()) {
                used.add(found.get());
            } else if (!href.equals(resource.path())) {
                general.warn(
                        resource.line(),
                        "file %s of resource %s".formatted(href, resource.identifier()),
                        files.missing("", href));
            }
        }
    }

    /// The main file of an item, test or stimulus; refuses the package if it is not there.
    private Optional<String> main(Resource resource) {
        var what = "resource %s".formatted(resource.identifier());
        var main = mainOf(resource);
        if (main.isEmpty()) {
            general.refuse(resource.line(), what, "attribute href is missing");
            return Optional.empty();
        }
        if (resource.path().isEmpty()) {
            general.warn(
                    resource.line(),
                    what,
                    "attribute href is missing; its file %s was read".formatted(main.get()));
        }
        var found = files.find("", main.get());
        if (found.isEmpty()) {
            general.refuse(resource.line(), what, files.missing("", main.get()));
        }
        found.ifPresent(used::add);
        return found;
    }

    private void unmanifested() {
        var later = new ArrayList<String>();
        for (var path : files.paths()) {
            if (isXml(path)) {
                unmanifested(path, later);
            }
        }
        later.forEach(this::test);
        refuseIfEmpty();
        unlisted("nothing refers to it; it was not kept");
    }

    private void unmanifested(String path, List<String> testsInto) {
        switch (Source.read(files.bytes(path).orElseThrow(), path, MarkupLimits.ITEM)) {
            case Source.Qti3(var tree, _) -> {
                switch (tree.name()) {
                    case "qti-assessment-item" -> item(path);
                    case "qti-assessment-test" -> testsInto.add(path);
                    default -> {
                        // Stimuli and templates are read where something refers to them.
                    }
                }
            }
            case Source.NoQti(var why, var isOther) -> {
                if (!isOther) {
                    used.add(path);
                    entries.add(new Entry(Kind.ITEM, "", path, false, List.of(why)));
                }
            }
        }
    }

    private void unlisted(String why) {
        int count = 0;
        for (var path : files.paths()) {
            if (used.contains(path)) {
                continue;
            }
            count++;
            if (count <= MOST_UNLISTED) {
                boolean nested = path.toLowerCase(Locale.ROOT).endsWith(".zip");
                general.note(0, path, nested ? "a package inside the package is not opened" : why);
            }
        }
        if (count > MOST_UNLISTED) {
            general.note(0, "%d further files".formatted(count - MOST_UNLISTED), why);
        }
    }

    private void item(String path) {
        if (!itemsRead.add(path)) {
            return;
        }
        used.add(path);
        switch (Source.read(files.bytes(path).orElseThrow(), path, MarkupLimits.ITEM)) {
            case Source.NoQti(var why, _) ->
                    entries.add(new Entry(Kind.ITEM, "", path, false, List.of(why)));
            case Source.Qti3(var tree, var findings) -> {
                var content = itemContent(path, tree, findings);
                content.ifPresent(found -> itemsByPath.put(path, found));
                entries.add(
                        new Entry(
                                Kind.ITEM,
                                findings.item(),
                                path,
                                content.isPresent(),
                                findings.list()));
            }
        }
    }

    private Optional<ItemContent> itemContent(String path, Element tree, Findings findings) {
        var withRules = RuleTemplates.inline(tree, reference -> template(path, reference));
        var stimuliOfItem = new LinkedHashSet<Stimulus>();
        var assetsOfItem = new LinkedHashSet<Asset>();
        var resolved = resolve(path, withRules, stimuliOfItem, assetsOfItem, findings);
        var item = Item.read(resolved, findings);
        item.ifPresent(read -> PageBounds.check(read, findings));
        if (findings.refused()) {
            return Optional.empty();
        }
        var before = itemPaths.putIfAbsent(item.get().id(), path);
        if (before != null) {
            findings.refuse(
                    tree.line(),
                    "identifier %s".formatted(item.get().id()),
                    "%s has it too; identifiers are unique in a bank".formatted(before));
            return Optional.empty();
        }
        var shown = Set.copyOf(References.assets(item.get().root()));
        var needed = new ArrayList<Asset>();
        for (var asset : assetsOfItem) {
            boolean byStimulus =
                    stimuliOfItem.stream().anyMatch(s -> s.assets().contains(asset.name()));
            if (byStimulus || shown.contains(asset.name())) {
                needed.add(asset);
            }
        }
        return Optional.of(new ItemContent(item.get(), List.copyOf(stimuliOfItem), needed));
    }

    /// The tree with every reference replaced by the name of what it means. References that
    /// cannot be replaced are refused here; those to remote places are left for the item's own
    /// check.
    private Element resolve(
            String path,
            Element tree,
            Set<Stimulus> stimuliInto,
            Set<Asset> assetsInto,
            Findings findings) {
        var folder = PackagePath.folder(path);
        var where = References.where(tree);
        var names = new HashMap<String, String>();
        var absent = new HashSet<String>();
        for (var reference : References.stimuli(tree)) {
            int line = where.get(reference).line();
            var found = files.find(folder, reference);
            if (found.isEmpty()) {
                refuseMissing(reference, folder, line, findings);
                continue;
            }
            boolean isPassage = PassageObjects.isPassage(where.get(reference));
            var content = stimulus(found.get(), isPassage);
            if (content.isEmpty()) {
                findings.refuse(
                        line,
                        "%s %s".formatted(isPassage ? "passage" : "stimulus", reference),
                        whyStimulus(found.get()));
                continue;
            }
            names.put(reference, content.get().stimulus.name());
            stimuliInto.add(content.get().stimulus);
            assetsInto.addAll(content.get().assets);
        }
        for (var reference : References.assets(tree)) {
            int line = where.get(reference).line();
            if (InlinePictures.isOne(reference)) {
                InlinePictures.read(reference, line, findings)
                        .ifPresent(
                                picture -> {
                                    names.put(reference, picture.name());
                                    assetsInto.add(picture);
                                });
                continue;
            }
            var found = files.find(folder, reference);
            if (found.isEmpty()) {
                if (where.get(reference).is("qti-stylesheet") && !References.isRemote(reference)) {
                    findings.warn(
                            line,
                            "stylesheet %s".formatted(reference),
                            "%s; it was not kept".formatted(files.missing(folder, reference)));
                    absent.add(reference);
                } else {
                    refuseMissing(reference, folder, line, findings);
                }
                continue;
            }
            var asset = asset(found.get(), findings, line);
            if (asset.isPresent()) {
                names.put(reference, asset.get().name());
                assetsInto.add(asset.get());
            }
        }
        return References.rewrite(
                withoutStylesheets(tree, absent),
                reference -> names.getOrDefault(reference, reference));
    }

    /// How an item looks without a stylesheet can be judged by eye; without a picture it cannot be
    /// answered.
    private static Element withoutStylesheets(Element tree, Set<String> absent) {
        if (absent.isEmpty()) {
            return tree;
        }
        var children = new ArrayList<Node>();
        for (var child : tree.children()) {
            if (!(child instanceof Element element)) {
                children.add(child);
            } else if (!element.is("qti-stylesheet")
                    || !absent.contains(element.attribute("href").orElse(""))) {
                children.add(withoutStylesheets(element, absent));
            }
        }
        return tree.withChildren(children);
    }

    private void refuseMissing(String reference, String folder, int line, Findings findings) {
        if (!References.isRemote(reference) && !reference.isBlank()) {
            findings.refuse(line, "file %s".formatted(reference), files.missing(folder, reference));
        }
    }

    private Optional<Asset> asset(String path, Findings findings, int line) {
        used.add(path);
        if (!assets.containsKey(path)) {
            var inside = new Findings(findings.item(), path);
            var asset = AssetCheck.check(path, files.bytes(path).orElseThrow(), inside);
            assets.put(path, asset);
            inside.list().stream()
                    .filter(f -> f.severity() == Severity.REFUSED)
                    .findFirst()
                    .ifPresent(f -> assetRefusals.put(path, f));
            inside.list().stream()
                    .filter(f -> f.severity() != Severity.REFUSED)
                    .forEach(f -> findings.note(line, f.what(), f.why()));
        }
        var refusal = assetRefusals.get(path);
        if (refusal != null) {
            findings.refuse(line, "file " + refusal.what(), refusal.why());
        }
        return assets.get(path);
    }

    /// A stimulus that was refused, with the first reason, so that whoever looks at the item need
    /// not search.
    private String whyStimulus(String path) {
        return entries.stream()
                .filter(entry -> entry.kind() == Kind.STIMULUS && entry.file().equals(path))
                .flatMap(entry -> entry.findings().stream())
                .filter(finding -> finding.severity() == Severity.REFUSED)
                .findFirst()
                .map(
                        first ->
                                "it was refused (line %d: %s: %s)"
                                        .formatted(first.line(), first.what(), first.why()))
                .orElse("it was refused");
    }

    private Optional<StimulusContent> stimulus(String path, boolean isPassage) {
        var known = stimuli.get(path);
        if (known != null) {
            return known;
        }
        used.add(path);
        Optional<StimulusContent> content = Optional.empty();
        var bytes = files.bytes(path).orElseThrow();
        switch (isPassage
                ? HtmlPassage.read(bytes, path)
                : Source.read(bytes, path, MarkupLimits.ITEM)) {
            case Source.NoQti(var why, _) ->
                    entries.add(new Entry(Kind.STIMULUS, "", path, false, List.of(why)));
            case Source.Qti3(var tree, var findings) -> {
                var shown = new LinkedHashSet<Asset>();
                var resolved = resolve(path, tree, new HashSet<>(), shown, findings);
                var read = Stimulus.read(resolved, findings);
                read.ifPresent(stimulus -> PageBounds.check(stimulus, findings));
                content =
                        read.filter(_ -> !findings.refused())
                                .map(stimulus -> new StimulusContent(stimulus, List.copyOf(shown)));
                entries.add(
                        new Entry(
                                Kind.STIMULUS,
                                findings.item(),
                                path,
                                content.isPresent(),
                                findings.list()));
            }
        }
        stimuli.put(path, content);
        return content;
    }

    private Optional<byte[]> template(String path, String reference) {
        var found = templateFile(path, reference);
        found.ifPresent(used::add);
        return found.flatMap(files::bytes);
    }

    private Optional<String> templateFile(String path, String reference) {
        if (!References.isRemote(reference)) {
            return files.find(PackagePath.folder(path), reference);
        }
        var name = reference.substring(reference.lastIndexOf('/') + 1);
        return files.paths().stream()
                .filter(
                        candidate ->
                                candidate.endsWith("rptemplates/" + name)
                                        || candidate.endsWith("rptemplates/" + name + ".xml"))
                .findFirst();
    }

    private void test(String path) {
        used.add(path);
        switch (Source.read(files.bytes(path).orElseThrow(), path, MarkupLimits.ITEM)) {
            case Source.NoQti(var why, _) ->
                    entries.add(new Entry(Kind.TEST, "", path, false, List.of(why)));
            case Source.Qti3(var tree, var findings) -> {
                var test = TestReading.read(tree, href -> itemOf(path, href, findings), findings);
                test.ifPresent(tests::add);
                entries.add(
                        new Entry(
                                Kind.TEST,
                                findings.item(),
                                path,
                                test.isPresent(),
                                findings.list()));
            }
        }
    }

    /// The item a test refers to, read now if the manifest does not list it.
    private Optional<ItemId> itemOf(String test, String href, Findings findings) {
        var found = files.find(PackagePath.folder(test), href);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        if (!itemsRead.contains(found.get())) {
            findings.warn(
                    0, found.get(), "the manifest does not list this item; the test refers to it");
            item(found.get());
        }
        return Optional.ofNullable(itemsByPath.get(found.get())).map(c -> c.item().id());
    }
}
