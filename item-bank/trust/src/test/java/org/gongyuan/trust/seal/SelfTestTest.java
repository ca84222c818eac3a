package org.gongyuan.trust.seal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.HashSet;
import java.util.List;

@DisplayName("The self-tests at start")
class SelfTestTest {

    @Test
    void holdHere() {
        var names = SelfTest.run();

        assertEquals(15, names.size());
        assertEquals(names.size(), new HashSet<>(names).size());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void stopTheProgramByNameWhenOneFails(boolean byException) throws ReflectiveOperationException {
        var answer = Class.forName(SelfTest.class.getName() + "$Answer");
        var failing =
                Proxy.newProxyInstance(
                        answer.getClassLoader(),
                        new Class<?>[] {answer},
                        (_, _, _) -> {
                            if (byException) {
                                throw new IllegalArgumentException("a broken library");
                            }
                            return false;
                        });
        var test =
                Class.forName(SelfTest.class.getName() + "$Test")
                        .getDeclaredConstructor(String.class, answer);
        test.setAccessible(true);
        var run = SelfTest.class.getDeclaredMethod("run", List.class);
        run.setAccessible(true);
        var tests = List.of(test.newInstance("SM9", failing));

        var thrown = assertThrows(InvocationTargetException.class, () -> run.invoke(null, tests));
        var failed = assertInstanceOf(SelfTest.Failed.class, thrown.getCause());
        assertTrue(failed.getMessage().contains("SM9"));
    }

    @ParameterizedTest
    @EnumSource
    void areFollowedByAWarmupThatDoesWhatItSays(Suite suite) {
        var twoRounds = Warmup.run(suite, 2);

        assertTrue(twoRounds != 0);
    }
}
