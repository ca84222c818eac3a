package org.gongyuan.seat.presentation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the desk keeps through the session core for a run that goes on after a kill: JSON text,
/// sealed beside the journal (seat-window.md section 6).
///
/// @param scene JSON text, or null
/// @param camera what the candidate agreed to, and whether he went on from the camera
/// @param reached how far the candidate came in sections without a way back
/// @param messages the last ones, as facets
record DeskMemory(
        String scene,
        boolean isPledged,
        boolean isTried,
        CameraDesk.Kept camera,
        Map<String, Integer> reached,
        List<Map<String, Object>> messages,
        long seen) {

    private static final long VERSION = 2;

    byte[] toBytes() {
        return Json.write(
                        Json.object(
                                "version",
                                VERSION,
                                "scene",
                                scene == null ? null : new Json.Text(scene),
                                "pledged",
                                isPledged,
                                "tried",
                                isTried,
                                "checked",
                                camera.isChecked(),
                                "pictures",
                                camera.pictures(),
                                "face",
                                camera.face(),
                                "reached",
                                reached,
                                "messages",
                                messages,
                                "seen",
                                seen))
                .getBytes(UTF_8);
    }

    /// Reads what was kept. It was sealed, so it is ours; of another version it counts as absent.
    static Optional<DeskMemory> read(byte[] bytes) {
        try {
            var object = Json.read(new String(bytes, UTF_8));
            if (!Long.valueOf(VERSION).equals(object.get("version"))) {
                return Optional.empty();
            }
            var scene = object.get("scene");
            var reached = new LinkedHashMap<String, Integer>();
            ((Map<?, ?>) object.get("reached"))
                    .forEach(
                            (section, index) ->
                                    reached.put((String) section, Math.toIntExact((Long) index)));
            var messages = new ArrayList<Map<String, Object>>();
            for (var message : (List<?>) object.get("messages")) {
                var read = new LinkedHashMap<String, Object>();
                ((Map<?, ?>) message).forEach((name, value) -> read.put((String) name, value));
                messages.add(read);
            }
            return Optional.of(
                    new DeskMemory(
                            scene == null ? null : Json.write(scene),
                            (Boolean) object.get("pledged"),
                            (Boolean) object.get("tried"),
                            new CameraDesk.Kept(
                                    (Boolean) object.get("checked"),
                                    (String) object.get("pictures"),
                                    (String) object.get("face")),
                            reached,
                            messages,
                            (Long) object.get("seen")));
        } catch (IllegalArgumentException | ClassCastException _) {
            return Optional.empty();
        }
    }
}
