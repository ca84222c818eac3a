package org.gongyuan.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.gongyuan.bank.sealing.HandIn;
import org.gongyuan.bank.sealing.SharePurpose;
import org.gongyuan.protocol.record.Leaf;
import org.gongyuan.protocol.record.PosturePolicy;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.LoopbackExam;
import org.gongyuan.server.SealedExam;
import org.gongyuan.server.account.Offices;
import org.gongyuan.server.contract.StaffSite.Answer;
import org.gongyuan.server.custody.CustodianKeys;
import org.gongyuan.server.record.JournalReader;
import org.gongyuan.server.sitting.EntryPreset;
import org.gongyuan.server.sitting.SittingPlan;
import org.gongyuan.trust.seal.Argon2;
import org.gongyuan.trust.seal.KeyFile;
import org.gongyuan.trust.seal.Purpose;
import org.gongyuan.trust.seal.SealBroken;
import org.gongyuan.trust.seal.SealingKeyPair;
import org.gongyuan.trust.seal.SealingPublicKey;
import org.gongyuan.trust.share.ShareEnvelope;
import org.gongyuan.trust.suite.Digest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The rooms of sealed forms and releases over TLS, with custodians as they are and as attackers
/// (named after the chapters of OWASP ASVS 5.0). The real release comes last; everything before it
/// must leave the room empty.
@DisplayName("The forms room and the release room")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CustodyRoomsTest {

    private static final SittingId LATER = new SittingId("autumn-b");
    private static final char[] PHRASE = "the right phrase".toCharArray();
    private static final char[] FORCED = "what I say when forced".toCharArray();
    private static final String SHARES = "/staff/releases/" + LoopbackExam.SITTING + "/shares";
    private static final String ROOM = "/staff/releases/" + LoopbackExam.SITTING;

    private final SecureRandom random = new SecureRandom();
    private final List<String> tokens = new ArrayList<>();
    private final List<KeyFile> files = new ArrayList<>();
    private Path folder;
    private StaffSite site;
    private SealedExam later;
    private String zhao;
    private String officer;

    @BeforeAll
    void open(@TempDir Path temporary) throws Exception {
        folder = temporary;
        site = new StaffSite(folder, Map.of("forms.accept", "act"));
        site.exam.openSitting();
        later =
                new SealedExam(
                        Files.createDirectory(folder.resolve("later")),
                        site.exam.starts.plus(Duration.ofHours(2)));
        site.exam.server.openSitting(
                SittingPlan.by(
                        EntryPreset.OPEN,
                        LATER,
                        site.exam.starts.plus(Duration.ofHours(3)),
                        Duration.ofHours(1),
                        later.manifest.notBefore(),
                        Duration.ofDays(7),
                        PosturePolicy.NOTED,
                        new StaffId("li"),
                        new StaffId("zhao")),
                later.file,
                site.exam.roster);
        zhao = site.firstAdministrator("zhao");
        officer = site.person(zhao, "officer", "exam-officer");
        for (int i = 0; i < 5; i++) {
            tokens.add(site.person(zhao, "c" + i, "custodian"));
            var pair = site.exam.exam.custodian(i);
            files.add(KeyFile.sealed(pair, PHRASE, new Argon2(8, 1, 1), random));
            assertEquals(201, register(i, pair, markOf(files.get(i))).status());
        }
        assertEquals(
                201,
                register(0, later.custodian(0), SealedExam.SUITE.digest(new byte[1])).status());
    }

    @AfterAll
    void close() {
        site.close();
    }

    private static Digest markOf(KeyFile file) {
        try (var phrase = file.secondPhrase(FORCED)) {
            return phrase.mark();
        }
    }

    private Answer register(int who, SealingKeyPair pair, Digest mark) throws SealBroken {
        var asked = challenge(who, pair.publicKey());
        var secret =
                pair.open(
                        Offices.decoded(asked.getString("sealed")),
                        CustodianKeys.bound(new StaffId("c" + who), pair.publicKey()));
        return prove(
                who,
                asked.getString("id"),
                CustodianKeys.answer(pair.publicKey(), secret, mark),
                mark);
    }

    private JsonObject challenge(int who, SealingPublicKey key) {
        return ask(
                        who,
                        "POST",
                        "/staff/custodian-keys/challenge",
                        new JsonObject().put("key", key.text()))
                .json();
    }

    private Answer prove(int who, String id, Digest answer, Digest mark) {
        return ask(
                who,
                "POST",
                "/staff/custodian-keys",
                new JsonObject().put("id", id).put("answer", answer.hex()).put("mark", mark.hex()));
    }

    private Answer ask(int who, String method, String path, JsonObject body) {
        return site.ask(method, path, Optional.of(tokens.get(who)), body);
    }

    private SealingPublicKey nodeKey() {
        return SealingPublicKey.parse(ask(0, "GET", ROOM, null).json().getString("nodeKey"));
    }

    private Answer give(int who, byte[] share) {
        return ask(who, "POST", SHARES, new JsonObject().put("share", StaffSite.text(share)));
    }

    /// What a custodian's program makes of the envelope the node gives him and what he types.
    private byte[] typed(int who, char[] phrase) throws SealBroken {
        var key = site.exam.exam.custodian(who).publicKey().fingerprint();
        var envelope = ask(who, "GET", ROOM + "/envelope?key=" + key.hex(), null);
        assertEquals(200, envelope.status(), envelope.text());
        try (var typed = files.get(who).typed(Purpose.CUSTODIAN, phrase)) {
            return HandIn.typed(
                            SharePurpose.FORM,
                            site.exam.exam.manifest.digest(),
                            ShareEnvelope.decode(
                                    Offices.decoded(envelope.json().getString("envelope"))),
                            key,
                            typed,
                            nodeKey())
                    .toBytes();
        }
    }

    private List<JsonObject> alarms() {
        var told = site.ask("GET", "/staff/share-alarms", Optional.of(zhao), null);
        assertEquals(200, told.status(), told.text());
        return told.json().getJsonArray("alarms").stream().map(JsonObject.class::cast).toList();
    }

    /// Alarms are raised beside the answer; waits until one with this reason is there.
    private JsonObject alarm(String reason, int fewest) {
        for (int i = 0; i < 400; i++) {
            var found =
                    alarms().stream()
                            .filter(one -> one.getString("reason").equals(reason))
                            .toList();
            if (found.size() >= fewest) {
                return found.getFirst();
            }
            try {
                Thread.sleep(25);
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
        }
        throw new AssertionError("no alarm \"" + reason + "\": " + alarms());
    }

    private static <E> List<E> entries(JournalReader reader, Class<E> kind) {
        var found = new ArrayList<E>();
        for (long i = 0; i < reader.size(); i++) {
            var entry = Leaf.read(reader.entry(i).leaf());
            if (kind.isInstance(entry)) {
                found.add(kind.cast(entry));
            }
        }
        return found;
    }

    private JournalReader record() {
        return site.exam.server.hall().sitting(LoopbackExam.SITTING).orElseThrow().log().reader();
    }

    private int have() {
        return ask(0, "GET", ROOM, null).json().getInteger("have");
    }

    // ---- keys

    @Test
    @Order(1)
    void registersNoKeyThatWasNotOpened() {
        try (var pair =
                SealingKeyPair.generate(SealedExam.SUITE, Purpose.CUSTODIAN, new SecureRandom())) {
            var mark = SealedExam.SUITE.digest(new byte[2]);
            var asked = challenge(1, pair.publicKey());

            var refused =
                    prove(
                            1,
                            asked.getString("id"),
                            CustodianKeys.answer(pair.publicKey(), new byte[32], mark),
                            mark);

            assertEquals(409, refused.status(), refused.text());
        }
    }

    @Test
    @Order(1)
    void v8_theAnswerToAnothersChallengeRegistersNothing() throws SealBroken {
        try (var pair =
                SealingKeyPair.generate(SealedExam.SUITE, Purpose.CUSTODIAN, new SecureRandom())) {
            var mark = SealedExam.SUITE.digest(new byte[3]);
            var asked = challenge(1, pair.publicKey());
            var secret =
                    pair.open(
                            Offices.decoded(asked.getString("sealed")),
                            CustodianKeys.bound(new StaffId("c1"), pair.publicKey()));
            var answer = CustodianKeys.answer(pair.publicKey(), secret, mark);

            assertEquals(409, prove(2, asked.getString("id"), answer, mark).status());
            assertEquals(
                    409,
                    prove(1, asked.getString("id"), answer, mark).status(),
                    "a challenge is answered once, by whomever");
        }
    }

    @Test
    @Order(1)
    void v8_aKeyOfAnotherPersonIsNotTakenOver() throws SealBroken {
        var another = register(1, site.exam.exam.custodian(0), markOf(files.getFirst()));

        assertEquals(409, another.status(), another.text());
    }

    // ---- forms

    @Test
    @Order(2)
    void showsFormsWithoutContentToWhoeverMayKnowThatTheyAreThere() {
        var system = site.person(zhao, "root", "system-administrator");

        var forms = site.ask("GET", "/staff/forms", Optional.of(system), null);

        assertEquals(200, forms.status(), forms.text());
        var first =
                forms.json().getJsonArray("forms").stream()
                        .map(JsonObject.class::cast)
                        .filter(
                                one ->
                                        one.getString("manifest")
                                                .equals(later.manifest.digest().hex()))
                        .findFirst()
                        .orElseThrow();
        assertEquals("appointed", first.getString("state"));
        assertEquals("c0", keeper(first).getString("person"));
        assertEquals(3, first.getJsonObject("formKey").getInteger("needed"));
        assertFalse(forms.text().contains("item>"), "no content");
    }

    private static JsonObject keeper(JsonObject form) {
        return form.getJsonObject("formKey").getJsonArray("custodians").getJsonObject(0);
    }

    @Test
    @Order(2)
    void takesAFormInByTwoPersonsAlone() throws Exception {
        var brought =
                new SealedExam(
                        Files.createDirectory(folder.resolve("brought")),
                        site.exam.starts.plus(Duration.ofHours(4)));
        var name = brought.manifest.digest();
        var bytes = Files.readAllBytes(brought.file);
        var path = "/staff/forms/" + name.hex() + "/file";
        var assembler = site.person(zhao, "assembler", "form-assembler");
        var reviewer = site.person(zhao, "reviewer", "item-reviewer");

        assertEquals(401, site.upload(path, Optional.empty(), bytes).status());
        assertEquals(403, site.upload(path, Optional.of(officer), bytes).status());
        bytes[bytes.length - 1] ^= 1;
        assertEquals("form-refused", site.upload(path, Optional.of(assembler), bytes).word());
        bytes[bytes.length - 1] ^= 1;
        assertEquals(
                "form-refused",
                site.upload(
                                "/staff/forms/" + later.manifest.digest().hex() + "/file",
                                Optional.of(assembler),
                                bytes)
                        .word(),
                "another form than was said");
        var came = site.upload(path, Optional.of(assembler), bytes);
        assertEquals(201, came.status(), came.text());
        assertEquals("waiting", came.json().getString("state"));

        var draft =
                new JsonObject()
                        .put("kind", "seal-form")
                        .put("manifest", name.hex())
                        .put("reason", "autumn form B");
        var proposed = site.propose(assembler, "assembler", draft);
        assertEquals("self-approved", site.approve(assembler, "assembler", proposed).word());
        var approved = site.approve(reviewer, "reviewer", proposed);

        assertTrue(approved.json().getBoolean("done"), approved.text());
        var one = site.ask("GET", "/staff/forms/" + name.hex(), Optional.of(officer), null);
        assertEquals("sealed", one.json().getString("state"), one.text());
    }

    @Test
    @Order(2)
    void opensNoSittingWithAFormThatNobodyTookIn() throws Exception {
        var smuggled =
                new SealedExam(
                        Files.createDirectory(folder.resolve("smuggled")),
                        site.exam.starts.plus(Duration.ofHours(4)));
        var data = folder.resolve("data-node-1").resolve("inbox");
        Files.createDirectories(data);
        Files.copy(smuggled.file, data.resolve(smuggled.manifest.digest().hex()));
        var other = site.person(zhao, "officer2", "exam-officer");
        var opening =
                new JsonObject()
                        .put("kind", "open-sitting")
                        .put("sitting", "winter-c")
                        .put("preset", "open")
                        .put("starts", site.exam.starts.plus(Duration.ofHours(5)).toString())
                        .put("lengthMillis", 3_600_000)
                        .put("noticeMillis", 604_800_000)
                        .put("manifest", smuggled.manifest.digest().hex())
                        .put("roster", site.exam.roster.digest().hex())
                        .put("reason", "winter");

        var done = site.approve(other, "officer2", site.propose(officer, "officer", opening));

        assertFalse(done.json().getBoolean("done"), done.text());
        assertTrue(done.json().getString("told").contains("two persons"), done.text());
    }

    // ---- shares that must not count

    @Test
    @Order(3)
    void v14_aShareIsNotTakenWithoutSignIn() {
        var share = site.exam.exam.handIn(0, nodeKey());

        var refused =
                site.ask(
                        "POST",
                        SHARES,
                        Optional.empty(),
                        new JsonObject().put("share", StaffSite.text(share)));

        assertEquals(401, refused.status());
        assertEquals(0, have());
    }

    @Test
    @Order(3)
    void v8_aShareIsNotTakenFromAnotherCustodiansAccount() {
        var refused = give(1, site.exam.exam.handIn(0, nodeKey()));

        assertEquals("foreign-account", refused.word(), refused.text());
        assertEquals("c0", alarm("foreign-account", 1).getString("person"));
        assertEquals(0, have());
    }

    @Test
    @Order(3)
    void v8_noEnvelopeButOnesOwnIsGiven() {
        var foreign = site.exam.exam.custodian(0).publicKey().fingerprint().hex();

        assertEquals(404, ask(1, "GET", ROOM + "/envelope?key=" + foreign, null).status());
        assertEquals(200, ask(0, "GET", ROOM + "/envelope?key=" + foreign, null).status());
    }

    @Test
    @Order(3)
    void v2_aShareOfAnotherFormIsRefusedAndAlarms() {
        var refused = give(0, later.handIn(0, nodeKey()));

        assertEquals("foreign-share", refused.word(), refused.text());
        alarm("foreign-share", 1);
        assertEquals(0, have());
    }

    @Test
    @Order(3)
    void v2_anEarlyShareIsRefusedAndAlarms() {
        var path = "/staff/releases/" + LATER;
        var key = SealingPublicKey.parse(ask(0, "GET", path, null).json().getString("nodeKey"));

        var refused =
                ask(
                        0,
                        "POST",
                        path + "/shares",
                        new JsonObject().put("share", StaffSite.text(later.handIn(0, key))));

        assertEquals("too-early", refused.word(), refused.text());
        assertEquals(LATER.text(), alarm("too-early", 1).getString("upon"));
        assertEquals(0, ask(0, "GET", path, null).json().getInteger("have"));
    }

    @Test
    @Order(3)
    void v2_whatIsNoShareIsRefused() {
        assertEquals("unreadable", give(0, new byte[1_300]).word());
        assertEquals(0, have());
    }

    @Test
    @Order(4)
    void aForcedShareIsToldTheSameAsAMistypedOneAndAlarmsTheSecurityAdministratorAlone()
            throws Exception {
        var mistyped = typed(0, "the rihgt phrase".toCharArray());
        var forced = typed(0, FORCED);
        assertEquals(typed(0, PHRASE).length, forced.length, "as long as a share");
        assertEquals(mistyped.length, forced.length);

        var one = give(0, mistyped);
        alarm("wrong-share", 1);
        var other = give(0, forced);
        alarm("wrong-share", 2);

        assertEquals("wrong-share", one.word());
        assertEquals(one.status(), other.status());
        assertEquals(one.text(), other.text(), "byte for byte");
        assertEquals(one.headers().keySet(), other.headers().keySet());
        var raised =
                alarms().stream().filter(a -> a.getString("reason").equals("wrong-share")).toList();
        assertEquals(
                List.of(true, false), raised.stream().map(a -> a.getBoolean("forced")).toList());
        var refusals = new HashSet<String>();
        for (var entry : entries(record(), SittingEntry.ShareRefused.class)) {
            if (entry.reason().equals("wrong-share")) {
                refusals.add(entry.custodian() + entry.purpose());
            }
        }
        assertEquals(1, refusals.size(), "the record tells them apart by nothing");
        for (var token : List.of(tokens.getFirst(), officer)) {
            assertEquals(
                    403, site.ask("GET", "/staff/share-alarms", Optional.of(token), null).status());
            assertFalse(
                    site.ask("GET", "/staff/waiting", Optional.of(token), null)
                            .json()
                            .containsKey("alarms"));
        }
        var waiting = site.ask("GET", "/staff/waiting", Optional.of(zhao), null).json();
        assertEquals(
                1,
                waiting.getJsonArray("alarms").stream()
                        .filter(a -> ((JsonObject) a).getBoolean("forced"))
                        .count());
        var id = raised.getFirst().getString("id");
        assertEquals(
                204,
                site.ask(
                                "POST",
                                "/staff/share-alarms/" + id + "/seen",
                                Optional.of(zhao),
                                new JsonObject())
                        .status());
        assertEquals(0, have());
    }

    // ---- rehearsals

    private JsonObject rehearse() {
        var begun = beginning(officer);
        assertEquals(201, begun.status(), begun.text());
        return begun.json();
    }

    private Answer beginning(String token) {
        var custodians = new JsonArray();
        for (int i = 0; i < 5; i++) {
            custodians.add(site.exam.exam.custodian(i).publicKey().fingerprint().hex());
        }
        return site.ask(
                "POST",
                "/staff/rehearsals",
                Optional.of(token),
                new JsonObject()
                        .put("custodians", custodians)
                        .put("needed", 3)
                        .put("waitSeconds", 0));
    }

    private HandIn rehearsed(int who, JsonObject rehearsal) throws Exception {
        var pair = site.exam.exam.custodian(who);
        var envelope =
                ask(
                        who,
                        "GET",
                        "/staff/rehearsals/%s/envelope?key=%s"
                                .formatted(
                                        rehearsal.getString("rehearsal"),
                                        pair.publicKey().fingerprint().hex()),
                        null);
        assertEquals(200, envelope.status(), envelope.text());
        return HandIn.of(
                SharePurpose.REHEARSAL,
                Digest.parse(rehearsal.getString("name")),
                ShareEnvelope.decode(Offices.decoded(envelope.json().getString("envelope"))),
                pair,
                SealingPublicKey.parse(rehearsal.getString("nodeKey")));
    }

    private Answer rehearse(int who, JsonObject rehearsal, byte[] share) {
        return ask(
                who,
                "POST",
                "/staff/rehearsals/" + rehearsal.getString("rehearsal") + "/shares",
                new JsonObject().put("share", StaffSite.text(share)));
    }

    @Test
    @Order(5)
    void rehearsesAReleaseThatTheRecordCallsARehearsal() throws Exception {
        var rehearsal = rehearse();

        for (int i = 0; i < 3; i++) {
            var given = rehearse(i, rehearsal, rehearsed(i, rehearsal).toBytes());
            assertEquals(200, given.status(), given.text());
            assertEquals(i == 2, given.json().getBoolean("released"));
        }

        assertEquals("over", rehearse(3, rehearsal, rehearsed(3, rehearsal).toBytes()).word());
        assertTrue(entries(record(), SittingEntry.Released.class).isEmpty());
        assertTrue(entries(record(), SittingEntry.ShareReceived.class).isEmpty());
    }

    @Test
    @Order(6)
    void v2_oneOfficerDoesNotFillTheRoomOfRehearsals() {
        var many = site.person(zhao, "many", "exam-officer");
        var begun = new ArrayList<String>();
        for (int i = 0; i < 4; i++) {
            begun.add(beginning(many).json().getString("rehearsal"));
        }

        var fifth = beginning(many);

        assertEquals("refused", fifth.word(), fifth.text());
        assertEquals(201, beginning(officer).status(), "another officer can");
        assertEquals(
                204,
                site.ask(
                                "POST",
                                "/staff/rehearsals/" + begun.getFirst() + "/end",
                                Optional.of(many),
                                new JsonObject())
                        .status());
        assertEquals(201, beginning(many).status(), "one was ended");
    }

    @Test
    @Order(5)
    void countsNoShareOfARehearsalForARealReleaseWhateverItSays() throws Exception {
        var rehearsal = rehearse();
        var pair = site.exam.exam.custodian(0);
        var honest = rehearsed(0, rehearsal).toBytes();
        var envelope =
                ask(
                        0,
                        "GET",
                        "/staff/rehearsals/%s/envelope?key=%s"
                                .formatted(
                                        rehearsal.getString("rehearsal"),
                                        pair.publicKey().fingerprint().hex()),
                        null);
        var disguised =
                HandIn.of(
                        SharePurpose.FORM,
                        site.exam.exam.manifest.digest(),
                        ShareEnvelope.decode(
                                Offices.decoded(envelope.json().getString("envelope"))),
                        pair,
                        nodeKey());

        assertEquals("foreign-share", give(0, honest).word());
        assertEquals("foreign-share", give(0, disguised.toBytes()).word());
        assertEquals(0, have());
        assertEquals(
                "foreign-share",
                rehearse(0, rehearsal, site.exam.exam.handIn(0, nodeKey())).word(),
                "nor a real one at a rehearsal");
    }

    // ---- the release

    @Test
    @Order(9)
    void releasesByThreeCustodiansInTheSameBytesAsFromTheCommandLine() throws Exception {
        for (int i : new int[] {4, 1}) {
            var given = give(i, typed(i, PHRASE));
            assertEquals(200, given.status(), given.text());
        }
        var again = give(4, typed(4, PHRASE));
        assertEquals("repeated-share", again.word(), again.text());
        alarm("repeated-share", 1);
        var last = site.exam.exam.handIn(2, nodeKey());
        var released = give(2, last);

        assertTrue(released.json().getBoolean("released"), released.text());
        var room = ask(0, "GET", ROOM, null).json();
        assertEquals("released", room.getString("state"));
        assertEquals(
                List.of(2, 3, 5),
                entries(record(), SittingEntry.Released.class).getFirst().shares());
        assertEquals(
                List.of("c1", "c2", "c4"),
                room.getJsonArray("custodians").stream()
                        .map(JsonObject.class::cast)
                        .filter(one -> one.containsKey("given"))
                        .map(one -> one.getString("person"))
                        .toList());
    }
}
