package org.gongyuan.rehearsal.stage;

import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.access.Role;
import org.gongyuan.trust.seal.Purpose;
import org.gongyuan.trust.seal.SealingKeyPair;
import org.gongyuan.trust.seal.SigningKeyPair;
import org.gongyuan.trust.seal.SigningPurpose;
import org.gongyuan.trust.suite.Suite;

import java.security.SecureRandom;
import java.util.List;
import java.util.stream.IntStream;

/// Everybody who holds a key in a rehearsal.
public final class People {

    /// Who opens and closes sittings, and who approves.
    public static final StaffId OFFICER = new StaffId("zhao.min");

    /// Who answers for the centre.
    public static final StaffId HEAD = new StaffId("wang.wei");

    /// Who watches a room.
    public static final StaffId PROCTOR = new StaffId("li.na");

    private static final int CUSTODIANS = 5;

    /// How many custodians it takes.
    public static final int NEEDED = 3;

    final SigningKeyPair assembler;
    final SigningKeyPair reviewer;
    final SigningKeyPair officer;
    final SigningKeyPair head;
    final SigningKeyPair proctor;
    private final List<SealingKeyPair> custodians;
    private final List<SigningKeyPair> authorities;
    private final List<SigningKeyPair> markers;
    private final List<SigningKeyPair> approvers;
    private final List<SealingKeyPair> approverSeals;

    /// New persons with new keys.
    public People(Suite suite, SecureRandom random) {
        assembler = SigningKeyPair.generate(suite, SigningPurpose.ASSEMBLER, random);
        reviewer = SigningKeyPair.generate(suite, SigningPurpose.REVIEWER, random);
        officer = SigningKeyPair.generate(Suite.INTL_1, SigningPurpose.PROCTOR, random);
        head = SigningKeyPair.generate(Suite.INTL_1, SigningPurpose.PROCTOR, random);
        proctor = SigningKeyPair.generate(Suite.INTL_1, SigningPurpose.PROCTOR, random);
        custodians =
                IntStream.range(0, CUSTODIANS)
                        .mapToObj(_ -> SealingKeyPair.generate(suite, Purpose.CUSTODIAN, random))
                        .toList();
        authorities = two(suite, SigningPurpose.AUTHORITY, random);
        markers = two(suite, SigningPurpose.MARKER, random);
        approvers = two(suite, SigningPurpose.APPROVER, random);
        approverSeals =
                IntStream.range(0, 2)
                        .mapToObj(_ -> SealingKeyPair.generate(suite, Purpose.APPROVER, random))
                        .toList();
    }

    private static List<SigningKeyPair> two(
            Suite suite, SigningPurpose purpose, SecureRandom random) {
        return List.of(
                SigningKeyPair.generate(suite, purpose, random),
                SigningKeyPair.generate(suite, purpose, random));
    }

    /// The five custodians, of whom three are needed.
    public List<SealingKeyPair> custodians() {
        return custodians;
    }

    /// The two who sign cut scores.
    public List<SigningKeyPair> authorities() {
        return authorities;
    }

    /// The two who mark essays.
    public List<SigningKeyPair> markers() {
        return markers;
    }

    /// The two who approve publications.
    public List<SigningKeyPair> approvers() {
        return approvers;
    }

    /// The keys results are sealed to, in the approvers' order.
    public List<SealingKeyPair> approverSeals() {
        return approverSeals;
    }

    /// Who assembled the form.
    public SigningKeyPair assembler() {
        return assembler;
    }

    /// Who reviewed the form.
    public SigningKeyPair reviewer() {
        return reviewer;
    }

    /// The staff register of the centre, as text.
    String register() {
        return "%s %s %s\n%s %s %s\n%s %s %s\n"
                .formatted(
                        OFFICER,
                        Role.OFFICER.word(),
                        officer.verifyingKey().text(),
                        HEAD,
                        Role.HEAD.word(),
                        head.verifyingKey().text(),
                        PROCTOR,
                        Role.PROCTOR.word(),
                        proctor.verifyingKey().text());
    }
}
