package org.gongyuan.server.contract;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;

import org.gongyuan.server.account.SignedIn;

import java.util.Map;
import java.util.Optional;

/// One request that fits the contract.
///
/// @param parameters of path and query, by name
/// @param body empty where there is none
/// @param who is signed in
/// @param flow the cookie of a way to the identity provider that this browser began
record StaffCall(
        String operation,
        Map<String, String> parameters,
        JsonObject body,
        Optional<SignedIn> who,
        Optional<String> flow) {

    StaffCall {
        requireNonNull(operation, "operation");
        parameters = Map.copyOf(parameters);
        requireNonNull(body, "body");
        requireNonNull(who, "who");
        requireNonNull(flow, "flow");
    }

    /// Who is signed in, where the contract says that somebody is.
    SignedIn person() {
        return who.orElseThrow(
                () -> new IllegalStateException(operation + " is asked without sign-in"));
    }

    String parameter(String name) {
        return requireNonNull(parameters.get(name), name);
    }

    Optional<String> optional(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    @Override
    public String toString() {
        return "StaffCall[" + operation + "]";
    }
}
