package org.gongyuan.protocol.record;

import static java.util.Objects.requireNonNull;

import org.gongyuan.trust.suite.Digest;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// An entry about the sitting as a whole (`exam-record.md` section 4, kinds below 10 and from 30,
/// and 26).
public sealed interface SittingEntry extends Entry {

    /// The first entry of a log: who keeps it and with which key its checkpoints are signed. Kind
    /// 1.
    record LogOpened(
            Instant at, String origin, SittingId sitting, String node, Octets checkpointKey)
            implements SittingEntry {

        /// The kind's number in `exam-record.md` section 4.
        public static final int KIND = 1;

        public LogOpened {
            requireNonNull(at, "at");
            Bound.text("origin", origin);
            requireNonNull(sitting, "sitting");
            Bound.text("node", node);
            requireNonNull(checkpointKey, "checkpointKey");
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /// A sealed form was accepted for the sitting: its signatures held. Kind 2.
    record ManifestAccepted(
            Instant at,
            Digest manifest,
            String form,
            int revision,
            String suite,
            Instant notBefore,
            int k,
            int n,
            List<Digest> signers)
            implements SittingEntry {

        /// The kind's number in `exam-record.md` section 4.
        public static final int KIND = 2;

        public ManifestAccepted {
            requireNonNull(at, "at");
            requireNonNull(manifest, "manifest");
            Bound.text("form", form);
            Bound.notNegative("revision", revision);
            Bound.text("suite", suite);
            requireNonNull(notBefore, "notBefore");
            Bound.notNegative("k", k);
            Bound.notNegative("n", n);
            signers = List.copyOf(signers);
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /// The sitting was opened and its rules froze. Kind 3.
    record SittingOpened(
            Instant at,
            SittingId sitting,
            Digest manifest,
            Instant opens,
            Instant starts,
            Instant ends,
            Duration duration,
            Duration lateEntry,
            Duration earliestHandIn,
            String preset,
            Duration notice,
            Digest roster,
            int expected)
            implements SittingEntry {

        /// The kind's number in `exam-record.md` section 4.
        public static final int KIND = 3;

        public SittingOpened {
            requireNonNull(at, "at");
            requireNonNull(sitting, "sitting");
            requireNonNull(manifest, "manifest");
            requireNonNull(opens, "opens");
            requireNonNull(starts, "starts");
            requireNonNull(ends, "ends");
            Bound.notNegative("duration", duration.toMillis());
            Bound.notNegative("lateEntry", lateEntry.toMillis());
            Bound.notNegative("earliestHandIn", earliestHandIn.toMillis());
            Bound.text("preset", preset);
            Bound.notNegative("notice", notice.toMillis());
            requireNonNull(roster, "roster");
            Bound.notNegative("expected", expected);
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /// How findings about the seats' machines are judged, frozen at the opening. Kind 42. A sitting
    /// without it notes everything.
    record PosturePolicyFrozen(Instant at, PosturePolicy policy) implements SittingEntry {

        /// The kind's number in `exam-record.md` section 4.
        public static final int KIND = 42;

        public PosturePolicyFrozen {
            requireNonNull(at, "at");
            requireNonNull(policy, "policy");
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /// A custodian handed in a share that fits its commitment. Kind 4.
    record ShareReceived(Instant at, String purpose, Digest custodian, int share)
            implements SittingEntry {

        /// The kind's number in `exam-record.md` section 4.
        public static final int KIND = 4;

        public ShareReceived {
            requireNonNull(at, "at");
            Bound.text("purpose", purpose);
            requireNonNull(custodian, "custodian");
            Bound.notNegative("share", share);
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /// A share was refused; `custodian` is all zeros when nobody is known by it. Kind 5.
    record ShareRefused(Instant at, String purpose, Digest custodian, String reason)
            implements SittingEntry {

        /// The kind's number in `exam-record.md` section 4.
        public static final int KIND = 5;

        public ShareRefused {
            requireNonNull(at, "at");
            Bound.text("purpose", purpose);
            requireNonNull(custodian, "custodian");
            Bound.text("reason", reason);
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /// The form key was rebuilt from shares, at or after the appointed time. Kind 6.
    record Released(Instant at, Digest manifest, Digest key, List<Integer> shares)
            implements SittingEntry {

        /// The kind's number in `exam-record.md` section 4.
        public static final int KIND = 6;

        public Released {
            requireNonNull(at, "at");
            requireNonNull(manifest, "manifest");
            requireNonNull(key, "key");
            shares = List.copyOf(shares);
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /// A node passed the released key to another, sealed to its one-time key. Kind 7.
    record KeyHandedOn(Instant at, String from, String to, Digest key) implements SittingEntry {

        /// The kind's number in `exam-record.md` section 4.
        public static final int KIND = 7;

        public KeyHandedOn {
            requireNonNull(at, "at");
            Bound.text("from", from);
            Bound.text("to", to);
            requireNonNull(key, "key");
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /// Entries of this log that do not count, because another node's entries hold their places:
    /// they were never told as saved. `indices` are indices of this log, rising. Kind 8.
    record SetAside(Instant at, List<Long> indices) implements SittingEntry {

        /// The kind's number in `exam-record.md` section 4.
        public static final int KIND = 8;

        /// One entry sets aside at most this many others.
        public static final int MOST = 255;

        public SetAside {
            requireNonNull(at, "at");
            indices = List.copyOf(indices);
            if (indices.isEmpty() || indices.size() > MOST) {
                throw new IllegalArgumentException(
                        "1 to %d entries are set aside at once, not %d"
                                .formatted(MOST, indices.size()));
            }
            long before = -1;
            for (long index : indices) {
                if (index <= before) {
                    throw new IllegalArgumentException(
                            "indices of entries set aside rise, %d does not follow %d"
                                    .formatted(index, before));
                }
                before = index;
            }
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /// The entry that closed a session in another node's log, written down here as well, so that
    /// the candidate has his receipt although that node is gone. Kind 9.
    record CarriedOver(Instant at, String origin, long index, Octets leaf) implements SittingEntry {

        /// The kind's number in `exam-record.md` section 4.
        public static final int KIND = 9;

        private static final int LONGEST = 2_048;

        public CarriedOver {
            requireNonNull(at, "at");
            Bound.text("origin", origin);
            Bound.notNegative("index", index);
            if (leaf.length() > LONGEST) {
                throw new IllegalArgumentException(
                        "a leaf that is carried over has at most %d bytes, not %d"
                                .formatted(LONGEST, leaf.length()));
            }
            var _ = closing(leaf);
        }

        /// The entry that is carried over: `submitted` or `expired`.
        public SessionEntry closing() {
            return closing(leaf);
        }

        private static SessionEntry closing(Octets leaf) {
            return switch (Leaf.read(leaf.toBytes())) {
                case SessionEntry.Submitted submitted -> submitted;
                case SessionEntry.Expired expired -> expired;
                case Entry other ->
                        throw new IllegalArgumentException(
                                "what closed a session is carried over, not an entry of kind "
                                        + other.kind());
            };
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /// A candidate on the roster was never admitted; written at close. Kind 26.
    record Absent(Instant at, Digest candidate) implements SittingEntry {

        /// The kind's number in `exam-record.md` section 4.
        public static final int KIND = 26;

        public Absent {
            requireNonNull(at, "at");
            requireNonNull(candidate, "candidate");
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /// The reconciliation at close; the sums must agree (section 4.3). Kind 30.
    record SittingClosed(
            Instant at,
            int expected,
            int absent,
            int admitted,
            int submitted,
            int expired,
            int voided,
            int transferred)
            implements SittingEntry {

        /// The kind's number in `exam-record.md` section 4.
        public static final int KIND = 30;

        public SittingClosed {
            requireNonNull(at, "at");
            Bound.notNegative("expected", expected);
            Bound.notNegative("absent", absent);
            Bound.notNegative("admitted", admitted);
            Bound.notNegative("submitted", submitted);
            Bound.notNegative("expired", expired);
            Bound.notNegative("voided", voided);
            Bound.notNegative("transferred", transferred);
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /// Something sealed to a quorum was opened, and by which shares. Kind 31.
    record OpenedByQuorum(Instant at, String purpose, Digest key, List<Integer> shares)
            implements SittingEntry {

        /// The kind's number in `exam-record.md` section 4.
        public static final int KIND = 31;

        public OpenedByQuorum {
            requireNonNull(at, "at");
            Bound.text("purpose", purpose);
            requireNonNull(key, "key");
            shares = List.copyOf(shares);
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /// Scores given by two markers were taken in; the document itself is sealed. Kind 32.
    record HumanScoresRecorded(
            Instant at, Digest document, int count, StaffId firstMarker, StaffId secondMarker)
            implements SittingEntry {

        /// The kind's number in `exam-record.md` section 4.
        public static final int KIND = 32;

        public HumanScoresRecorded {
            requireNonNull(at, "at");
            requireNonNull(document, "document");
            Bound.notNegative("count", count);
            requireNonNull(firstMarker, "firstMarker");
            requireNonNull(secondMarker, "secondMarker");
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /// A signed cut-score document came into force for a form. Kind 33.
    record CutScoreAdopted(Instant at, Digest document, Digest manifest, List<Digest> signers)
            implements SittingEntry {

        /// The kind's number in `exam-record.md` section 4.
        public static final int KIND = 33;

        public CutScoreAdopted {
            requireNonNull(at, "at");
            requireNonNull(document, "document");
            requireNonNull(manifest, "manifest");
            signers = List.copyOf(signers);
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /// A score run: the digest of what went in and of what came out. Kind 34.
    record Scored(
            Instant at, String run, Digest inputs, Digest results, int sheets, Digest cutScore)
            implements SittingEntry {

        /// The kind's number in `exam-record.md` section 4.
        public static final int KIND = 34;

        public Scored {
            requireNonNull(at, "at");
            Bound.text("run", run);
            requireNonNull(inputs, "inputs");
            requireNonNull(results, "results");
            Bound.notNegative("sheets", sheets);
            requireNonNull(cutScore, "cutScore");
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /// One approver signed the results of a run for publication. Kind 35.
    record PublicationApproved(
            Instant at, String run, Digest results, Digest approver, Octets signature)
            implements SittingEntry {

        /// The kind's number in `exam-record.md` section 4.
        public static final int KIND = 35;

        public PublicationApproved {
            requireNonNull(at, "at");
            Bound.text("run", run);
            requireNonNull(results, "results");
            requireNonNull(approver, "approver");
            requireNonNull(signature, "signature");
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /// The notice period of a run began; nothing is published before its end. Kind 36.
    record NoticeBegun(Instant at, String run, Instant until) implements SittingEntry {

        /// The kind's number in `exam-record.md` section 4.
        public static final int KIND = 36;

        public NoticeBegun {
            requireNonNull(at, "at");
            Bound.text("run", run);
            requireNonNull(until, "until");
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /// The results of a run were published. Kind 37.
    record Published(Instant at, String run, Digest results) implements SittingEntry {

        /// The kind's number in `exam-record.md` section 4.
        public static final int KIND = 37;

        public Published {
            requireNonNull(at, "at");
            Bound.text("run", run);
            requireNonNull(results, "results");
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /// A list of proposed holders of certificates was drawn from published results, by two persons
    /// (`certificate.md`). Kind 75.
    ///
    /// @param list the digest of the list
    /// @param predecessor the digest of the list before; zeros when there is none
    /// @param proposed how many are on it
    /// @param held how many reached a level and are held back
    record ProposedHolders(
            Instant at,
            String run,
            Digest results,
            Digest list,
            Digest predecessor,
            long proposed,
            long held,
            StaffId proposer,
            StaffId approver)
            implements SittingEntry {

        /// The kind's number in `exam-record.md` section 4.
        public static final int KIND = 75;

        public ProposedHolders {
            requireNonNull(at, "at");
            Bound.text("run", run);
            requireNonNull(results, "results");
            requireNonNull(list, "list");
            requireNonNull(predecessor, "predecessor");
            Bound.notNegative("proposed", proposed);
            Bound.notNegative("held", held);
            requireNonNull(proposer, "proposer");
            requireNonNull(approver, "approver");
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /// A key was destroyed at the end of its purpose, by two persons. Kind 38.
    record KeyDestroyed(Instant at, String purpose, String scope, StaffId first, StaffId second)
            implements SittingEntry {

        /// The kind's number in `exam-record.md` section 4.
        public static final int KIND = 38;

        public KeyDestroyed {
            requireNonNull(at, "at");
            Bound.text("purpose", purpose);
            Bound.text("scope", scope);
            requireNonNull(first, "first");
            requireNonNull(second, "second");
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /// The node said that the keeping of personal data ends soon, so that whoever needs it may
    /// place a legal hold (`staff-access.md` 9.6). Kind 73.
    ///
    /// @param purpose a kind of data of the retention table
    /// @param scope whose it is: a sitting, a room of it, or a keyed hash
    /// @param due when its time by the table was over
    record DeletionAnnounced(Instant at, String purpose, String scope, Instant due)
            implements SittingEntry {

        /// The kind's number in `exam-record.md` section 4.
        public static final int KIND = 73;

        public DeletionAnnounced {
            requireNonNull(at, "at");
            Bound.text("purpose", purpose);
            Bound.text("scope", scope);
            requireNonNull(due, "due");
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /// The time of personal data was over and the node destroys its keys, right behind this entry
    /// (`staff-access.md` 9.6). Kind 74.
    ///
    /// @param persons the keys of how many persons, or 1 for a key over many
    record RetentionEnded(Instant at, String purpose, String scope, long persons)
            implements SittingEntry {

        /// The kind's number in `exam-record.md` section 4.
        public static final int KIND = 74;

        public RetentionEnded {
            requireNonNull(at, "at");
            Bound.text("purpose", purpose);
            Bound.text("scope", scope);
            if (persons < 1) {
                throw new IllegalArgumentException(
                        "an end of keeping is of 1 person or more, not " + persons);
            }
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /// From the next checkpoint on another key signs; the old one vouches for it. Kind 39.
    record CheckpointKeyRotated(Instant at, Octets next, Octets signature) implements SittingEntry {

        /// The kind's number in `exam-record.md` section 4.
        public static final int KIND = 39;

        public CheckpointKeyRotated {
            requireNonNull(at, "at");
            requireNonNull(next, "next");
            requireNonNull(signature, "signature");
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /// The log of a node that was lost with its disk was restored from the store's copies, and this
    /// log vouches for it (`exam-record.md` section 9). Kind 40.
    ///
    /// @param origin of the restored log
    /// @param size how many leaves it has
    /// @param root over these leaves, SHA-256 as in its checkpoint
    /// @param missing how many of them are [NotRestored]
    record LogRestored(
            Instant at,
            String origin,
            long size,
            Digest root,
            long missing,
            StaffId proposer,
            StaffId approver)
            implements SittingEntry {

        /// The kind's number in `exam-record.md` section 4.
        public static final int KIND = 40;

        public LogRestored {
            requireNonNull(at, "at");
            Bound.text("origin", origin);
            Bound.notNegative("size", size);
            requireNonNull(root, "root");
            Bound.notNegative("missing", missing);
            requireNonNull(proposer, "proposer");
            requireNonNull(approver, "approver");
            if (missing >= size) {
                throw new IllegalArgumentException(
                        "of %d entries %d cannot be missing: the first is always there"
                                .formatted(size, missing));
            }
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /// Stands in a restored log where an entry stood that the store has no copy of, and that was
    /// therefore told to nobody. Kind 41.
    ///
    /// @param at the instant of the entry before it; when the missing one was accepted is not known
    record NotRestored(Instant at) implements SittingEntry {

        /// The kind's number in `exam-record.md` section 4.
        public static final int KIND = 41;

        public NotRestored {
            requireNonNull(at, "at");
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /// A custodian proved that a key is his (`staff-access.md` 8.3); in the node's staff log alone.
    /// Kind 65.
    ///
    /// @param key the fingerprint of his public key
    record CustodianKeyRegistered(Instant at, StaffId person, String suite, Digest key)
            implements SittingEntry {

        /// The kind's number in `exam-record.md` section 4.
        public static final int KIND = 65;

        public CustodianKeyRegistered {
            requireNonNull(at, "at");
            requireNonNull(person, "person");
            Bound.text("suite", suite);
            requireNonNull(key, "key");
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /// A share was refused and the security administrator is told (`staff-access.md` 8.5); in the
    /// node's staff log alone. What exactly he is told is sealed: every alarm looks the same here.
    /// Kind 66.
    ///
    /// @param upon the sitting, or the rehearsal
    /// @param told digest of what is sealed for him
    record ShareAlarmRaised(Instant at, String upon, Digest told) implements SittingEntry {

        /// The kind's number in `exam-record.md` section 4.
        public static final int KIND = 66;

        public ShareAlarmRaised {
            requireNonNull(at, "at");
            Bound.text("upon", upon);
            requireNonNull(told, "told");
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /// A sealed form was taken in by an act of two (`staff-access.md` 8.2); in the node's staff log
    /// alone. Kind 67.
    ///
    /// @param act the digest of the act
    /// @param signers the fingerprints of the assembler and the reviewer
    record FormTakenIn(Instant at, Digest manifest, Digest act, List<Digest> signers)
            implements SittingEntry {

        /// The kind's number in `exam-record.md` section 4.
        public static final int KIND = 67;

        public FormTakenIn {
            requireNonNull(at, "at");
            requireNonNull(manifest, "manifest");
            requireNonNull(act, "act");
            signers = List.copyOf(signers);
            if (signers.size() != 2) {
                throw new IllegalArgumentException("a form has 2 signers, not " + signers.size());
            }
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /// A **rehearsal** of a release began (`staff-access.md` 8.6); in the node's staff log alone.
    /// Kind 68.
    ///
    /// @param rehearsal its name, `rehearsal-` and 16 hexadecimal digits
    /// @param opens before this instant its shares are refused
    record RehearsalBegun(
            Instant at,
            String rehearsal,
            StaffId by,
            int needed,
            Instant opens,
            List<Digest> custodians)
            implements SittingEntry {

        /// The kind's number in `exam-record.md` section 4.
        public static final int KIND = 68;

        public RehearsalBegun {
            requireNonNull(at, "at");
            Bound.rehearsal(rehearsal);
            requireNonNull(by, "by");
            Bound.notNegative("needed", needed);
            requireNonNull(opens, "opens");
            custodians = List.copyOf(custodians);
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /// What came of a share at a **rehearsal**, or how it ended (`staff-access.md` 8.6); in the
    /// node's staff log alone. Kind 69.
    ///
    /// @param custodian by whom; zeros when nobody in particular
    /// @param index of the share; 0 when of none
    /// @param outcome `received`, `released`, `ended` or the name of the refusal
    record RehearsalStep(Instant at, String rehearsal, Digest custodian, int index, String outcome)
            implements SittingEntry {

        /// The kind's number in `exam-record.md` section 4.
        public static final int KIND = 69;

        public RehearsalStep {
            requireNonNull(at, "at");
            Bound.rehearsal(rehearsal);
            requireNonNull(custodian, "custodian");
            Bound.notNegative("index", index);
            Bound.text("outcome", outcome);
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /// Two persons stood for an act, which was then done (`staff-access.md` section 3). Kind 50.
    ///
    /// @param act the act's bytes, which name its proposer
    /// @param proposed how the proposer stood for it
    /// @param approved how the approver did
    record Acted(Instant at, Octets act, Octets proposed, StaffId approver, Octets approved)
            implements SittingEntry {

        /// The kind's number in `exam-record.md` section 4.
        public static final int KIND = 50;

        public Acted {
            requireNonNull(at, "at");
            requireNonNull(act, "act");
            requireNonNull(proposed, "proposed");
            requireNonNull(approver, "approver");
            requireNonNull(approved, "approved");
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /// A member of staff did, read or was refused something (`staff-access.md` section 6); in the
    /// node's staff log alone. Kind 51.
    ///
    /// @param person who; `nobody` when nobody was signed in
    /// @param what the operation's name
    /// @param upon what it was upon, by identifiers; `-` when nothing is named
    /// @param outcome `done`, `read` or the name of the refusal
    /// @param reason why, where a reason is due; else `-`
    record Audited(
            Instant at, StaffId person, String what, String upon, String outcome, String reason)
            implements SittingEntry {

        /// The kind's number in `exam-record.md` section 4.
        public static final int KIND = 51;

        public Audited {
            requireNonNull(at, "at");
            requireNonNull(person, "person");
            Bound.text("what", what);
            Bound.text("upon", upon);
            Bound.text("outcome", outcome);
            Bound.text("reason", reason);
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /// The rules a planned sitting was opened by, as two persons froze them. Kind 60.
    ///
    /// @param exam the examination the sitting belongs to
    /// @param rules `NAME=VALUE`, each name once
    /// @param frozen when they were frozen, before the sitting was opened
    record RulesFrozen(
            Instant at,
            String exam,
            List<String> rules,
            Instant frozen,
            StaffId proposer,
            StaffId approver)
            implements SittingEntry {

        /// The kind's number in `exam-record.md` section 4.
        public static final int KIND = 60;

        private static final int MOST = 30;

        public RulesFrozen {
            requireNonNull(at, "at");
            Bound.text("exam", exam);
            rules = List.copyOf(rules);
            if (rules.isEmpty() || rules.size() > MOST) {
                throw new IllegalArgumentException(
                        "1 to %d rules are frozen, not %d".formatted(MOST, rules.size()));
            }
            rules.forEach(
                    rule -> {
                        Bound.text("rule", rule);
                        if (rule.indexOf('=') < 1) {
                            throw new IllegalArgumentException(
                                    "a frozen rule is NAME=VALUE, not \"" + rule + "\"");
                        }
                    });
            requireNonNull(frozen, "frozen");
            requireNonNull(proposer, "proposer");
            requireNonNull(approver, "approver");
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /// A frozen rule was changed by two persons. Kind 61.
    ///
    /// @param decided when; before the opening for what the sitting was opened with
    record RuleChanged(
            Instant at,
            String rule,
            String from,
            String to,
            Instant decided,
            StaffId proposer,
            StaffId approver)
            implements SittingEntry {

        /// The kind's number in `exam-record.md` section 4.
        public static final int KIND = 61;

        public RuleChanged {
            requireNonNull(at, "at");
            Bound.text("rule", rule);
            Bound.text("from", from);
            Bound.text("to", to);
            requireNonNull(decided, "decided");
            requireNonNull(proposer, "proposer");
            requireNonNull(approver, "approver");
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /// A custodian said, and proved that it was he, that a share of the marking key is no more, so
    /// that the responses under that key end (`staff-access.md` 9.8). Kind 76.
    ///
    /// @param manifest the sealed form whose marking key it is a share of
    /// @param custodian the fingerprint of the key the share was sealed to
    /// @param how what became of that key
    /// @param person whose key it is
    /// @param asked when the node asked him for the proof
    /// @param proof how he stood for it (`staff-access.md` 3.4)
    record ShareEnded(
            Instant at,
            Digest manifest,
            int share,
            Digest custodian,
            ShareEnd how,
            StaffId person,
            Instant asked,
            Octets proof)
            implements SittingEntry {

        /// The kind's number in `exam-record.md` section 4.
        public static final int KIND = 76;

        public ShareEnded {
            requireNonNull(at, "at");
            requireNonNull(manifest, "manifest");
            if (share < 1) {
                throw new IllegalArgumentException("shares count from 1, not " + share);
            }
            requireNonNull(custodian, "custodian");
            requireNonNull(how, "how");
            requireNonNull(person, "person");
            requireNonNull(asked, "asked");
            requireNonNull(proof, "proof");
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /// A legal hold keeps the responses of the sitting from their end, or keeps them no longer
    /// (`staff-access.md` 9.8). Kind 77. Who placed it and why stands in the staff log.
    ///
    /// @param isHeld whether one stands from now on
    record ResponsesHeld(Instant at, boolean isHeld) implements SittingEntry {

        /// The kind's number in `exam-record.md` section 4.
        public static final int KIND = 77;

        public ResponsesHeld {
            requireNonNull(at, "at");
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /// Two persons let more time be given than the frozen limit. Kind 62. The extensions that it
    /// allows follow in the same log.
    record LimitExceeded(
            Instant at, String scope, Duration by, Cause cause, StaffId proposer, StaffId approver)
            implements SittingEntry {

        /// The kind's number in `exam-record.md` section 4.
        public static final int KIND = 62;

        public LimitExceeded {
            requireNonNull(at, "at");
            Bound.text("scope", scope);
            requireNonNull(by, "by");
            if (!by.isPositive()) {
                throw new IllegalArgumentException("more time is positive: " + by);
            }
            requireNonNull(cause, "cause");
            requireNonNull(proposer, "proposer");
            requireNonNull(approver, "approver");
        }

        @Override
        public int kind() {
            return KIND;
        }
    }
}
