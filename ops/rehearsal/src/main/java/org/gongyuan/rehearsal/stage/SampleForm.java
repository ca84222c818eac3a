package org.gongyuan.rehearsal.stage;

import org.gongyuan.bank.assembly.AssemblyRefused;
import org.gongyuan.bank.assembly.FormAssembly;
import org.gongyuan.bank.form.Form;
import org.gongyuan.bank.form.FormId;
import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.bank.form.Seed;
import org.gongyuan.bank.interchange.BankImport;
import org.gongyuan.bank.interchange.PackageReading;
import org.gongyuan.bank.item.FileItemStore;
import org.gongyuan.bank.item.Item;
import org.gongyuan.bank.item.ItemBank;
import org.gongyuan.bank.item.ItemId;
import org.gongyuan.bank.item.ItemRevision;
import org.gongyuan.bank.scoring.ItemScoring;
import org.gongyuan.bank.sealing.Acceptance;
import org.gongyuan.bank.sealing.Classification;
import org.gongyuan.bank.sealing.Custodians;
import org.gongyuan.bank.sealing.FormContent;
import org.gongyuan.bank.sealing.FormRefused;
import org.gongyuan.bank.sealing.FormSealing;
import org.gongyuan.bank.sealing.Manifest;
import org.gongyuan.bank.sealing.RuleDefaults;
import org.gongyuan.bank.sealing.SealableContent;
import org.gongyuan.bank.sealing.SealedForm;
import org.gongyuan.bank.sealing.SealingOrder;
import org.gongyuan.rehearsal.load.SampleItems;
import org.gongyuan.trust.seal.BankKey;
import org.gongyuan.trust.seal.SealingKeyPair;
import org.gongyuan.trust.suite.Suite;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The sample package on its way into a sealed form: imported into a bank, assembled from its test
/// under two persons, sealed, and split among the custodians.
public final class SampleForm {

    /// The examining body of the rehearsals.
    public static final String BODY = "caam.example";

    private final Path file;
    private final Manifest manifest;
    private final Form form;
    private final Map<PlacementId, Item> items;
    private final String importReport;

    private SampleForm(
            Path file,
            Manifest manifest,
            Form form,
            Map<PlacementId, Item> items,
            String importReport) {
        this.file = file;
        this.manifest = manifest;
        this.form = form;
        this.items = items;
        this.importReport = importReport;
    }

    /// Imports, assembles and seals.
    ///
    /// @param closedFor how long after sealing it may not be released
    /// @param length how long candidates have
    /// @param pictures how many items show a photograph beside what the package shows
    /// @param paper a folder with another package than the sample's
    public static SampleForm seal(
            Suite suite,
            People people,
            Path folder,
            Clock clock,
            Duration closedFor,
            Duration length,
            int pictures,
            Optional<Path> paper)
            throws IOException {
        var random = new SecureRandom();
        Files.createDirectories(folder);
        try (var key = BankKey.generate(suite, random)) {
            var bank = new ItemBank(new FileItemStore(folder.resolve("bank")), key, clock, random);
            var read = PackageReading.read(paper.orElseGet(SampleItems::folder));
            var done = BankImport.into(bank, read, false);
            if (!(done instanceof BankImport.Done)) {
                throw new IllegalStateException(
                        "the package was refused: " + done.report().findings());
            }
            var form = assemble(suite, bank, read, random);
            var to = folder.resolve("form.sealed");
            var content = Photographs.into(SealableContent.of(form, bank), pictures, random);
            var manifest = seal(suite, people, content, form, to, clock, closedFor, length, random);
            return new SampleForm(
                    to,
                    manifest,
                    form,
                    items(bank, form),
                    done.report().text(java.util.Locale.CHINA));
        }
    }

    private static Form assemble(
            Suite suite, ItemBank bank, PackageReading.Outcome read, SecureRandom random) {
        var seed = new byte[Seed.LENGTH];
        random.nextBytes(seed);
        try {
            return new FormAssembly("chen.jie", "sun.li", id -> latest(bank, id))
                    .fromTest(
                            new FormId("auto-junior", 1),
                            read.tests().getFirst(),
                            "zh-CN",
                            suite,
                            Seed.of(seed));
        } catch (AssemblyRefused refused) {
            throw new IllegalStateException("the form was not assembled", refused);
        }
    }

    private static Optional<ItemRevision> latest(ItemBank bank, ItemId id) {
        try {
            return bank.latest(id);
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException("the bank cannot be read", unreadable);
        }
    }

    private static Manifest seal(
            Suite suite,
            People people,
            FormContent content,
            Form form,
            Path to,
            Clock clock,
            Duration closedFor,
            Duration length,
            SecureRandom random)
            throws IOException {
        var quorum =
                new Custodians(
                        People.NEEDED,
                        people.custodians().stream().map(SealingKeyPair::publicKey).toList());
        var now = clock.instant();
        var order =
                new SealingOrder(
                        suite,
                        BODY,
                        "auto-junior",
                        Classification.INTERNAL,
                        now,
                        now.plus(closedFor),
                        new RuleDefaults(length, Duration.ofMinutes(15), Duration.ZERO, "open"),
                        quorum,
                        quorum);
        return new FormSealing(random, Classification.INTERNAL)
                .seal(order, form, content, people.assembler(), people.reviewer(), to);
    }

    private static Map<PlacementId, Item> items(ItemBank bank, Form form) throws IOException {
        var items = new LinkedHashMap<PlacementId, Item>();
        for (var placement : form.placements().toList()) {
            var revision =
                    bank.revision(
                                    new ItemId(placement.item().identifier()),
                                    placement.item().revision())
                            .orElseThrow();
            items.put(placement.id(), bank.content(revision).item());
        }
        return items;
    }

    /// The sealed form's file.
    public Path file() {
        return file;
    }

    /// Its manifest.
    public Manifest manifest() {
        return manifest;
    }

    /// The form as assembled.
    public Form form() {
        return form;
    }

    /// What stands at each placement; only rehearsals may know.
    public Map<PlacementId, Item> items() {
        return items;
    }

    /// The placements that people mark.
    public List<PlacementId> byHand() {
        return items.entrySet().stream()
                .filter(entry -> scoring(entry.getValue()).isScoredByHand())
                .map(Map.Entry::getKey)
                .toList();
    }

    /// The most points anyone can get.
    public BigDecimal maximum() {
        return form.placements()
                .map(
                        placement ->
                                BigDecimal.valueOf(
                                                scoring(items.get(placement.id()))
                                                        .greatestScore()
                                                        .orElse(1))
                                        .multiply(placement.weight().value()))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static ItemScoring scoring(Item item) {
        return new ItemScoring(item.responses(), item.outcomes(), item.processing());
    }

    /// What the importer reported.
    public String importReport() {
        return importReport;
    }

    /// Opens the file as anyone may who has it.
    public SealedForm open() {
        try {
            return SealedForm.read(file, Acceptance.upTo(Classification.INTERNAL));
        } catch (IOException | FormRefused broken) {
            throw new IllegalStateException("our own sealed form is refused", broken);
        }
    }
}
