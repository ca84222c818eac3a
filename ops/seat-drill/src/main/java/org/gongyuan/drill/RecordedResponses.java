package org.gongyuan.drill;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.bank.scoring.ResponseBody;
import org.gongyuan.protocol.record.Chains;
import org.gongyuan.rehearsal.candidate.Afterwards;
import org.gongyuan.rehearsal.stage.Stage;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What candidates gave, as the node's record holds it.
public final class RecordedResponses {

    private RecordedResponses() {}

    /// By item, and in it by response, what was given last; opened by the marking quorum, which has
    /// met.
    public static Map<String, Map<String, List<String>>> of(Stage stage, Afterwards record)
            throws Exception {
        var items = new TreeMap<PlacementId, String>();
        stage.form()
                .form()
                .placements()
                .forEach(placed -> items.put(placed.id(), placed.item().identifier()));
        var recorded = new TreeMap<String, Map<String, List<String>>>();
        for (var sheet : record.sheets()) {
            sheet.responses()
                    .forEach(
                            (placement, response) ->
                                    recorded.put(
                                            items.get(placement),
                                            given(response.saltAndBody().toBytes())));
        }
        return recorded;
    }

    private static Map<String, List<String>> given(byte[] saltAndBody) {
        var body =
                ResponseBody.decode(
                        Arrays.copyOfRange(saltAndBody, Chains.SALT, saltAndBody.length));
        var given = new TreeMap<String, List<String>>();
        body.tokens().forEach((name, tokens) -> given.put(name, tokens.orElse(List.of())));
        return given;
    }
}
