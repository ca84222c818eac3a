package org.gongyuan.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.gongyuan.server.act.Deed;
import org.gongyuan.server.audit.RecordIndex;
import org.gongyuan.server.audit.RecordQuery;
import org.gongyuan.server.contract.StaffSite.Answer;
import org.gongyuan.server.duty.Duty;
import org.gongyuan.server.duty.DutyTable;
import org.gongyuan.server.duty.Permission;
import org.gongyuan.server.sentence.Sentence;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Asks for every id that the contract takes, as staff whom it does not concern: for an object that
/// is there, for one of another kind, for one that is not there, and for what is no id. The ids are
/// read from the contract; `object-ids.txt` says what each names.
@DisplayName("Every id of the contract")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryIdTest {

    private static final String NOTHING = "-";
    private static final String DRAFT = "draftAct";
    private static final String ELSEWHERE = "exam:" + StaffObjects.OWN_SITTING;
    private static final Set<String> JUDGED_AS_A_WHOLE = Set.of("streamWaiting");

    /// What belongs to one person, and by which permission: a colleague who holds it for everything
    /// is tried as well.
    private static final Map<String, String> PERSONAL =
            Map.of("upload", "roster.import", "key", "share.give", "challenge", "share.give");

    /// What is of no sitting and is shown in a list to who holds this, wherever.
    private static final Map<String, String> LISTED = Map.of("rehearsal", "share.give");

    /// What is done, or drafted, whoever is named: its answer tells nothing either.
    private static final Map<String, String> DONE_ALIKE =
            Map.of(
                    "declareConflict",
                    "a declaration is kept of whoever is named",
                    "challengeMyPasskey",
                    "a challenge is given for any passkey",
                    DRAFT,
                    "what a draft of one's own sitting names is looked up when it is done");

    private final Map<String, Permission> proposing = new HashMap<>();
    private final Map<String, String> kinds = new LinkedHashMap<>();
    private final Map<String, Integer> asked = new HashMap<>();
    private final Map<String, String> tokens = new HashMap<>();
    private final Map<String, Operation> operations = new TreeMap<>();
    private StaffSite site;
    private StaffObjects objects;
    private String zhao;
    private int requests;

    private record Operation(
            String id, String method, String path, String permission, Map<String, Field> fields) {}

    /// @param in path, query or body
    private record Field(String name, String in, JsonObject schema) {}

    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
        readTable();
        readContract();
        site = new StaffSite(folder);
        site.exam.openSitting();
        zhao = site.firstAdministrator("zhao");
        objects = new StaffObjects(site, folder, zhao);
        objects.andTheRest();
        for (var name : List.of("none.1", "none.2")) {
            asker(name, Optional.empty());
        }
        for (var one : DutyTable.standard().duties()) {
            asker(one.duty().name(), Optional.of(ELSEWHERE));
        }
        for (var colleague : List.of("exam-officer", "custodian")) {
            asker(colleague, Optional.of("all"));
        }
    }

    private void asker(String duty, Optional<String> area) {
        var id = name(duty, area);
        site.invite(zhao, id);
        area.ifPresent(at -> site.grant(zhao, id, duty, at));
        tokens.put(id, site.signIn(id));
    }

    private static String name(String duty, Optional<String> area) {
        return area.map(at -> duty + "." + at.substring(0, 3)).orElse(duty);
    }

    @AfterAll
    void close() {
        site.close();
    }

    private void readTable() throws IOException {
        try (var in = getClass().getResourceAsStream("object-ids.txt")) {
            new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split(" \\| ", -1))
                    .forEach(
                            parts -> {
                                assertEquals(3, parts.length, () -> Arrays.toString(parts));
                                assertEquals(null, kinds.put(parts[0], parts[1]), parts[0]);
                            });
        }
    }

    private void readContract() {
        var text = StaffContract.text();
        var schemas = text.getJsonObject("components").getJsonObject("schemas");
        for (var path : text.getJsonObject("paths")) {
            for (var method : (JsonObject) path.getValue()) {
                var told = (JsonObject) method.getValue();
                var fields = new LinkedHashMap<String, Field>();
                for (var one : told.getJsonArray("parameters", new JsonArray())) {
                    var parameter = (JsonObject) one;
                    var name = parameter.getString("name");
                    fields.put(
                            name,
                            new Field(
                                    name,
                                    parameter.getString("in"),
                                    resolved(parameter.getJsonObject("schema"), schemas)));
                }
                var content =
                        told.getJsonObject("requestBody", new JsonObject())
                                .getJsonObject("content", new JsonObject())
                                .getJsonObject("application/json");
                if (content != null) {
                    leaves("", content.getJsonObject("schema"), schemas, fields);
                }
                operations.put(
                        told.getString("operationId"),
                        new Operation(
                                told.getString("operationId"),
                                method.getKey().toUpperCase(Locale.ROOT),
                                path.getKey(),
                                told.getString("x-permission"),
                                fields));
            }
        }
    }

    private static JsonObject resolved(JsonObject schema, JsonObject schemas) {
        var ref = schema.getString("$ref");
        return ref == null
                ? schema
                : resolved(schemas.getJsonObject(ref.substring(ref.lastIndexOf('/') + 1)), schemas);
    }

    private static void leaves(
            String name, JsonObject given, JsonObject schemas, Map<String, Field> into) {
        var schema = resolved(given, schemas);
        if (schema.containsKey("properties")) {
            for (var one : schema.getJsonObject("properties")) {
                var within = name.isEmpty() ? one.getKey() : name + "." + one.getKey();
                leaves(within, (JsonObject) one.getValue(), schemas, into);
            }
        } else if (schema.containsKey("items")) {
            leaves(name + "[]", schema.getJsonObject("items"), schemas, into);
        } else if (!name.isEmpty()) {
            into.put(name, new Field(name, "body", schema));
        }
    }

    @Test
    void isInTheTableThatSaysWhatItNames() {
        var used = new TreeSet<String>();
        var without = new TreeSet<String>();
        for (var operation : operations.values()) {
            for (var field : operation.fields().keySet()) {
                var row = row(operation, field);
                row.ifPresent(used::add);
                if (row.isEmpty()) {
                    without.add(operation.id() + "." + field);
                }
            }
        }

        assertEquals(
                Set.of(),
                without,
                "a field of the contract has no row in object-ids.txt: add one that says which kind"
                        + " of object it names, or \"-\" and why it names none");
        var over = new TreeSet<>(kinds.keySet());
        over.removeAll(used);
        assertEquals(Set.of(), over, "a row of object-ids.txt is of no field of the contract");
    }

    private Optional<String> row(Operation operation, String field) {
        return List.of(operation.id() + "." + field, field).stream()
                .filter(kinds::containsKey)
                .findFirst();
    }

    private Optional<String> kind(Operation operation, String field) {
        return row(operation, field).map(kinds::get).filter(kind -> !kind.equals(NOTHING));
    }

    @Test
    void v8_everyIdIsAnsweredAlikeWhetherItsObjectIsThereOrNot() {
        var before = objects.seenByTheirOwners();
        var index = site.exam.server.staffOffice().orElseThrow().index();
        index.follow();
        int entered = index.size();
        requests = 0;
        var wrong = new ArrayList<String>();
        for (var operation : operations.values()) {
            for (var field : operation.fields().values()) {
                var kind = kind(operation, field.name());
                if (kind.isEmpty() || JUDGED_AS_A_WHOLE.contains(operation.id())) {
                    continue;
                }
                for (var body : bodies(operation, field)) {
                    for (var who : askers(operation, body, kind.get())) {
                        compare(operation, field, kind.get(), body, who, wrong);
                    }
                }
            }
        }

        assertEquals(List.of(), wrong);
        objects.seenByTheirOwners()
                .forEach((path, seen) -> assertEquals(before.get(path), seen, "changed: " + path));
        assertTrue(requests > 200, () -> "only " + requests + " requests were made");
        assertEquals(List.of(), notRefused(index, entered), "something but refusals is entered");
    }

    /// Who asks.
    ///
    /// @param token none of nobody
    /// @param ownsTheRest whether everything else he names is his own
    private record Asker(String name, Optional<String> token, boolean ownsTheRest) {}

    private List<Asker> askers(Operation operation, JsonObject body, String kind) {
        if (operation.permission().equals(StaffContract.ANYONE)) {
            return List.of(new Asker("nobody", Optional.empty(), false));
        }
        var all = new ArrayList<Asker>();
        all.add(asker(operation, List.of("none.1", "none.2"), Optional.empty(), false));
        var permission =
                operation.id().equals(DRAFT)
                        ? proposing(body.getString("kind"))
                        : operation.permission().equals(StaffContract.SIGNED_IN)
                                ? new Permission("void.approve")
                                : new Permission(operation.permission());
        var holders = holders(permission);
        if (!permission.name().equals(LISTED.get(kind))) {
            all.add(asker(operation, holders, Optional.of(ELSEWHERE), true));
        }
        if (permission.name().equals(PERSONAL.get(kind))) {
            all.add(asker(operation, holders, Optional.of("all"), false));
        }
        return all;
    }

    private Permission proposing(String act) {
        return proposing.computeIfAbsent(
                act, word -> new Permission(Deed.CAPABILITIES.get(word) + ".propose"));
    }

    private static List<String> holders(Permission permission) {
        return DutyTable.standard().permissions().stream()
                .filter(one -> one.permission().equals(permission))
                .flatMap(one -> one.duties().stream())
                .map(Duty::name)
                .sorted()
                .toList();
    }

    /// Of those who may be asked for, who asked this operation least, so that no limit is met.
    private Asker asker(
            Operation operation, List<String> who, Optional<String> area, boolean ownsTheRest) {
        var least =
                who.stream()
                        .map(one -> name(one, area))
                        .min(
                                Comparator.comparing(
                                        (String one) ->
                                                asked.getOrDefault(one + " " + operation.id(), 0)))
                        .orElseThrow();
        return new Asker(least, Optional.of(tokens.get(least)), ownsTheRest);
    }

    /// The requests of an operation that have this field.
    private List<JsonObject> bodies(Operation operation, Field field) {
        var all =
                operation.id().equals(DRAFT)
                        ? objects.drafts()
                        : objects.bodies(operation.id()).stream()
                                .map(one -> one == null ? new JsonObject() : one)
                                .toList();
        var fitting =
                field.in().equals("body")
                        ? all.stream().filter(one -> one.containsKey(top(field))).toList()
                        : List.of(all.getFirst());
        assertNotEquals(
                List.of(),
                fitting,
                () ->
                        "StaffObjects has no request of %s with the field %s: add one"
                                .formatted(operation.id(), field.name()));
        return fitting;
    }

    private static String top(Field field) {
        return field.name().replace("[]", "");
    }

    private void compare(
            Operation operation,
            Field field,
            String kind,
            JsonObject body,
            Asker who,
            List<String> wrong) {
        var absent = ask(operation, field, objects.absent(kind), body, who);
        var others = new LinkedHashMap<String, String>();
        others.put("there", objects.there(kind));
        objects.ofAnotherKind(kind)
                .filter(id -> fits(field, id))
                .ifPresent(id -> others.put("of another kind", id));
        for (var other : others.entrySet()) {
            var answer = ask(operation, field, other.getValue(), body, who);
            var told =
                    "%s %s as %s, %s (%s): %s / not there: %s"
                            .formatted(
                                    operation.id(),
                                    field.name(),
                                    who.name(),
                                    other.getValue(),
                                    other.getKey(),
                                    answer,
                                    absent);
            if (answer.status() == 429 || absent.status() == 429) {
                wrong.add("a limit was met: " + told);
            } else if (DONE_ALIKE.containsKey(operation.id()) && answer.status() < 300) {
                if (answer.status() != absent.status()
                        || answer.text().length() != absent.text().length()) {
                    wrong.add(told);
                }
            } else if (answer.status() < 400
                    || !(same(answer, absent)
                            || same(
                                    without(answer, other.getValue()),
                                    without(absent, objects.absent(kind))))) {
                wrong.add(told);
            }
        }
    }

    private static boolean fits(Field field, Object value) {
        if (!(value instanceof String id)) {
            return false;
        }
        var pattern = field.schema().getString("pattern");
        return (pattern == null || Pattern.compile(pattern).matcher(id).find())
                && id.length() <= field.schema().getInteger("maxLength", Integer.MAX_VALUE);
    }

    /// All that is told, but for the hour.
    private static boolean same(Answer one, Answer other) {
        return one.status() == other.status()
                && one.text().equals(other.text())
                && withoutDate(one).equals(withoutDate(other));
    }

    /// A refusal may say again what was given; then its length goes with it.
    private static Answer without(Answer answer, String id) {
        if (!answer.text().contains(id)) {
            return answer;
        }
        var headers = new HashMap<>(answer.headers());
        headers.remove("content-length");
        return new Answer(answer.status(), headers, answer.text().replace(id, "?"));
    }

    private static Map<String, String> withoutDate(Answer answer) {
        var all = new TreeMap<>(answer.headers());
        all.remove("date");
        return all;
    }

    private Answer ask(Operation operation, Field field, Object value, JsonObject body, Asker who) {
        var sent = body.copy();
        var path = operation.path();
        var query = new ArrayList<String>();
        for (var one : operation.fields().values()) {
            var kind = kind(operation, one.name());
            boolean isAsked = one.name().equals(field.name());
            var given =
                    isAsked
                            ? value
                            : kind.map(
                                            name ->
                                                    who.ownsTheRest()
                                                            ? objects.own(name)
                                                            : objects.there(name))
                                    .orElse(null);
            if (given == null) {
                continue;
            }
            switch (one.in()) {
                case "path" -> path = path.replace("{" + one.name() + "}", coded(given));
                case "query" -> {
                    if (isAsked || operation.id().endsWith("Envelope")) {
                        query.add(one.name() + "=" + coded(given));
                    }
                }
                default -> {
                    if (one.name().endsWith("[]")) {
                        if (isAsked) {
                            sent.put(
                                    top(one), new JsonArray().add(given).add(objects.there("key")));
                        }
                    } else if (sent.containsKey(one.name())) {
                        sent.put(one.name(), given);
                    }
                }
            }
        }
        if (operation.id().equals("exportAudit")) {
            query.add("reason=case");
        }
        if (operation.id().equals("removeMyPasskey") && value instanceof String passkey) {
            proveRemoval(sent, passkey, who);
        }
        requests++;
        asked.merge(who.name() + " " + operation.id(), 1, Integer::sum);
        var where = path + (query.isEmpty() ? "" : "?" + String.join("&", query));
        return operation.method().equals("PUT")
                ? site.upload(where, who.token(), new byte[1])
                : site.ask(
                        operation.method(),
                        where,
                        who.token(),
                        operation.method().equals("GET") ? null : sent);
    }

    /// He proves himself as the node asks, so that the id alone is in question.
    private void proveRemoval(JsonObject sent, String passkey, Asker who) {
        var challenge =
                site.ask(
                        "POST",
                        "/staff/me/passkeys/challenge",
                        who.token(),
                        new JsonObject().put("remove", passkey));
        if (challenge.status() == 200) {
            sent.put("challenge", challenge.json().getString("challenge"))
                    .put("proof", site.proof(who.name(), challenge.json().getString("prove")));
        }
    }

    private static String coded(Object given) {
        return URLEncoder.encode(given.toString(), UTF_8).replace("+", "%20");
    }

    private List<String> notRefused(RecordIndex index, int from) {
        var all = new ArrayList<String>();
        var cursor = OptionalLong.of(from);
        int many = 0;
        do {
            var page =
                    index.find(
                            RecordQuery.all(RecordQuery.Where.ALL).in(RecordQuery.Order.OLDEST),
                            cursor,
                            200);
            for (var found : page.found()) {
                var facts = found.facts();
                boolean isAlike = DONE_ALIKE.containsKey(facts.what());
                boolean isLook =
                        facts.outcome().equals("read") || facts.what().startsWith("signIn");
                if (facts.kind().equals("audited")) {
                    many++;
                }
                if (!facts.kind().equals("audited")
                        || (facts.outcome().equals("done") && !isAlike && !isLook)) {
                    all.add(facts.kind() + " " + facts.what() + " " + facts.outcome());
                }
            }
            cursor = page.next();
        } while (cursor.isPresent());
        assertTrue(many > requests / 2, "refusals are entered: " + many + " of " + requests);
        return all;
    }

    @Test
    void v1_whatIsNoIdIsRefusedByNameAndBound() {
        var wrong = new ArrayList<String>();
        for (var operation : operations.values()) {
            for (var field : operation.fields().values()) {
                var kind = kind(operation, field.name());
                if (kind.isEmpty() || JUDGED_AS_A_WHOLE.contains(operation.id())) {
                    continue;
                }
                var body = bodies(operation, field).getFirst();
                var who = askers(operation, body, kind.get()).getLast();
                for (var value : malformed(field)) {
                    var answer = ask(operation, field, value, body, who);
                    boolean isNamed = isNamed(answer, field, value);
                    boolean isUnknown =
                            fits(field, value)
                                    && same(
                                            answer,
                                            ask(
                                                    operation,
                                                    field,
                                                    objects.absent(kind.get()),
                                                    body,
                                                    who));
                    if (!isNamed && !isUnknown) {
                        wrong.add(
                                "%s %s as %s, \"%.40s\": %s"
                                        .formatted(
                                                operation.id(),
                                                field.name(),
                                                who.name(),
                                                value,
                                                answer));
                    }
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    /// Too long, a path that leads out, an operator of the store as a text and as what it is.
    private static List<Object> malformed(Field field) {
        var all = new ArrayList<Object>();
        all.add("a".repeat(1_600));
        all.add("../../../keys/staff.key");
        all.add("{\"$ne\":\"\"}");
        if (field.in().equals("body")) {
            all.add(new JsonObject().put("$ne", ""));
        }
        return all;
    }

    /// The field, its bound, and nothing that was given; where the contract bounds no more than the
    /// length, the object's own sentence.
    private static boolean isNamed(Answer answer, Field field, Object value) {
        if (answer.status() != 400 || !answer.word().equals("not-as-contracted")) {
            return false;
        }
        if (fits(field, value)) {
            return !Sentence.NOT_AS_CONTRACTED.of().equals(answer.json().getString("detail"));
        }
        var with = answer.json().getJsonArray("with").encode();
        return answer.json().getString("code").equals("field-unfit")
                && with.contains("\"" + field.name().replace("[]", "") + "\"")
                && with.contains("\"bound\"")
                && !answer.text().contains(value.toString());
    }
}
