package org.gongyuan.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Answers are held to the contract as requests are (`staff-contract.md` 1.1): a field that slipped
/// into one does not go out.
@DisplayName("The contract of the staff port")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StaffContractTest {

    private final Vertx vertx = Vertx.vertx();
    private StaffContract contract;

    @BeforeAll
    void load() {
        contract = StaffSite.await(StaffContract.load(vertx));
    }

    @AfterAll
    void close() {
        StaffSite.await(vertx.close());
    }

    private boolean isGiven(String operation, StaffAnswer answer) {
        var asked =
                contract.operations().stream()
                        .filter(one -> one.getOperationId().equals(operation))
                        .findFirst()
                        .orElseThrow();
        return StaffSite.await(contract.holds(asked, answer).map(_ -> true).otherwise(_ -> false));
    }

    @Test
    void v4_anAnswerThatSaysMoreThanTheContractIsNotGiven() {
        var waiting = new JsonObject().put("acts", new JsonArray());

        assertEquals(true, isGiven("readWaiting", StaffAnswer.of(200, waiting)));
        assertEquals(
                false,
                isGiven("readWaiting", StaffAnswer.of(200, waiting.copy().put("password", "x"))),
                "a field that it does not name");
        assertEquals(
                false, isGiven("readWaiting", StaffAnswer.of(200, new JsonObject())), "no acts");
        assertEquals(
                false,
                isGiven("readWaiting", StaffAnswer.of(200, new JsonObject().put("acts", "none"))),
                "another type");
        assertEquals(
                false,
                isGiven("readWaiting", StaffAnswer.of(206, waiting)),
                "a status that it does not name");
    }

    @Test
    void v4_aRefusalSaysNoMoreThanAProblem() {
        var refused = StaffAnswer.notFound();

        assertEquals(true, isGiven("readWaiting", refused));
        var more = refused.body().orElseThrow().copy().put("person", "wang");
        assertEquals(false, isGiven("readWaiting", StaffAnswer.of(404, more)));
    }
}
