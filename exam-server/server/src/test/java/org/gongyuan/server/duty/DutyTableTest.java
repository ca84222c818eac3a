package org.gongyuan.server.duty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.duty.Area.Target;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

@DisplayName("The table of duties")
class DutyTableTest {

    private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");
    private static final StaffId ZHAO = new StaffId("zhao.min");

    private final DutyTable table = DutyTable.standard();

    /// What no grant may ever put into one hand, written out a second time on purpose: whoever
    /// weakens the table must weaken this list too.
    @ParameterizedTest
    @CsvSource({
        "system-administrator, security-administrator",
        "system-administrator, audit-administrator",
        "security-administrator, audit-administrator",
        "system-administrator, item-writer",
        "system-administrator, item-reviewer",
        "system-administrator, form-assembler",
        "system-administrator, committee-member",
        "system-administrator, scoring-officer",
        "system-administrator, registrar",
        "system-administrator, custodian",
        "system-administrator, exam-officer",
        "system-administrator, centre-head",
        "security-administrator, centre-head",
        "security-administrator, scoring-officer",
        "audit-administrator, proctor",
        "audit-administrator, scoring-officer",
        "form-assembler, scoring-officer",
        "item-writer, proctor",
        "system-administrator, authority",
        "system-administrator, inspector",
        "security-administrator, inspector",
        "security-administrator, data-protection-officer",
        "inspector, proctor",
        "inspector, scoring-officer",
        "inspector, form-assembler",
        "custodian, form-assembler",
        "custodian, item-writer"
    })
    void keepsTheseApartWhicheverComesFirst(String one, String other) {
        assertTrue(refused(one, other), one + " then " + other);
        assertTrue(refused(other, one), other + " then " + one);
    }

    @Test
    void letsNobodyGatherTwoOfTheThreePowersThroughAnySetOfGrants() {
        var three = Set.of("system-administrator", "security-administrator", "audit-administrator");
        for (var first : table.duties()) {
            for (var second : table.duties()) {
                for (var third : table.duties()) {
                    var held = new ArrayList<Grant>();
                    for (var duty : List.of(first, second, third)) {
                        if (table.refusal(held, duty.duty(), NOON).isEmpty()) {
                            held.add(grant(duty.duty().name(), Area.ALL));
                        }
                    }
                    var powers =
                            held.stream()
                                    .map(grant -> grant.duty().name())
                                    .filter(three::contains)
                                    .collect(Collectors.toSet());
                    assertTrue(powers.size() < 2, () -> "in one hand: " + powers);
                }
            }
        }
    }

    @Test
    void letsNobodyWhoRunsTheMachinesReadAnythingSecret() {
        var admin = List.of(grant("system-administrator", Area.ALL));
        for (var permitted : table.permissions()) {
            if (!permitted.kind().equals("plain")) {
                assertFalse(
                        table.mayAnywhere(admin, permitted.permission(), NOON),
                        () -> "a system administrator may " + permitted.permission());
            }
        }
    }

    @Test
    void hasNobodyThatProposesAndCannotBeApprovedByAnother() {
        for (var permitted : table.permissions()) {
            var name = permitted.permission().name();
            if (name.endsWith(".propose")) {
                var approving =
                        table.permitted(new Permission(name.replace(".propose", ".approve")));
                assertTrue(permitted.duties().containsAll(approving.duties()), name);
                assertFalse(approving.duties().contains(new Duty("proctor")), name);
            }
        }
    }

    @Test
    void namesEveryDutyInChineseAndInEnglish() {
        for (var duty : table.duties()) {
            assertTrue(duty.zh().codePoints().allMatch(Character::isIdeographic), duty.zh());
            assertTrue(duty.en().chars().allMatch(c -> c < 128), duty.en());
        }
        assertEquals(17, table.duties().size());
    }

    @Test
    void countsAGrantForItsTimeOnly() {
        var held = List.of(grant("centre-head", Area.ALL));
        var approve = new Permission("void.approve");

        assertTrue(table.may(held, approve, Target.NONE, NOON));
        assertFalse(table.may(held, approve, Target.NONE, NOON.minusMillis(1)));
        assertFalse(table.may(held, approve, Target.NONE, NOON.plus(Duration.ofDays(1))));
    }

    @Test
    void forgetsWhatHasEndedAndMindsWhatIsToCome() {
        var held = List.of(grant("system-administrator", Area.ALL));
        var audit = new Duty("audit-administrator");

        assertTrue(table.refusal(held, audit, NOON.minus(Duration.ofDays(9))).isPresent());
        assertTrue(table.refusal(held, audit, NOON.plus(Duration.ofDays(2))).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "all, spring-a, C1/R1, true",
        "all, , , true",
        "exam:spring-a, spring-a, , true",
        "exam:spring-a, spring-a, C1/R1, true",
        "exam:spring-a, spring-b, C1/R1, false",
        "exam:spring-a, , , false",
        "centre:C1, spring-a, C1/R1, true",
        "centre:C1, spring-a, C10/R1, false",
        "centre:C1, spring-a, , false",
        "room:C1/R1, spring-a, C1/R1, true",
        "room:C1/R1, spring-a, C1/R10, false",
        "room:C1/R1, spring-a, C1, false",
        "room:C1/R1, spring-a, , false",
        "panel:p1, spring-a, C1/R1, false"
    })
    void coversWhatLiesWhollyInAnArea(String area, String sitting, String room, boolean covers) {
        var target =
                sitting == null
                        ? Target.NONE
                        : room == null
                                ? Target.of(new SittingId(sitting))
                                : Target.of(new SittingId(sitting), room);

        assertEquals(covers, new Area(area).covers(target));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ALL", "exam:", "exam:../x", "room:C1", "room:C1/R1/2", "centre:*"})
    void refusesWhatIsNoArea(String text) {
        assertThrows(IllegalArgumentException.class, () -> new Area(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "duty a | f | 甲",
                "duty a | f | 甲 | a\nduty a | f | 甲 | a",
                "apart f g | 甲 | a",
                "permission p.q | plain | 甲 | a | nobody-known",
                "duty a | f | 甲 | a\npermission p.q | other | 甲 | a | a",
                "duty a | f | 甲 | a\npermission pq | plain | 甲 | a | a",
                "role a"
            })
    void isRefusedWithAWrongLine(String text) {
        var refused = assertThrows(IllegalArgumentException.class, () -> DutyTable.parse(text));

        assertTrue(refused.getMessage().startsWith("duties, line "), refused.getMessage());
    }

    private boolean refused(String held, String more) {
        return table.refusal(List.of(grant(held, Area.ALL)), new Duty(more), NOON).isPresent();
    }

    private static Grant grant(String duty, Area area) {
        return new Grant(new Duty(duty), area, NOON, NOON.plus(Duration.ofDays(1)), ZHAO);
    }
}
