package org.gongyuan.server.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import io.vertx.openapi.validation.RequestParameter;
import io.vertx.openapi.validation.RequestUtils;
import io.vertx.openapi.validation.RequestValidator;
import io.vertx.openapi.validation.ResponseValidator;
import io.vertx.openapi.validation.ValidatableResponse;
import io.vertx.openapi.validation.ValidatedRequest;

import org.gongyuan.server.account.SignedIn;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The contract of the staff port, OpenAPI 3.1, as requests and answers are held to it.
public final class StaffContract {

    /// Asked by whoever comes.
    static final String ANYONE = "anyone";

    /// Asked by whoever is signed in.
    static final String SIGNED_IN = "signed-in";

    private static final String JSON = "application/json";
    private static final String PROBLEM = "application/problem+json";

    private final OpenAPIContract contract;
    private final RequestValidator requests;
    private final ResponseValidator answers;
    private final ContractFit fit;

    private StaffContract(Vertx vertx, OpenAPIContract contract, JsonObject text) {
        this.contract = contract;
        fit = new ContractFit(text);
        requests = RequestValidator.create(vertx, contract);
        answers = ResponseValidator.create(vertx, contract);
    }

    /// The parts of the contract that name the operations of one room of the console each.
    private static final List<String> ROOMS =
            List.of("examinations", "forms", "release", "privacy", "certificates");

    /// The contract's text: `staff-contract.json` with the paths and schemas of every room.
    ///
    /// @throws IllegalStateException if a part is missing or names what another names
    public static JsonObject text() {
        var whole = part("staff-contract");
        for (var room : ROOMS) {
            var part = part(room);
            add(part.getJsonObject("paths"), whole.getJsonObject("paths"), room);
            add(
                    part.getJsonObject("schemas"),
                    whole.getJsonObject("components").getJsonObject("schemas"),
                    room);
        }
        return whole;
    }

    private static void add(JsonObject from, JsonObject into, String room) {
        for (var entry : from) {
            if (into.containsKey(entry.getKey())) {
                throw new IllegalStateException(
                        room + ".json names " + entry.getKey() + ", which is named already");
            }
            into.put(entry.getKey(), entry.getValue());
        }
    }

    private static JsonObject part(String name) {
        try (var in = StaffContract.class.getResourceAsStream(name + ".json")) {
            if (in == null) {
                throw new IllegalStateException(name + ".json is missing from the server");
            }
            return new JsonObject(new String(in.readAllBytes(), UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// The contract that comes with the server. The library knows no `application/problem+json`; it
    /// is the same to it as JSON.
    static Future<StaffContract> load(Vertx vertx) {
        var text = text();
        return OpenAPIContract.from(vertx, new JsonObject(text.encode().replace(PROBLEM, JSON)))
                .map(contract -> new StaffContract(vertx, contract, text));
    }

    List<Operation> operations() {
        return contract.operations();
    }

    /// What an operation asks of who asks: `anyone`, `signed-in` or a permission.
    static String permission(Operation operation) {
        return requireNonNull(operation.getOpenAPIModel().getString("x-permission"), "permission");
    }

    /// What is entered when it is done: `act`, `read` or `none`.
    static String audit(Operation operation) {
        return requireNonNull(operation.getOpenAPIModel().getString("x-audit"), "audit");
    }

    /// The request as a call, or a failure when it does not fit.
    Future<StaffCall> call(
            HttpServerRequest request,
            Operation operation,
            Buffer body,
            Optional<SignedIn> who,
            Optional<String> flow) {
        var named = operation.getParameters().stream().map(Parameter::getName).toList();
        for (var given : request.params().names()) {
            if (!named.contains(given)) {
                return Future.failedFuture(
                        new IllegalArgumentException("the contract names no such parameter"));
            }
        }
        return RequestUtils.extract(request, operation, () -> Future.succeededFuture(body))
                .compose(given -> requests.validate(given, operation.getOperationId()))
                .map(valid -> call(operation, valid, who, flow));
    }

    /// Which field of a request that does not fit it is, and its bound.
    String misfit(Operation operation, HttpServerRequest request, Buffer body) {
        return fit.misfit(operation.getOperationId(), request.params(), body);
    }

    /// What of the parameters of a request whose body is not read yet does not fit, if something
    /// does not.
    Optional<String> misfit(Operation operation, HttpServerRequest request) {
        return fit.parameters(operation.getOperationId(), request.params());
    }

    private static StaffCall call(
            Operation operation,
            ValidatedRequest valid,
            Optional<SignedIn> who,
            Optional<String> flow) {
        var parameters = new HashMap<String, String>();
        put(parameters, valid.getPathParameters());
        put(parameters, valid.getQuery());
        var body = valid.getBody();
        return new StaffCall(
                operation.getOperationId(),
                parameters,
                body == null || body.isEmpty() ? new JsonObject() : body.getJsonObject(),
                who,
                flow);
    }

    private static void put(Map<String, String> into, Map<String, RequestParameter> parameters) {
        parameters.forEach(
                (name, value) -> {
                    if (value != null && value.get() != null) {
                        into.put(name, value.get().toString());
                    }
                });
    }

    /// Succeeds when an answer fits.
    Future<?> holds(Operation operation, StaffAnswer answer) {
        var response =
                answer.body()
                        .map(
                                body ->
                                        ValidatableResponse.create(
                                                answer.status(), body.toBuffer(), JSON))
                        .orElseGet(() -> ValidatableResponse.create(answer.status()));
        return answers.validate(response, operation.getOperationId());
    }

    static String contentType(StaffAnswer answer) {
        return answer.isRefused() ? PROBLEM : JSON;
    }
}
