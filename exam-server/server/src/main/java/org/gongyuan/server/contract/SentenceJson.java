package org.gongyuan.server.contract;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.gongyuan.server.sentence.Sentence;

/// A sentence of the node's own as its code and what was filled in (`staff-contract.md` 12.1).
final class SentenceJson {

    private static final String BECAUSE = "because";
    private static final int LONGEST = 400;

    private SentenceJson() {}

    /// Code and parameters of a text; `otherwise` is the code of one that is not the node's own.
    static JsonObject of(String text, String otherwise) {
        var told = Sentence.told(text);
        var with = new JsonArray();
        told.ifPresent(
                one ->
                        one.with()
                                .forEach(
                                        (name, value) -> {
                                            with.add(filled(name, value));
                                            if (name.equals(BECAUSE)) {
                                                within(value, with);
                                            }
                                        }));
        return new JsonObject()
                .put("code", told.map(one -> one.sentence().code()).orElse(otherwise))
                .put("with", with);
    }

    /// The sentence within a sentence.
    private static void within(String because, JsonArray with) {
        Sentence.told(because)
                .ifPresent(
                        one -> {
                            with.add(filled(BECAUSE + "Code", one.sentence().code()));
                            one.with()
                                    .forEach(
                                            (name, value) -> with.add(filled(within(name), value)));
                        });
    }

    private static String within(String name) {
        return BECAUSE + Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    private static JsonObject filled(String name, String value) {
        return new JsonObject()
                .put("name", name)
                .put("value", value.substring(0, Math.min(LONGEST, value.length())));
    }
}
