package org.gongyuan.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.vertx.core.json.JsonObject;

import org.gongyuan.protocol.act.HoldersPayload;
import org.gongyuan.protocol.act.OpeningPayload;
import org.gongyuan.protocol.act.PublicationPayload;
import org.gongyuan.protocol.record.Cause;
import org.gongyuan.protocol.record.PosturePolicy;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.access.StaffOrder.What;
import org.gongyuan.server.act.Deed;
import org.gongyuan.server.act.ExamDeed;
import org.gongyuan.server.act.PrivacyDeed;
import org.gongyuan.server.duty.Area;
import org.gongyuan.server.duty.Duty;
import org.gongyuan.server.sitting.EntryPreset;
import org.gongyuan.server.sitting.Scope;
import org.gongyuan.trust.suite.Digest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

@DisplayName("The details of an act")
class ActDetailsTest {

    private static final SittingId SITTING = new SittingId("spring-a");
    private static final Digest DIGEST = Digest.of(new byte[Digest.LENGTH]);
    private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");
    private static final Scope ROOM = new Scope.Room("C1/R1");

    /// One deed of each kind.
    static List<Deed> everyKind() {
        return List.of(
                order(
                        new What.Open(
                                EntryPreset.CPA,
                                NOON,
                                Duration.ofHours(2),
                                Duration.ofDays(5),
                                DIGEST,
                                DIGEST,
                                PosturePolicy.STANDARD)),
                order(new What.Close()),
                order(new What.Extend(ROOM, Duration.ofMinutes(5), Cause.POWER_CUT)),
                order(new What.ExtendBeyond(ROOM, Duration.ofMinutes(50), Cause.POWER_CUT)),
                order(new What.Annul(ROOM, Cause.BREACH)),
                order(new What.Transfer(ROOM, new SittingId("autumn-a"), Cause.EVACUATION)),
                order(new What.Move(ROOM, new SeatId("C1/R1/7"), Cause.MACHINE_FAULT)),
                new Deed.FormSealing(DIGEST),
                new Deed.Recovery(new StaffId("wang")),
                new Deed.Erasure("spring-a", "due"),
                new PrivacyDeed.Refuse("0".repeat(16)),
                new PrivacyDeed.LiftHold("spring-a"),
                new Deed.Granting(
                        new StaffId("wang"),
                        DIGEST,
                        new Duty("proctor"),
                        new Area("all"),
                        NOON,
                        NOON.plusSeconds(1)),
                new ExamDeed.Freeze(SITTING, DIGEST),
                new ExamDeed.ChangeRule(SITTING, "notice", "1", "2"),
                new ExamDeed.OpenResponses(new OpeningPayload(SITTING, DIGEST)),
                new ExamDeed.Publish(new PublicationPayload(SITTING, "run-1", DIGEST)),
                new ExamDeed.DrawHolders(new HoldersPayload(SITTING, "run-1", DIGEST, DIGEST)));
    }

    private static Deed order(What what) {
        return new Deed.Order(SITTING, what);
    }

    private static Map<String, String> details(Deed deed) {
        var all = new LinkedHashMap<String, String>();
        ActDetails.of(deed).stream()
                .map(JsonObject.class::cast)
                .forEach(one -> all.put(one.getString("name"), one.getString("value")));
        return all;
    }

    @Test
    void areThereForEveryKindOfAct() {
        assertEquals(
                new TreeSet<>(Deed.CAPABILITIES.keySet()),
                everyKind().stream().map(Deed::kind).collect(Collectors.toCollection(TreeSet::new)),
                "this test has one of each");
        everyKind().forEach(deed -> assertFalse(details(deed).isEmpty(), deed::kind));
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void nameTheSittingOfWhateverIsAboutOne(Deed deed) {
        assertEquals(
                deed.sittingOf().map(SittingId::text).orElse(""),
                details(deed).getOrDefault("sitting", ""));
    }

    @Test
    void sayWhichRuleChangesAndHow() {
        assertEquals(
                Map.of("sitting", "spring-a", "rule", "notice", "was", "1", "value", "2"),
                details(new ExamDeed.ChangeRule(SITTING, "notice", "1", "2")));
    }

    @Test
    void sayHowMachinesAreJudgedByNameOrWordByWord() {
        var open = (What.Open) ((Deed.Order) everyKind().getFirst()).what();
        assertEquals("standard", details(order(open)).get("posture"));

        var changed =
                new What.Open(
                        open.preset(),
                        open.starts(),
                        open.length(),
                        open.notice(),
                        open.manifest(),
                        open.roster(),
                        PosturePolicy.parse("standard virtual-machine=refuse"));
        assertEquals(
                PosturePolicy.parse("standard virtual-machine=refuse"),
                PosturePolicy.ofWords(
                        List.of(details(order(changed)).get("posture").split(" ", -1))));
    }
}
