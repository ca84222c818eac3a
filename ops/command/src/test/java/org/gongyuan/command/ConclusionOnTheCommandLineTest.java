package org.gongyuan.command;

import static org.gongyuan.command.Terminal.gongyuan;
import static org.gongyuan.command.Terminal.good;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.protocol.record.Leaf;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.server.node.KeptResults;
import org.gongyuan.server.store.Store;
import org.gongyuan.server.store.StoreSettings;
import org.gongyuan.server.store.StoredEntry;
import org.gongyuan.trust.seal.SigningKeyPair;
import org.gongyuan.trust.seal.SigningPurpose;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Nobody came to this sitting; every step to the bundle is the same as when they had.
@DisplayName("A closed sitting on the command line")
class ConclusionOnTheCommandLineTest {

    @TempDir private Path folder;

    private Path key(String purpose, String name) {
        var key = folder.resolve(name);
        good("key", "new", "--purpose", purpose, "--open", "--out", key);
        return key;
    }

    private static Instant now() {
        return Clock.systemUTC().instant();
    }

    private SealedPaper paper;
    private Path config;

    private void registered(int persons, Path register, String id, String role) {
        var told =
                good(
                                "staff",
                                "add",
                                "--json",
                                "--register",
                                register,
                                "--id",
                                id,
                                "--role",
                                role,
                                "--key",
                                PublicPart.beside(key("proctor", id)))
                        .json();
        assertEquals(id, told.getString("id"));
        assertEquals(role, told.getString("role"));
        assertEquals(persons, told.getInteger("persons"));
    }

    /// Opened, released and closed with everybody absent; the node has ended.
    private void closed() throws Exception {
        paper = SealedPaper.sealedForSoon(folder);
        var register = folder.resolve("staff");
        registered(1, register, "wang", "head");
        registered(2, register, "li", "officer");
        var roster =
                Files.writeString(
                        folder.resolve("roster.csv"),
                        "ticket,name,secret,seat,extra_minutes\nT1,One,secret-1,,\n");
        try (var node = new ServedNode(folder, register)) {
            config = node.config;
            var both =
                    List.<Object>of(
                            "--server",
                            node.url,
                            "--sitting",
                            "spring",
                            "--open",
                            "--as",
                            "li=" + folder.resolve("li"),
                            "--with",
                            "wang=" + folder.resolve("wang"));
            run(
                    both,
                    "sitting",
                    "open",
                    "--form",
                    paper.form,
                    "--roster",
                    roster,
                    "--starts",
                    paper.hour,
                    "--notice",
                    "PT0S",
                    "--minutes",
                    1);
            paper.awaitHour();
            for (int i = 1; i <= 2; i++) {
                good(
                        "custodian",
                        "share",
                        paper.form,
                        "--key",
                        paper.custodian(i),
                        "--open",
                        "--server",
                        node.url);
            }
            run(both, "sitting", "close");
        }
    }

    private static Terminal.Run run(List<Object> flags, Object... command) {
        var all = new ArrayList<>(List.of(command));
        all.addAll(flags);
        return good(all.toArray());
    }

    private Object[] shares(Object of, String purpose, String holder, Path nodeKey, int... who) {
        var flags = new ArrayList<Object>(List.of("--node-key", nodeKey, "--open"));
        for (int number : who) {
            var share = folder.resolve(purpose + "-share-" + number + "-" + nodeKey.getFileName());
            if (!Files.exists(share)) {
                good(
                        "custodian",
                        "share",
                        of,
                        "--purpose",
                        purpose,
                        "--key",
                        folder.resolve(holder + number),
                        "--open",
                        "--node-key",
                        PublicPart.beside(nodeKey),
                        "--out",
                        share);
            }
            flags.add("--share");
            flags.add(share);
        }
        return flags.toArray();
    }

    private static Object[] joined(Object[] one, Object... more) {
        var all = new ArrayList<>(List.of(one));
        all.addAll(List.of(more));
        return all.toArray();
    }

    private Object[] conclude(Object... words) {
        return joined(words, "--config", config, "--sitting", "spring");
    }

