package org.gongyuan.command;

import org.gongyuan.bank.sealing.Acceptance;
import org.gongyuan.bank.sealing.Classification;
import org.gongyuan.bank.sealing.FormRefused;
import org.gongyuan.bank.sealing.Manifest;
import org.gongyuan.bank.sealing.SealedForm;
import org.gongyuan.protocol.message.Portrait;
import org.gongyuan.protocol.record.PosturePolicy;
import org.gongyuan.server.access.StaffOrder.What;
import org.gongyuan.server.sitting.EntryPreset;
import org.gongyuan.server.sitting.Roster;
import org.gongyuan.server.sitting.RosterCsv;
import org.gongyuan.trust.suite.Suite;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/// `gongyuan sitting open`: brings form and roster to a node and has two persons open the sitting.
@Command(
        name = "open",
        description = {
            "开场，两人：把装封卷和名单送到节点，规则从此冻结。",
            "Opens a sitting; two persons. Form and roster go to the node; rules are frozen from"
                    + " then on."
        })
final class SittingOpenCommand extends ActCommand {

    private static final long LARGEST_ROSTER = 64L << 20;
    private static final int MOST_ROWS_TOLD = 20;

    @Mixin private Signing signing;

    @Option(
            names = "--form",
            required = true,
            paramLabel = "FILE",
            description = "装封卷 The sealed form.")
    private Path form;

    @Option(
            names = "--roster",
            required = true,
            paramLabel = "CSV",
            description = {
                "名单，首行 First line: ticket,name,secret,seat,extra_minutes",
                "其后可有 then perhaps: photo,fact:科目/Subject,…",
                "座位 seat: CENTRE/ROOM/DESK 或留空 or empty."
            })
    private Path roster;

    @Option(
            names = "--photos",
            paramLabel = "DIR",
            description = "照片所在文件夹 Where the files of the column photo are.")
    private Optional<Path> photos = Optional.empty();

    @Option(
            names = "--starts",
            required = true,
            paramLabel = "INSTANT",
            description = "开考时刻 When it starts, for example 2026-05-04T09:00:00+08:00.")
    private String starts;

    @Option(
            names = "--minutes",
            paramLabel = "MINUTES",
            description = "时长；不给则用装封卷的 Duration; the sealed form's when not given.")
    private Optional<Integer> minutes = Optional.empty();

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description = "规则；不给则用装封卷的 Rules; the sealed form's when not given.")
    private Optional<String> preset = Optional.empty();

    @Option(
            names = "--notice",
            defaultValue = "P7D",
            paramLabel = "DURATION",
            description = "公示期 Notice before publication, ISO 8601 (${DEFAULT-VALUE}).")
    private String notice;

    @Option(
            names = "--posture",
            defaultValue = "standard",
            paramLabel = "POLICY",
            description = {
                "机器检查的处置规则，开场后冻结 How findings about the seats' machines are judged, frozen from"
                        + " then on:",
                "noted | standard，可加 then FINDING=note|warn|refuse … (${DEFAULT-VALUE}).",
                "refuse: 两人核准前不开考 no start until two persons override it."
            })
    private String posture;

    @Override
    public Integer call() throws IOException, FormRefused {
        Manifest manifest;
        Roster candidates;
        try (var _ = Progress.of(this, "核对 check")) {
            manifest = manifest();
            candidates = roster(manifest.suite());
        }
        var rules = manifest.rules();
        var what =
                new What.Open(
                        EntryPreset.named(preset.orElse(rules.preset())),
                        Times.instant("--starts", starts),
                        minutes.isPresent() ? Duration.ofMinutes(minutes.get()) : rules.duration(),
                        notice(),
                        manifest.digest(),
                        candidates.digest(),
                        PosturePolicy.parse(posture));
        try (var _ = Progress.of(this, "送交 send")) {
            sent(signing.node().receive(manifest.digest().hex(), form));
            sent(signing.node().receive(candidates.digest().hex(), candidates.toBytes()));
        }
        return signing.give(this, what);
    }

    private Duration notice() {
        try {
            return Duration.parse(notice);
        } catch (DateTimeParseException _) {
            throw new Refused(
                    Refused.MISUSED,
                    "--notice \"%s\" is no duration like P7D or PT30M".formatted(notice));
        }
    }

    private Manifest manifest() throws IOException, FormRefused {
        if (!Files.isRegularFile(form)) {
            throw new Refused(Refused.MISUSED, "the sealed form %s does not exist".formatted(form));
        }
        try (var sealed = SealedForm.read(form, Acceptance.upTo(Classification.TOP_SECRET))) {
            return sealed.manifest();
        }
    }

    private Roster roster(Suite suite) throws IOException {
        var table = OwnFile.read(roster, "roster", LARGEST_ROSTER);
        return switch (RosterCsv.read(suite, table, new SecureRandom(), this::photo)) {
            case RosterCsv.Reading.Read(var read) -> read;
            case RosterCsv.Reading.Refused(var rows) -> {
                rows.stream()
                        .limit(MOST_ROWS_TOLD)
                        .forEach(
                                row ->
                                        tell(
                                                "%s:%d: %s"
                                                        .formatted(
                                                                roster,
                                                                row.line(),
                                                                row.because())));
                throw new Refused(
                        Refused.REFUSED,
                        "the roster %s has %d bad rows, nothing of it is taken"
                                .formatted(roster, rows.size()));
            }
        };
    }

    private byte[] photo(String name) throws IOException {
        if (photos.isEmpty()) {
            throw new IOException("say with --photos where the photos are");
        }
        var file = photos.get().resolve(name);
        if (!Files.isRegularFile(file)) {
            throw new IOException("there is no such file in " + photos.get());
        }
        if (Files.size(file) > Portrait.LARGEST) {
            throw new IOException(
                    "a photo has at most %d bytes, not %d"
                            .formatted(Portrait.LARGEST, Files.size(file)));
        }
        return Files.readAllBytes(file);
    }

    private static void sent(NodeLink.Answer answer) {
        if (!answer.isDone()) {
            throw new Refused(Refused.REFUSED, "the node did not take it: " + answer.because());
        }
    }
}
