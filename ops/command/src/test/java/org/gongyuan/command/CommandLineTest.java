package org.gongyuan.command;

import static org.gongyuan.command.Terminal.gongyuan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.trust.seal.SelfTest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

@DisplayName("The command line")
class CommandLineTest {

    @TempDir private Path folder;

    @TestFactory
    Stream<DynamicTest> explainsEveryCommand() {
        return all(Gongyuan.commandLine())
                .map(
                        line ->
                                DynamicTest.dynamicTest(
                                        line.getCommandSpec().qualifiedName(),
                                        () -> explains(line)));
    }

    /// A command that is added tells programs as well, and its row says what.
    @Test
    void tellsProgramsWhatEachCommandDid() throws IOException {
        var page = Files.readString(Path.of("README.md"));
        var keys = page.substring(page.indexOf("## 6. JSON"));
        var leaves =
                all(Gongyuan.commandLine())
                        .filter(line -> line.getSubcommands().isEmpty())
                        .filter(line -> !line.getCommandName().equals("help"))
                        .toList();

        for (var line : leaves) {
            var name = line.getCommandSpec().qualifiedName().substring("gongyuan ".length());
            assertTrue(line.getCommandSpec().optionsMap().containsKey("--json"), name);
            assertTrue(keys.contains("`" + name + "`"), name + " has no row in README.md 6");
        }
        assertTrue(leaves.size() > 40, "%d commands".formatted(leaves.size()));
    }

    private static void explains(CommandLine line) {
        var description = line.getCommandSpec().usageMessage().description();
        assertTrue(description.length > 0, "no description");
        for (var option : line.getCommandSpec().options()) {
            assertTrue(option.description().length > 0, option.longestName());
            assertFalse(
                    option.longestName().equals("--passphrase"),
                    "a passphrase is never an argument");
        }
        var names = line.getCommandSpec().qualifiedName().split(" ");
        var arguments = new Object[names.length];
        System.arraycopy(names, 1, arguments, 0, names.length - 1);
        arguments[names.length - 1] = "--help";
        if (line.getCommandName().equals("help")) {
            return;
        }
        var shown = gongyuan(arguments);
        assertEquals(0, shown.status(), shown.err());
        assertTrue(shown.out().contains("Usage: "), shown.out());
    }

    private static Stream<CommandLine> all(CommandLine line) {
        return Stream.concat(
                Stream.of(line),
                line.getSubcommands().values().stream().flatMap(CommandLineTest::all));
    }

    @Test
    void doesNothingOnAMachineThatComputesWrongly() {
        var key = folder.resolve("key");
        var err = new StringWriter();
        var line =
                Gongyuan.tested(
                        Gongyuan.commandLine(),
                        () -> {
                            throw new IllegalStateException("the self-test \"SM3\" failed");
                        });
        line.setErr(new PrintWriter(err));
        line.setOut(new PrintWriter(new StringWriter()));
        var words =
                new String[] {"key", "new", "--purpose", "node", "--open", "--out", key.toString()};

        assertEquals(1, line.execute(words));
        assertEquals("gongyuan: the self-test \"SM3\" failed", err.toString().strip());
        assertFalse(Files.exists(key));
        assertEquals(0, line.execute("key", "new", "--help"));
        assertEquals(0, Gongyuan.tested(Gongyuan.commandLine(), SelfTest::run).execute(words));
        assertTrue(Files.exists(key));
    }

    @Test
    void endsWithTwoWhenItIsCalledWrongly() {
        var refused = gongyuan("bank", "import");

        assertEquals(2, refused.status());
        assertEquals(2, refused.err().lines().count(), refused.err());
        assertTrue(refused.err().contains("gongyuan bank import --help"), refused.err());
    }

    @Test
    void suggestsTheCommandThatWasMeant() {
        var refused = gongyuan("banc");

        assertEquals(2, refused.status());
        assertTrue(refused.err().contains("bank"), refused.err());
    }

    @Test
    void namesTheFileThatIsNotThere() {
        var refused = gongyuan("form", "inspect", folder.resolve("no"));

        assertEquals(2, refused.status());
        assertTrue(refused.err().contains("no does not exist"), refused.err());
    }

    @Test
    void scoresAnItem() throws IOException {
        var item = Files.writeString(folder.resolve("i.xml"), SmallPackage.choiceXml("i", "s"));
        var right = Files.writeString(folder.resolve("r.json"), "{\"RESPONSE\":\"B\"}");

        var scored = gongyuan("item", "score", item, "--responses", right, "--json");

        assertEquals(0, scored.status(), scored.err());
        assertEquals(1.0, scored.json().getDouble("SCORE"));
    }

    @Test
    void scoresNoItemOnResponsesItDoesNotHave() throws IOException {
        var item = Files.writeString(folder.resolve("i.xml"), SmallPackage.choiceXml("i", "s"));
        var wrong = Files.writeString(folder.resolve("r.json"), "{\"ANSWER\":\"B\"}");

        var refused = gongyuan("item", "score", item, "--responses", wrong, "--json");

        assertEquals(2, refused.status());
        assertEquals("", refused.out());
        assertTrue(refused.err().contains("only RESPONSE"), refused.err());
    }

    @Test
    void endsWithThreeOnAnItemOutsideWhatIsSupported() throws IOException {
        var item = Files.writeString(folder.resolve("i.xml"), SmallPackage.uploadXml("i"));
        var none = Files.writeString(folder.resolve("r.json"), "{}");

        var refused = gongyuan("item", "score", item, "--responses", none, "--json");

        assertEquals(3, refused.status());
        assertEquals(1, refused.err().lines().count(), refused.err());
    }
}