    private Path cutScore() throws Exception {
        var adopted = now();
        var content =
                Files.writeString(
                        folder.resolve("cut-score.json"),
                        """
                        {"method": "modified Angoff", "maximum": "2",
                         "levels": [{"name": "junior", "lowest": "1"}],
                         "panel": {"study": "s", "panelists": 9, "rounds": 2, "closedAt": "%s"},
                         "approvals": [
                           {"step": "proposal", "who": "committee", "at": "%s"},
                           {"step": "determination", "who": "body", "at": "%s"}],
                         "adoptedAt": "%s"}
                        """
                                .formatted(
                                        adopted.minusSeconds(30),
                                        adopted.minusSeconds(20),
                                        adopted.minusSeconds(10),
                                        adopted));
        var signed = folder.resolve("cut-score");
        var words =
                new Object[] {
                    "cut-score",
                    "sign",
                    content,
                    "--form",
                    paper.form,
                    "--key",
                    key("authority", "authority-1"),
                    "--key",
                    key("authority", "authority-2"),
                    "--open",
                    "--json",
                    "--out",
                    signed
                };
        var told = good(words).json();
        assertEquals(signed.toString(), told.getString("file"));
        assertEquals("small", told.getString("form"));
        assertEquals(2, told.getInteger("signatures"));
        assertEquals(1, told.getInteger("levels"));
        var again = gongyuan(words);
        assertEquals(1, again.status());
        assertEquals("", again.out());
        return signed;
    }

    @Test
    void isScoredApprovedPublishedBundledAndVerified() throws Exception {
        closed();
        var nodeKey = key("node", "one-time");
        var marking = shares(paper.form, "marking", "custodian-", nodeKey, 1, 3);
        for (int i = 1; i <= 2; i++) {
            key("approver", "approver-" + i);
            key("approver-sealing", "approver-seal-" + i);
        }
        var terms =
                new Object[] {
                    "--run",
                    "run-1",
                    "--k",
                    2,
                    "--json",
                    "--approver",
                    PublicPart.beside(folder.resolve("approver-1")),
                    "--approver",
                    PublicPart.beside(folder.resolve("approver-2")),
                    "--approver-seal",
                    PublicPart.beside(folder.resolve("approver-seal-1")),
                    "--approver-seal",
                    PublicPart.beside(folder.resolve("approver-seal-2"))
                };

        var early = gongyuan(joined(joined(conclude("score", "run"), marking), terms));
        assertEquals(1, early.status());
        assertTrue(early.err().contains("no cut score is adopted"), early.err());

        var scored =
                good(joined(
                                joined(
                                        conclude("score", "run", "--cut-score", cutScore()),
                                        marking),
                                terms))
                        .json();
        assertEquals(0, scored.getInteger("sheets"));

        var again = gongyuan(joined(joined(conclude("score", "run"), marking), terms));
        assertEquals(1, again.status());
        assertTrue(again.err().contains("run-1 is scored already"), again.err());

        publishes(Path.of(scored.getString("file")));
        verifies();
    }

    /// The store has the log of a second node, `n2`, whose disk is gone; of its four entries the
    /// third was never copied.
    private void aSecondNodeWasLost() throws Exception {
        var key = new SecureRandom();
        try (var gone = SigningKeyPair.generate(Suite.INTL_1, SigningPurpose.CHECKPOINT, key);
                var store =
                        Store.open(
                                new StoreSettings.Embedded(
                                        folder.resolve("data/store"), "gongyuan"))) {
            var origin = "Body/spring/n2";
            var at = Instant.ofEpochMilli(now().toEpochMilli());
            var opened =
                    new SittingEntry.LogOpened(
                            at,
                            origin,
                            new SittingId("spring"),
                            "n2",
                            Octets.of(gone.verifyingKey().toBytes()));
            var refused =
                    new SittingEntry.ShareRefused(
                            at, "form", Digest.of(new byte[Digest.LENGTH]), "too-early");
            var lost =
                    store.entries()
                            .insert(
                                    List.of(
                                            stored(origin, 0, opened),
                                            stored(origin, 1, refused),
                                            stored(origin, 3, refused)))
                            .toCompletableFuture()
                            .join();
            assertEquals(Set.of(), lost);
        }
    }

    private static StoredEntry stored(String origin, long index, SittingEntry entry) {
        return new StoredEntry(
                origin, index, Optional.empty(), Octets.of(Leaf.of(entry)), Octets.of(new byte[0]));
    }

    private Object[] restore(String node, String... persons) {
        var words =
                new ArrayList<Object>(
                        List.of(
                                "record",
                                "restore-from-store",
                                "--config",
                                config,
                                "--sitting",
                                "spring",
                                "--node",
                                node,
                                "--open",
                                "--json"));
        words.addAll(List.of(persons));
        return words.toArray();
    }

