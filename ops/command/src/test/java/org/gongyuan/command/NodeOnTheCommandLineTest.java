package org.gongyuan.command;

import static org.gongyuan.command.Terminal.gongyuan;
import static org.gongyuan.command.Terminal.good;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

@DisplayName("A node on the command line")
class NodeOnTheCommandLineTest {

    @TempDir private Path folder;

    private Path staff() {
        var register = folder.resolve("staff");
        for (var one : new String[] {"wang head", "li officer", "sun proctor"}) {
            var words = one.split(" ", -1);
            var key = folder.resolve(words[0]);
            good("key", "new", "--purpose", "proctor", "--open", "--out", key);
            good(
                    "staff",
                    "add",
                    "--register",
                    register,
                    "--id",
                    words[0],
                    "--role",
                    words[1],
                    "--key",
                    PublicPart.beside(key));
        }
        return register;
    }

    private Path roster() throws Exception {
        return Files.writeString(
                folder.resolve("roster.csv"),
                """
                ticket,name,secret,seat,extra_minutes
                T1,One,secret-1,C7/A/1,
                T2,Two,secret-2,,10
                """);
    }

    @Test
    void holdsASittingFromOpeningToRelease() throws Exception {
        var paper = SealedPaper.sealedForSoon(folder);
        var register = staff();
        var node = new ServedNode(folder, register);
        try (node) {
            Object[] both = {
                "--server",
                node.url,
                "--sitting",
                "spring",
                "--open",
                "--as",
                "li=" + folder.resolve("li"),
                "--with",
                "wang=" + folder.resolve("wang")
            };
            var opened =
                    gongyuan(
                            with(
                                    both,
                                    "sitting",
                                    "open",
                                    "--form",
                                    paper.form,
                                    "--roster",
                                    roster(),
                                    "--starts",
                                    paper.hour,
                                    "--notice",
                                    "PT1H"));
            assertEquals(0, opened.status(), opened.err());
            var status =
                    good("sitting", "status", "--server", node.url, "--sitting", "spring", "--json")
                            .json();
            assertEquals(2, status.getInteger("expected"));
            assertFalse(status.getBoolean("released"));

            var nodeKey = folder.resolve("node-key");
            var told =
                    good("release", "--server", node.url, "--node-key-out", nodeKey, "--json")
                            .json();
            assertEquals(nodeKey.toString(), told.getString("file"));
            var share = folder.resolve("share-1");
            good(
                    "custodian",
                    "share",
                    paper.form,
                    "--key",
                    paper.custodian(1),
                    "--open",
                    "--node-key",
                    nodeKey,
                    "--out",
                    share);
            paper.awaitHour();
            var first = good("release", "--server", node.url, share, "--json").json();
            assertEquals(1, first.getInteger("have"));
            assertEquals(2, first.getInteger("needed"));
            var again = gongyuan("release", "--server", node.url, share);
            assertEquals(1, again.status(), again.out());
            good(
                    "custodian",
                    "share",
                    paper.form,
                    "--key",
                    paper.custodian(3),
                    "--open",
                    "--server",
                    node.url);
            assertTrue(
                    good("sitting", "status", "--server", node.url, "--sitting", "spring", "--json")
                            .json()
                            .getBoolean("released"));

            overridesAFinding(node, both);
            refusesWhatIsNotInOrder(node, both);
        }
        assertEquals(0, node.status());
    }

