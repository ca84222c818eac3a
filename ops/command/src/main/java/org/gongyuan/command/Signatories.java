package org.gongyuan.command;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.access.StaffOrder;
import org.gongyuan.trust.seal.SigningKeyPair;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The one or two members of staff who sign an order.
final class Signatories {

    private static final Duration ORDER_LIVES = Duration.ofMinutes(5);
    private static final int NONCE = 16;

    @Option(
            names = "--as",
            required = true,
            paramLabel = "ID=KEY",
            description = {"提出人编号与其密钥文件 Who proposes: staff id and key file."})
    private String proposer;

    @Option(
            names = "--with",
            paramLabel = "ID=KEY",
            description = {
                "批准人编号与其密钥文件；需要两人办理的事必须给。",
                "Who approves: staff id and key file; due where an order takes two persons."
            })
    private Optional<String> approver = Optional.empty();

    @Option(
            names = "--as-passphrase-file",
            paramLabel = "FILE",
            description = "Passphrase of the proposer's key; without it the terminal is asked.")
    private Path proposerPassphrase;

    @Option(
            names = "--with-passphrase-file",
            paramLabel = "FILE",
            description = "Passphrase of the approver's key; without it the terminal is asked.")
    private Path approverPassphrase;

    @Option(names = "--open", description = "密钥文件未加口令（演练） The key files lie open: rehearsals only.")
    private boolean open;

    private record Person(StaffId id, Path key) {

        static Person of(String flag, String typed) {
            int equals = typed.indexOf('=');
            if (equals < 1 || equals == typed.length() - 1) {
                throw new Refused(
                        Refused.MISUSED,
                        "%s \"%s\" is not ID=KEY, as in chen.jie=chen.key".formatted(flag, typed));
            }
            return new Person(
                    new StaffId(typed.substring(0, equals)), Path.of(typed.substring(equals + 1)));
        }
    }

    /// Signs an order.
    ///
    /// @return the order with its signatures, as it is sent
    byte[] sign(SittingId sitting, StaffOrder.What what) throws IOException {
        if (what.takesTwo() && approver.isEmpty()) {
            throw new Refused(
                    Refused.MISUSED,
                    "\"%s\" takes two persons: name who approves by --with ID=KEY"
                            .formatted(what.word()));
        }
        var first = Person.of("--as", proposer);
        var second = approver.map(typed -> Person.of("--with", typed));
        if (second.isPresent() && second.get().id().equals(first.id())) {
            throw new Refused(
                    Refused.REFUSED,
                    "%s cannot approve what %s proposes: two persons are due"
                            .formatted(first.id(), first.id()));
        }
        var now = Instant.ofEpochMilli(Clock.systemUTC().millis());
        var nonce = new byte[NONCE];
        new SecureRandom().nextBytes(nonce);
        var order =
                new StaffOrder(
                        sitting,
                        Octets.of(nonce),
                        now,
                        now.plus(ORDER_LIVES),
                        first.id(),
                        second.map(Person::id),
                        what);
        return signed(order, first, second);
    }

    private byte[] signed(StaffOrder order, Person first, Optional<Person> second)
            throws IOException {
        try (var one = KeyFiles.anySigning(first.key(), new Passphrase(proposerPassphrase, open))) {
            if (second.isEmpty()) {
                return StaffOrder.Signed.by(order, one, Optional.<SigningKeyPair>empty()).toBytes();
            }
            try (var other =
                    KeyFiles.anySigning(
                            second.get().key(), new Passphrase(approverPassphrase, open))) {
                return StaffOrder.Signed.by(order, one, Optional.of(other)).toBytes();
            }
        }
    }
}
