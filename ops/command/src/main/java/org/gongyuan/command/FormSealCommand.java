package org.gongyuan.command;

import org.gongyuan.bank.form.Form;
import org.gongyuan.bank.sealing.Classification;
import org.gongyuan.bank.sealing.Custodians;
import org.gongyuan.bank.sealing.FormSealing;
import org.gongyuan.bank.sealing.RuleDefaults;
import org.gongyuan.bank.sealing.SealingOrder;
import org.gongyuan.server.sitting.EntryPreset;
import org.gongyuan.trust.seal.Purpose;
import org.gongyuan.trust.seal.SealingPublicKey;
import org.gongyuan.trust.seal.SigningPurpose;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `gongyuan form seal` (`item-bank/spec/sealed-form.md`).
@Command(
        name = "seal",
        description = {
            "装封试卷：组卷人和审核人各用自己的密钥签字，卷钥拆给保管人。装封后所用题目修订即冻结。",
            "Seals a form: assembler and reviewer sign, each with a key of his own; the keys are"
                    + " split among custodians. Its item revisions are frozen from then on."
        })
final class FormSealCommand extends ActCommand {

    @Mixin private BankCommand.Where bank;

    @Option(
            names = "--form",
            required = true,
            paramLabel = "FILE",
            description = "组好的卷 What form assemble wrote.")
    private Path form;

    @Option(
            names = "--assembler",
            required = true,
            paramLabel = "KEY",
            description = "组卷人密钥文件 The assembler's key file.")
    private Path assembler;

    @Option(
            names = "--assembler-passphrase-file",
            paramLabel = "FILE",
            description = "Its passphrase; without it the terminal is asked.")
    private Path assemblerPassphrase;

    @Option(
            names = "--reviewer",
            required = true,
            paramLabel = "KEY",
            description = "审核人密钥文件 The reviewer's key file.")
    private Path reviewer;

    @Option(
            names = "--reviewer-passphrase-file",
            paramLabel = "FILE",
            description = "Its passphrase; without it the terminal is asked.")
    private Path reviewerPassphrase;

    @Option(
            names = "--custodian",
            required = true,
            paramLabel = "PUB",
            description = {
                "卷钥保管人的公钥文件，每人一个。",
                "Public key file of a custodian of the form key; one for each."
            })
    private List<Path> custodians;

    @Option(
            names = "--k",
            required = true,
            paramLabel = "K",
            description = "启封所需人数 How many custodians a release takes.")
    private int k;

    @Option(
            names = "--marking-custodian",
            paramLabel = "PUB",
            description = {
                "阅卷密钥保管人；不给则同上。",
                "Custodians of the marking key; the same as above when not given."
            })
    private List<Path> markingCustodians = new ArrayList<>();

    @Option(
            names = "--marking-k",
            paramLabel = "K",
            description = "阅卷启封所需人数 How many of them opening for marking takes.")
    private Optional<Integer> markingK = Optional.empty();

    @Option(
            names = "--not-before",
            required = true,
            paramLabel = "INSTANT",
            description = "启封时刻 Not to be opened before, for example 2026-05-04T01:00:00Z.")
    private String notBefore;

    @Option(
            names = "--preset",
            defaultValue = "mohrss-closed",
            paramLabel = "NAME",
            description = "迟到与提前交卷规则 Rules of entry and hand-in (${DEFAULT-VALUE}).")
    private String preset;

    @Option(
            names = "--minutes",
            paramLabel = "MINUTES",
            description = "考试时长；不给则用试卷时限 Duration; the form's time limit when not given.")
    private Optional<Integer> minutes = Optional.empty();

    @Option(
            names = "--body",
            required = true,
            paramLabel = "TEXT",
            description = "评价机构 The examining body.")
    private String body;

    @Option(names = "--exam", required = true, paramLabel = "TEXT", description = "考试名称 The exam.")
    private String exam;

    @Option(
            names = "--classification",
            defaultValue = "internal",
            paramLabel = "WORD",
            description = {
                "密级 Classification (${DEFAULT-VALUE}): open, internal, work-secret, secret,"
                        + " confidential, top-secret."
            })
    private String classification;

    @Option(
            names = "--ceiling",
            defaultValue = "work-secret",
            paramLabel = "WORD",
            description = "本机最高密级 What may be sealed here at most (${DEFAULT-VALUE}).")
    private String ceiling;

    @Option(
            names = "--suite",
            defaultValue = "INTL-1",
            paramLabel = "SUITE",
            description = "INTL-1 (${DEFAULT-VALUE}) | SM-1")
    private String suite;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = {"新文件 The new file."})
    private Path out;

    @Option(names = "--json", description = "One JSON object on one line.")
    private boolean asJson;

    @Override
    public Integer call() throws IOException {
        var sealing = new FormSealing(new SecureRandom(), Classification.named(ceiling));
        try (var opened = bank.open()) {
            var assembled = AssembledForm.read(form, opened);
            var order = order(assembled);
            var isOpen = bank.passphrase().isOpen();
            try (var first =
                            KeyFiles.signing(
                                    assembler,
                                    SigningPurpose.ASSEMBLER,
                                    new Passphrase(assemblerPassphrase, isOpen));
                    var second =
                            KeyFiles.signing(
                                    reviewer,
                                    SigningPurpose.REVIEWER,
                                    new Passphrase(reviewerPassphrase, isOpen));
                    var progress = Progress.of(this, "装封 seal")) {
                var manifest = sealing.seal(order, assembled, opened.items(), first, second, out);
                progress.end();
                var told = SealedFormReport.of(manifest, manifest.digest());
                if (asJson) {
                    json(told.json().put("file", out.toString()));
                } else {
                    told.lines().forEach(this::say);
                    say("文件 file         %s".formatted(out));
                }
            }
        }
        return DONE;
    }

    private SealingOrder order(Form assembled) throws IOException {
        var rules = rules(assembled);
        return new SealingOrder(
                Suites.named(suite),
                body,
                exam,
                Classification.named(classification),
                Instant.ofEpochMilli(Clock.systemUTC().millis()),
                Times.instant("--not-before", notBefore),
                rules,
                new Custodians(k, keys(custodians)),
                markingCustodians.isEmpty()
                        ? new Custodians(markingK.orElse(k), keys(custodians))
                        : new Custodians(markingK.orElse(k), keys(markingCustodians)));
    }

    private RuleDefaults rules(Form assembled) {
        var named = EntryPreset.named(preset);
        var duration =
                minutes.isPresent()
                        ? Optional.of(Duration.ofMinutes(minutes.get()))
                        : assembled.timeLimit();
        return duration.map(
                        time ->
                                new RuleDefaults(
                                        time,
                                        named.lastEntry(),
                                        named.earliestHandIn(time),
                                        named.text()))
                .orElseThrow(
                        () ->
                                new Refused(
                                        Refused.MISUSED,
                                        "form %s has no time limit; say how long by --minutes"
                                                .formatted(assembled.id())));
    }

    private static List<SealingPublicKey> keys(List<Path> files) throws IOException {
        var keys = new ArrayList<SealingPublicKey>();
        for (var file : files) {
            keys.add(PublicPart.sealing(file, Purpose.CUSTODIAN));
        }
        return keys;
    }
}