    private void refusesWhatIsNotInOrder(ServedNode node, Object[] both) {
        var alone =
                gongyuan(
                        "sitting",
                        "close",
                        "--server",
                        node.url,
                        "--sitting",
                        "spring",
                        "--open",
                        "--as",
                        "li=" + folder.resolve("li"));
        assertEquals(2, alone.status());
        assertTrue(alone.err().contains("takes two persons"), alone.err());
        var samePerson =
                gongyuan(
                        "sitting",
                        "close",
                        "--server",
                        node.url,
                        "--sitting",
                        "spring",
                        "--open",
                        "--as",
                        "li=" + folder.resolve("li"),
                        "--with",
                        "li=" + folder.resolve("li"));
        assertEquals(1, samePerson.status());
        assertTrue(samePerson.err().contains("two persons are due"), samePerson.err());
        var otherKey =
                gongyuan(
                        "sitting",
                        "close",
                        "--server",
                        node.url,
                        "--sitting",
                        "spring",
                        "--open",
                        "--as",
                        "li=" + folder.resolve("sun"),
                        "--with",
                        "wang=" + folder.resolve("wang"));
        assertEquals(1, otherKey.status());
        assertTrue(otherKey.err().contains("the signature does not hold"), otherKey.err());
        var nobody =
                gongyuan(
                        with(
                                both,
                                "sitting",
                                "hold",
                                "--scope",
                                "seat:C7/A/9",
                                "--cause",
                                "power-cut"));
        assertEquals(1, nobody.status());
        assertTrue(nobody.err().contains("nobody is in scope"), nobody.err());
        for (var order :
                List.of(
                        new Object[] {"sitting", "resume"},
                        new Object[] {
                            "sitting", "extend", "--minutes", 5, "--cause", "network-fault"
                        },
                        new Object[] {"sitting", "void", "--cause", "breach"},
                        new Object[] {
                            "sitting", "transfer", "--to", "autumn", "--cause", "illness"
                        },
                        new Object[] {
                            "sitting", "move", "--to", "C7/A/8", "--cause", "machine-fault"
                        },
                        new Object[] {"sitting", "message", "--text", "Five minutes left."},
                        new Object[] {"sitting", "pictures", "--per-second", 4})) {
            var none = gongyuan(with(with(both, "--scope", "seat:C7/A/9"), order));
            assertEquals(1, none.status(), none.out());
            assertTrue(none.err().contains("nobody is in scope"), none.err());
        }
        var tooLong =
                gongyuan(
                        with(
                                both,
                                "sitting",
                                "extend",
                                "--scope",
                                "all",
                                "--minutes",
                                241,
                                "--cause",
                                "illness"));
        assertEquals(2, tooLong.status());
        assertTrue(tooLong.err().contains("241 is outside 1..240"), tooLong.err());
        var tooMany =
                gongyuan(
                        with(both, "sitting", "pictures", "--scope", "all", "--per-second", "4.1"));
        assertEquals(2, tooMany.status());
        assertTrue(tooMany.err().contains("4.1 is outside 0.1..4"), tooMany.err());
        var unseen =
                gongyuan(
                        with(
                                both,
                                "sitting",
                                "override",
                                "--scope",
                                "seat:C7/A/9",
                                "--finding",
                                "remote-control",
                                "--cause",
                                "examined"));
        assertEquals(1, unseen.status());
        assertTrue(unseen.err().contains("not found at seat C7/A/9"), unseen.err());
        var noFinding =
                gongyuan(
                        with(
                                both,
                                "sitting",
                                "override",
                                "--scope",
                                "seat:C7/A/9",
                                "--finding",
                                "ghost",
                                "--cause",
                                "examined"));
        assertTrue(noFinding.err().contains("unknown finding \"ghost\""), noFinding.err());
        var noCause = gongyuan(with(both, "sitting", "hold", "--scope", "all", "--cause", "mood"));
        assertEquals(1, noCause.status());
        assertTrue(noCause.err().contains("unknown cause \"mood\""), noCause.err());
    }

    /// A seat that told nothing was not looked at, which the policy refuses.
    private void overridesAFinding(ServedNode node, Object[] both) {
        assertEquals(
                0,
                good("sitting", "posture", "--server", node.url, "--sitting", "spring", "--json")
                        .json()
                        .getJsonArray("seats")
                        .size());
        var done =
                gongyuan(
                        with(
                                both,
                                "sitting",
                                "override",
                                "--scope",
                                "seat:C7/A/2",
                                "--finding",
                                "not-looked-at",
                                "--cause",
                                "examined",
                                "--json"));
        assertEquals(0, done.status(), done.err());
        assertTrue(
                good(
                                "sitting",
                                "posture",
                                "--server",
                                node.url,
                                "--sitting",
                                "spring",
                                "--kept-out")
                        .out()
                        .contains("0 seats"));
    }

    private static Object[] with(Object[] flags, Object... command) {
        var all = new Object[command.length + flags.length];
        System.arraycopy(command, 0, all, 0, command.length);
        System.arraycopy(flags, 0, all, command.length, flags.length);
        return all;
    }

    @Test
    void doesNotStartWithAValueOutsideItsRange() {
        var refused =
                gongyuan(
                        "serve",
                        "--node.body",
                        "b",
                        "--data.folder",
                        folder,
                        "--seat.port",
                        "99999");

        assertEquals(2, refused.status());
        assertTrue(refused.err().contains("seat.port is \"99999\""), refused.err());
        assertTrue(refused.err().contains("0 to 65535"), refused.err());
    }

    @Test
    void doesNotStartWithAKeyNobodyKnows() throws Exception {
        var config = Files.writeString(folder.resolve("c"), "node.bodi = x\n");

        var refused = gongyuan("serve", "--config", config);

        assertEquals(2, refused.status());
        assertTrue(refused.err().contains("unknown key node.bodi"), refused.err());
    }

    @Test
    void takesNothingOfARosterWithABadRow() throws Exception {
        var paper = SealedPaper.sealed(folder, "2126-05-04T01:00:00Z");
        var roster =
                Files.writeString(
                        folder.resolve("bad.csv"),
                        "ticket,name,secret,seat,extra_minutes\nT1,One,short,,\n");
        staff();

        var refused =
                gongyuan(
                        "sitting",
                        "open",
                        "--server",
                        "http://127.0.0.1:9",
                        "--sitting",
                        "s",
                        "--open",
                        "--as",
                        "li=" + folder.resolve("li"),
                        "--with",
                        "wang=" + folder.resolve("wang"),
                        "--form",
                        paper.form,
                        "--roster",
                        roster,
                        "--starts",
                        "2126-05-04T01:00:00Z");

        assertEquals(1, refused.status());
        assertTrue(refused.err().contains("bad.csv:2: a secret has 6 to 100"), refused.err());
    }

    @Test
    void isNamedWhenNoneAnswers() {
        var refused =
                gongyuan("sitting", "status", "--server", "http://127.0.0.1:9", "--sitting", "s");

        assertEquals(1, refused.status());
        assertTrue(refused.err().contains("no node answers at http://127.0.0.1:9"), refused.err());
    }
}
