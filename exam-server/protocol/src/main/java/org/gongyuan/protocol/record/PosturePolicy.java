package org.gongyuan.protocol.record;

import static org.gongyuan.protocol.record.Judgement.NOTE;
import static org.gongyuan.protocol.record.Judgement.REFUSE;
import static org.gongyuan.protocol.record.Judgement.WARN;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// How findings about the seats' machines are judged in one sitting (`session.md` section 9),
/// frozen when it opens.
///
/// @param judgements one for every kind; a kind that a policy does not name is refused
public record PosturePolicy(Map<FindingKind, Judgement> judgements) {

    /// Everything is noted and nobody is kept from starting: drills, simulated seats.
    public static final PosturePolicy NOTED = all(NOTE);

    /// What a centre with managed machines begins with.
    public static final PosturePolicy STANDARD =
            all(REFUSE)
                    .with(FindingKind.VIRTUAL_MACHINE, WARN)
                    .with(FindingKind.SCREEN_WATCHER, WARN)
                    .with(FindingKind.OTHER_PROGRAM, WARN)
                    .with(FindingKind.DISK_SHORT, WARN)
                    .with(FindingKind.LEFT_OUT, WARN)
                    .with(FindingKind.NO_INPUT_METHOD, WARN)
                    .with(FindingKind.CLOCK_OFF, NOTE)
                    .with(FindingKind.NO_CAMERA, NOTE)
                    .with(FindingKind.NODE_UNREACHABLE, NOTE);

    public PosturePolicy {
        var whole = new EnumMap<FindingKind, Judgement>(FindingKind.class);
        for (var kind : FindingKind.values()) {
            whole.put(kind, judgements.getOrDefault(kind, REFUSE));
        }
        judgements = Collections.unmodifiableMap(whole);
    }

    private static PosturePolicy all(Judgement judgement) {
        var judgements = new EnumMap<FindingKind, Judgement>(FindingKind.class);
        Arrays.stream(FindingKind.values()).forEach(kind -> judgements.put(kind, judgement));
        return new PosturePolicy(judgements);
    }

    private PosturePolicy with(FindingKind kind, Judgement judgement) {
        var changed = new EnumMap<>(judgements);
        changed.put(kind, judgement);
        return new PosturePolicy(changed);
    }

    /// What follows from a finding.
    public Judgement of(FindingKind kind) {
        return judgements.get(kind);
    }

    /// A policy as people write it: `noted` or `standard`, then words such as
    /// `virtual-machine=refuse` that change it.
    ///
    /// @throws IllegalArgumentException naming the word that is wrong
    public static PosturePolicy parse(String text) {
        var words = List.of(text.strip().split("[,\\s]+", -1));
        var policy =
                switch (words.getFirst()) {
                    case "noted" -> NOTED;
                    case "standard" -> STANDARD;
                    default ->
                            throw new IllegalArgumentException(
                                    "a posture policy begins with noted or standard, not \"%s\""
                                            .formatted(words.getFirst()));
                };
        for (var word : words.subList(1, words.size())) {
            policy = policy.changed(word);
        }
        return policy;
    }

    private PosturePolicy changed(String word) {
        int equals = word.indexOf('=');
        if (equals < 0) {
            throw new IllegalArgumentException(
                    "\"%s\" is no FINDING=JUDGEMENT such as virtual-machine=refuse"
                            .formatted(word));
        }
        return with(
                FindingKind.named(word.substring(0, equals)),
                Judgement.named(word.substring(equals + 1)));
    }

    /// As it stands in the record: `FINDING=JUDGEMENT` for every kind, in the order of the list.
    public List<String> words() {
        var words = new ArrayList<String>();
        judgements.forEach((kind, judged) -> words.add(kind.word() + "=" + judged.word()));
        return words;
    }

    /// Reads what [#words] gives; every word names another kind.
    ///
    /// @throws IllegalArgumentException when it is something else
    public static PosturePolicy ofWords(List<String> words) {
        var judgements = new EnumMap<FindingKind, Judgement>(FindingKind.class);
        for (var word : words) {
            int equals = Math.max(0, word.indexOf('='));
            var kind = FindingKind.named(word.substring(0, equals));
            if (judgements.put(kind, Judgement.named(word.substring(equals + 1))) != null) {
                throw new IllegalArgumentException(kind.word() + " is judged twice");
            }
        }
        var policy = new PosturePolicy(judgements);
        if (!policy.words().equals(words)) {
            throw new IllegalArgumentException("a posture policy judges each finding, in order");
        }
        return policy;
    }
}