    @Test
    void hasTheLogOfALostNodeRestoredByTwoPersons() throws Exception {
        closed();
        aSecondNodeWasLost();
        var li = "li=" + folder.resolve("li");
        var wang = "wang=" + folder.resolve("wang");

        var alone = gongyuan(restore("n2", "--as", li));
        assertEquals(2, alone.status());
        assertTrue(alone.err().contains("takes two persons"), alone.err());
        var one = gongyuan(restore("n2", "--as", li, "--with", li));
        assertEquals(1, one.status());
        assertTrue(one.err().contains("two persons are due"), one.err());
        var stranger =
                gongyuan(restore("n2", "--as", "sun=" + folder.resolve("li"), "--with", wang));
        assertEquals(1, stranger.status());
        assertTrue(stranger.err().contains("sun may not propose"), stranger.err());
        var unknown = gongyuan(restore("n3", "--as", li, "--with", wang));
        assertEquals(1, unknown.status());
        assertTrue(unknown.err().contains("no entry of log Body/spring/n3"), unknown.err());
        var here = gongyuan(restore("node-1", "--as", li, "--with", wang));
        assertEquals(1, here.status());
        assertTrue(here.err().contains("what is here is not lost"), here.err());

        var restored = good(restore("n2", "--as", li, "--with", wang)).json();
        assertEquals(4, restored.getInteger("entries"));
        assertEquals(1, restored.getInteger("missing"));
        assertEquals("2", restored.getJsonArray("indices").getString(0));
        var again = gongyuan(restore("n2", "--as", li, "--with", wang));
        assertEquals(1, again.status());
        assertTrue(again.err().contains("what is here is not lost"), again.err());

        var bundle = folder.resolve("restored.zip");
        good(conclude("record", "bundle", "--out", bundle));
        var verified = gongyuan("verify", bundle);
        assertTrue(verified.out().contains("V35  成立 holds"), verified.out());
        assertEquals(0, verified.status(), verified.out());
    }

    private void publishes(Path results) {
        var first =
                joined(
                        new Object[] {"publish", "approve", "--run", "run-1", "--open", "--key"},
                        folder.resolve("approver-1"),
                        "--config",
                        config,
                        "--sitting",
                        "spring");
        var notice = conclude("publish", "notice", "--run", "run-1");
        good(first);
        var early = gongyuan(notice);
        assertEquals(1, early.status());
        assertTrue(early.err().contains("out-of-order"), early.err());
        var twice = gongyuan(first);
        assertEquals(1, twice.status());
        assertTrue(twice.err().contains("repeated"), twice.err());
        good(
                "publish",
                "approve",
                "--run",
                "run-1",
                "--open",
                "--key",
                folder.resolve("approver-2"),
                "--config",
                config,
                "--sitting",
                "spring");
        good(notice);
        var nodeKey = key("node", "one-time-2");
        var lone = shares(results, "results", "approver-seal-", nodeKey, 1);
        var refused = gongyuan(joined(conclude("publish", "results", "--run", "run-1"), lone));
        assertEquals(1, refused.status());
        assertTrue(refused.err().contains("too-few"), refused.err());
        var both = shares(results, "results", "approver-seal-", nodeKey, 1, 2);
        var published =
                good(joined(conclude("publish", "results", "--run", "run-1", "--json"), both))
                        .json();
        assertTrue(published.getBoolean("published"));
    }

    private void verifies() throws Exception {
        var bundle = folder.resolve("bundle.zip");
        var told =
                good(conclude(
                                "record",
                                "bundle",
                                "--json",
                                "--out",
                                bundle,
                                "--answer-key",
                                "release"))
                        .json();
        assertEquals(bundle.toString(), told.getString("bundle"));
        assertEquals(0, told.getInteger("receipts"));
        assertEquals("release", told.getString("answerKey"));
        var refused =
                gongyuan(
                        conclude(
                                "record",
                                "bundle",
                                "--json",
                                "--out",
                                folder.resolve("b"),
                                "--answer-key",
                                "burn"));
        assertEquals(2, refused.status());
        assertEquals("", refused.out());
        assertTrue(refused.err().contains("is release or keep, not \"burn\""), refused.err());
        var verified = gongyuan("verify", bundle, "--json");
        assertEquals("published", verified.json().getString("stage"));
        assertFalse(verified.out().contains("fails"), verified.out());
        assertEquals(3, verified.status(), "no sheet was handed in, so V23 is not reached");
        var words = gongyuan("verify", bundle).out();
        assertTrue(words.contains("V29  成立 holds") && words.contains("INCOMPLETE"), words);
        var cut = Files.write(folder.resolve("cut.zip"), new byte[] {1, 2, 3});
        assertEquals(2, gongyuan("verify", cut).status());
        verifiesWithoutResultsOnceTheyAreEnded();
    }

    /// As the round of a node leaves it when the time of results is over.
    private void verifiesWithoutResultsOnceTheyAreEnded() throws Exception {
        new KeptResults(folder.resolve("data/sittings/spring/conclusion")).destroy();
        var bundle = folder.resolve("ended.zip");

        good(conclude("record", "bundle", "--out", bundle));

        var verified = gongyuan("verify", bundle, "--json");
        assertEquals("published", verified.json().getString("stage"));
        assertFalse(verified.out().contains("fails"), verified.out());
        assertEquals(3, verified.status(), "no results, and it says so");
        assertTrue(gongyuan("verify", bundle).out().contains("V29  成立 holds"));
    }
}
