package org.gongyuan.rehearsal.candidate;

import org.gongyuan.bank.item.Interaction;
import org.gongyuan.bank.item.Item;
import org.gongyuan.bank.scoring.ResponseBody;
import org.gongyuan.bank.scoring.ResponseDeclaration;
import org.gongyuan.bank.scoring.Value;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// What a rehearsal knows about answering one item: its right responses, from the bank, and
/// plausible wrong ones. A real candidate has no such book; simulated ones get it from the author's
/// package, never from what a seat receives.
public final class AnswerBook {

    private static final List<String> ESSAYS =
            List.of(
                    "首先确认高压系统已下电并验电，佩戴绝缘手套，悬挂警示牌，由两人配合作业。",
                    "先读取故障码与冻结帧，再按电源、搭铁、信号线的顺序逐项测量，最后路试验证。",
                    "检测前应核对量具零位与环境温度，重复测量三次取平均值并评定不确定度。");

    private final List<ResponseDeclaration> declarations;
    private final Map<String, Interaction> interactions = new LinkedHashMap<>();

    private AnswerBook(Item item) {
        this.declarations = item.responses();
        item.interactions()
                .forEach(
                        interaction ->
                                interactions.put(interaction.responseIdentifier(), interaction));
    }

    /// The book for an item.
    public static AnswerBook of(Item item) {
        return new AnswerBook(item);
    }

    /// What a candidate of that ability (0 knows nothing, 1 knows everything) gives.
    public ResponseBody answer(double ability, RandomGenerator random) {
        var tokens = new LinkedHashMap<String, Optional<List<String>>>();
        for (var declaration : declarations) {
            tokens.put(
                    declaration.identifier(),
                    Optional.of(
                            random.nextDouble() < ability
                                    ? right(declaration, random)
                                    : wrong(declaration, random)));
        }
        return ResponseBody.of(tokens);
    }

    private List<String> right(ResponseDeclaration declaration, RandomGenerator random) {
        return switch (declaration.correctResponse()) {
            case Value.Null _ -> free(declaration, random);
            case Value.Container(_, _, var elements) ->
                    elements.stream().map(AnswerBook::token).toList();
            case Value.Scalar scalar -> List.of(token(scalar));
            case Value.Fields _ -> free(declaration, random);
        };
    }

    private List<String> wrong(ResponseDeclaration declaration, RandomGenerator random) {
        var interaction = interactions.get(declaration.identifier());
        var choices = interaction == null ? List.<String>of() : interaction.identifiers();
        return switch (declaration.correctResponse()) {
            case Value.Container(_, _, var elements) when elements.size() > 1 -> {
                var some = new ArrayList<>(elements.stream().map(AnswerBook::token).toList());
                some.remove(random.nextInt(some.size()));
                yield some;
            }
            case Value.Identifier right when choices.size() > 1 -> {
                var others =
                        choices.stream().filter(choice -> !choice.equals(right.name())).toList();
                yield List.of(others.get(random.nextInt(others.size())));
            }
            case Value.Int right -> List.of(Long.toString(right.number() + 1 + random.nextInt(9)));
            case Value.Real right ->
                    List.of(Double.toString(right.number() * 1.1 + random.nextInt(5)));
            case Value.Point right ->
                    List.of("%d %d".formatted(right.x() + 90 + random.nextInt(40), right.y() + 70));
            case Value.Text _ -> List.of("不清楚");
            default -> right(declaration, random);
        };
    }

    /// Something to write or to point at where the item does not say what is right.
    private List<String> free(ResponseDeclaration declaration, RandomGenerator random) {
        var interaction = interactions.get(declaration.identifier());
        return switch (declaration.baseType().orElseThrow()) {
            case STRING -> List.of(ESSAYS.get(random.nextInt(ESSAYS.size())));
            case INTEGER -> List.of(Integer.toString(random.nextInt(100)));
            case FLOAT -> List.of(Double.toString(random.nextInt(1000) / 10.0));
            case POINT ->
                    List.of("%d %d".formatted(20 + random.nextInt(300), 20 + random.nextInt(200)));
            case IDENTIFIER ->
                    List.of(
                            interaction
                                    .identifiers()
                                    .get(random.nextInt(interaction.identifiers().size())));
            default ->
                    declaration.mapping().stream()
                            .flatMap(mapping -> mapping.entries().stream())
                            .filter(entry -> entry.value() > 0)
                            .map(entry -> token(entry.key()))
                            .limit(1)
                            .toList();
        };
    }

    private static String token(Value.Scalar scalar) {
        return switch (scalar) {
            case Value.Identifier(var name) -> name;
            case Value.Bool(var holds) -> Boolean.toString(holds);
            case Value.Int(var number) -> Long.toString(number);
            case Value.Real(var number) -> Double.toString(number);
            case Value.Text(var text) -> text;
            case Value.Point(var x, var y) -> x + " " + y;
            case Value.Pair(var first, var second) -> first + " " + second;
            case Value.DirectedPair(var source, var target) -> source + " " + target;
            case Value.Seconds(var seconds) -> Double.toString(seconds);
            case Value.Uri(var uri) -> uri;
        };
    }
}
