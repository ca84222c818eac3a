package org.gongyuan.lockdown.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.lockdown.measure.Lockdown.Held;
import org.gongyuan.lockdown.measure.Lockdown.Left;
import org.gongyuan.lockdown.measure.Lockdown.NotHeld;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class LockdownTest {

    @TempDir Path folder;
    private Path path;
    private KeptFile file;

    /// The machine: settings by name, and what was done to it.
    private final Map<String, String> machine = new HashMap<>();

    private final List<String> done = new ArrayList<>();

    @BeforeEach
    void aMachineAsItWas() {
        path = folder.resolve("lockdown.kept");
        file = new KeptFile(path);
        for (var name : List.of("screen", "egress", "usb")) {
            machine.put(name, "as it was");
        }
    }

    private class Setting implements Measure {

        private final String name;

        Setting(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String keep() throws CannotLock {
            return machine.get(name);
        }

        @Override
        public void perform() throws CannotLock {
            done.add("hold " + name);
            machine.put(name, "held");
        }

        @Override
        public void revert(String kept) throws CannotLock {
            done.add("free " + name);
            machine.put(name, kept);
        }
    }

    private final class Refusing extends Setting {
        Refusing(String name) {
            super(name);
        }

        @Override
        public void perform() throws CannotLock {
            machine.put(name(), "half held");
            throw new CannotLock("key ctrl+p is held by another program");
        }
    }

    private final class Stuck extends Setting {
        Stuck(String name) {
            super(name);
        }

        @Override
        public void revert(String kept) throws CannotLock {
            throw new CannotLock("it is stuck");
        }
    }

    /// Ends the process in the middle of a measure, as a lost power does.
    private static final class PowerLost extends Error {
        private static final long serialVersionUID = 1L;
    }

    private final class LosesPower extends Setting {
        LosesPower(String name) {
            super(name);
        }

        @Override
        public void perform() {
            machine.put(name(), "half held");
            throw new PowerLost();
        }
    }

    private boolean isAsItWas() {
        return machine.values().stream().allMatch("as it was"::equals);
    }

    @Test
    void holdsInOrderAndGivesBackInReverse() throws IOException {
        var held =
                assertInstanceOf(
                        Held.class,
                        Lockdown.apply(
                                List.of(new Setting("screen"), new Setting("egress")), file));
        assertEquals(List.of("screen", "egress"), held.lockdown().measures());
        assertEquals("held", machine.get("egress"));
        assertTrue(Files.exists(path), "what was there is on disk while it is held");
        assertEquals(List.of(), held.lockdown().giveBack());
        assertEquals(List.of("hold screen", "hold egress", "free egress", "free screen"), done);
        assertTrue(isAsItWas());
        assertFalse(Files.exists(path));
    }

    @Test
    void oneRefusedMeasureUndoesThoseBeforeItAndItself() throws IOException {
        var refused =
                assertInstanceOf(
                        NotHeld.class,
                        Lockdown.apply(
                                List.of(new Setting("screen"), new Refusing("egress")), file));
        assertEquals("egress", refused.measure());
        assertEquals("key ctrl+p is held by another program", refused.because());
        assertEquals(List.of(), refused.left());
        assertTrue(isAsItWas());
        assertFalse(Files.exists(path));
    }

    @Test
    void oneUndoThatFailsDoesNotKeepTheOthersFromBeingUndone() throws IOException {
        var held =
                assertInstanceOf(
                        Held.class,
                        Lockdown.apply(
                                List.of(
                                        new Setting("screen"),
                                        new Stuck("egress"),
                                        new Setting("usb")),
                                file));
        assertEquals(List.of(new Left("egress", "it is stuck")), held.lockdown().giveBack());
        assertEquals("as it was", machine.get("screen"));
        assertEquals("as it was", machine.get("usb"));
        assertEquals("held", machine.get("egress"));
        assertEquals(1, file.read().size(), "it stays on disk for the next try");
        assertEquals(List.of(), Lockdown.restore(List.of(new Setting("egress")), file));
        assertTrue(isAsItWas());
    }

    @Test
    void whatALostPowerLeftIsGivenBackAtTheNextStart() throws IOException {
        assertThrows(
                PowerLost.class,
                () ->
                        Lockdown.apply(
                                List.of(
                                        new Setting("screen"),
                                        new Setting("egress"),
                                        new LosesPower("usb")),
                                file));
        assertEquals("half held", machine.get("usb"));
        var known =
                List.<Measure>of(new Setting("screen"), new Setting("egress"), new Setting("usb"));
        assertEquals(List.of(), Lockdown.restore(known, new KeptFile(path)));
        assertTrue(isAsItWas());
        assertEquals(List.of(), Lockdown.restore(known, new KeptFile(path)), "twice does no harm");
    }

    @Test
    void aNewSessionGivesBackFirstSoThatNothingHeldIsKeptAsIfItHadBeenSo() throws IOException {
        Lockdown.apply(List.of(new Setting("screen")), file);
        var again = Lockdown.apply(List.of(new Setting("screen")), file);
        assertEquals(List.of(), assertInstanceOf(Held.class, again).lockdown().giveBack());
        assertTrue(isAsItWas());
    }

    @Test
    void whatCannotBeGivenBackKeepsANewSessionFromBeginning() throws IOException {
        Lockdown.apply(List.of(new Stuck("egress")), file);
        var refused =
                assertInstanceOf(NotHeld.class, Lockdown.apply(List.of(new Stuck("egress")), file));
        assertTrue(refused.because().contains("it is stuck"), refused.because());
    }

    @Test
    void aMeasureOfANewerProgramIsLeftAndNamed() throws IOException {
        Lockdown.apply(List.of(new Setting("usb")), file);
        assertEquals(
                List.of(new Left("usb", "this program does not know it")),
                Lockdown.restore(List.of(), file));
        assertEquals(1, file.read().size());
    }

    @Test
    void nothingIsHeldWhenWhatWasThereCannotBeWrittenDown() {
        var nowhere = new KeptFile(folder.resolve("absent/lockdown.kept"));
        assertThrows(
                IOException.class, () -> Lockdown.apply(List.of(new Setting("screen")), nowhere));
        assertTrue(isAsItWas());
        assertEquals(List.of(), done);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "gongyuan-lockdown/2\nscreen\tas it was\n",
                "gongyuan-lockdown/1\nScreen!\tas it was\n",
                "gongyuan-lockdown/1\n\n",
                "screen\tas it was\n"
            })
    void aFileThatIsNoKeptFileIsLeftForAPerson(String text) throws IOException {
        Files.writeString(path, text);
        assertThrows(IOException.class, () -> file.read());
        assertEquals(text, Files.readString(path), "it is not touched");
    }

    @Test
    void refusesTooManyMeasuresAndTooLongStates() throws IOException {
        var many = new StringBuilder("gongyuan-lockdown/1\n");
        for (int i = 0; i <= KeptFile.MOST; i++) {
            many.append("m").append(i).append("\tx\n");
        }
        Files.writeString(path, many);
        assertThrows(IOException.class, () -> file.read());
        assertThrows(
                IllegalArgumentException.class,
                () -> new KeptFile.Kept("screen", "x".repeat(KeptFile.LONGEST + 1)));
        assertThrows(
                IllegalArgumentException.class, () -> new KeptFile.Kept("screen", "two\nlines"));
        assertThrows(
                IllegalArgumentException.class,
                () -> Lockdown.apply(List.of(new Setting("usb"), new Setting("usb")), file));
    }
}
