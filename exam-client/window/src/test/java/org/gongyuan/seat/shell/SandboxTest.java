package org.gongyuan.seat.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.Optional;

@DisplayName("The sandbox of a renderer")
class SandboxTest {

    private static final String SANDBOXED =
            "Name:\tjcef_helper\nNSpid:\t4711\t3\nSeccomp:\t2\nSeccomp_filters:\t4\n";

    @Test
    void isInForceWithAFilterAndItsOwnProcesses() {
        assertEquals(Optional.empty(), Sandbox.faultIn(SANDBOXED));
    }

    @Test
    void isMissingWithoutAFilter() {
        var fault = Sandbox.faultIn(SANDBOXED.replace("Seccomp:\t2", "Seccomp:\t0"));
        assertTrue(fault.orElseThrow().contains("Seccomp 0, wanted 2"));
    }

    @Test
    void isMissingWithoutItsOwnProcesses() {
        var fault = Sandbox.faultIn(SANDBOXED.replace("4711\t3", "4711"));
        assertTrue(fault.orElseThrow().contains("NSpid 4711"));
    }

    @Test
    void isMissingWhenTheKernelSaysNothing() {
        assertTrue(Sandbox.faultIn("").orElseThrow().contains("absent"));
    }

    @Test
    void isMissingWhenThereIsNoRenderer() {
        assertInstanceOf(Sandbox.Missing.class, Sandbox.look());
    }
}
