package org.gongyuan.seat.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.camera.look.Cascade;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;

@DisplayName("The camera a seat is set to have")
class CameraAtDeskTest {

    @TempDir private Path folder;

    private Optional<CameraAtDesk> open(
            CameraSettings.Source source, boolean isDrill, Optional<CameraSettings.Faces> faces)
            throws NotSet {
        return CameraAtDesk.open(
                new CameraSettings(source, Cascade.LBP, Duration.ofSeconds(10), false, faces),
                isDrill,
                folder,
                () -> 0,
                new SplittableRandom(1));
    }

    @Test
    void isNoneByPolicy() throws NotSet {
        assertEquals(
                Optional.empty(), open(new CameraSettings.Source.None(), false, Optional.empty()));
    }

    @Test
    void isNeverAFileInAnExamination() throws NotSet {
        var file = new CameraSettings.Source.Drilled(folder.resolve("candidate.avi"));
        var refused = assertThrows(NotSet.class, () -> open(file, false, Optional.empty()));
        assertTrue(refused.getMessage().contains("candidate.avi"), refused.getMessage());
        assertTrue(refused.getMessage().contains("only with --drill"), refused.getMessage());
        open(file, true, Optional.empty()).orElseThrow().close();
    }

    @Test
    void comparesNoFacesWithAModelThatIsNotThereAndSaysWhich() {
        var faces =
                new CameraSettings.Faces(
                        folder.resolve("yunet.onnx"), folder.resolve("sface.onnx"), 0.4);
        var refused =
                assertThrows(
                        NotSet.class,
                        () ->
                                open(
                                        new CameraSettings.Source.Numbered(0),
                                        false,
                                        Optional.of(faces)));
        assertTrue(refused.getMessage().contains("yunet.onnx"), refused.getMessage());
    }
}
