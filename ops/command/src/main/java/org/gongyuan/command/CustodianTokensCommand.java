package org.gongyuan.command;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.gongyuan.trust.token.TokenLibrary;
import org.gongyuan.trust.token.TokenRefused;
import org.gongyuan.trust.token.TokenSlot;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.Locale;

/// `gongyuan custodian tokens`: which tokens are plugged in, before any PIN is typed.
@Command(
        name = "tokens",
        description = {"列出插着的令牌，不需要 PIN。", "Lists the tokens that are plugged in; needs no PIN."})
final class CustodianTokensCommand extends ActCommand {

    @Option(
            names = "--token-library",
            required = true,
            paramLabel = "FILE",
            description = {
                "令牌厂商的 PKCS#11 库。",
                "The token's PKCS#11 library (OpenSC: opensc-pkcs11.so)."
            })
    private Path library;

    @Option(names = "--json", description = "One JSON object on one line.")
    private boolean asJson;

    @Override
    public Integer call() {
        try {
            var tokens = TokenLibrary.at(library).tokens();
            if (asJson) {
                var list = new JsonArray();
                tokens.forEach(one -> list.add(json(one)));
                json(new JsonObject().put("tokens", list));
                return DONE;
            }
            if (tokens.isEmpty()) {
                say("没有令牌 no token is plugged in");
            }
            for (var one : tokens) {
                say("令牌 token   %s".formatted(one.named()));
                say("型号 model   %s, %s".formatted(one.maker(), one.model()));
                say("PIN          %s".formatted(words(one.pin())));
            }
            return DONE;
        } catch (TokenRefused refused) {
            throw new Refused(Refused.REFUSED, refused.getMessage());
        }
    }

    private static JsonObject json(TokenSlot token) {
        return new JsonObject()
                .put("label", token.label())
                .put("serial", token.serial())
                .put("maker", token.maker())
                .put("model", token.model())
                .put("pin", token.pin().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    private static String words(TokenSlot.Pin pin) {
        return switch (pin) {
            case GOOD -> "正常 nothing against it";
            case TYPED_WRONG -> "有过错误输入 was typed wrong since it was last right";
            case LAST_TRY -> "只剩一次，再错即锁定 one try left, then it locks";
            case LOCKED -> "已锁定 locked";
            case NOT_SET -> "未设置 not set";
        };
    }
}
