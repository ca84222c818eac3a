package org.gongyuan.bank.scoring;

import org.gongyuan.bank.scoring.Expression.BaseValue;
import org.gongyuan.bank.scoring.Expression.Correct;
import org.gongyuan.bank.scoring.Expression.IsNull;
import org.gongyuan.bank.scoring.Expression.MapResponse;
import org.gongyuan.bank.scoring.Expression.MapResponsePoint;
import org.gongyuan.bank.scoring.Expression.Match;
import org.gongyuan.bank.scoring.Expression.Variable;
import org.gongyuan.bank.scoring.Rule.Branch;
import org.gongyuan.bank.scoring.Rule.Condition;
import org.gongyuan.bank.scoring.Rule.SetOutcomeValue;

import java.util.List;

/// The rules of one item, run in order (RP 5). The factories are the standard templates (RP 6).
public record ResponseProcessing(List<Rule> rules) {

    private static final String RESPONSE = "RESPONSE";
    private static final String SCORE = "SCORE";

    public ResponseProcessing {
        rules = List.copyOf(rules);
    }

    /// No rules: a person scores the item, or nobody does.
    public static ResponseProcessing none() {
        return new ResponseProcessing(List.of());
    }

    /// `match_correct`: SCORE is 1 if RESPONSE is the correct response, else 0.
    public static ResponseProcessing matchCorrect() {
        return new ResponseProcessing(
                List.of(
                        new Condition(
                                List.of(
                                        new Branch(
                                                responseIsCorrect(),
                                                List.of(set(SCORE, new Value.Real(1))))),
                                List.of(set(SCORE, new Value.Real(0))))));
    }

    /// `map_response`: SCORE is what the mapping gives, 0 without a response.
    public static ResponseProcessing mapResponse() {
        return mapped(new MapResponse(RESPONSE));
    }

    /// `map_response_point`: SCORE is what the area mapping gives, 0 without a response.
    public static ResponseProcessing mapResponsePoint() {
        return mapped(new MapResponsePoint(RESPONSE));
    }

    /// `CC2_match`: FEEDBACK repeats RESPONSE; SCORE is MAXSCORE if RESPONSE is correct.
    public static ResponseProcessing commonCartridgeMatch() {
        return new ResponseProcessing(
                List.of(
                        new SetOutcomeValue("FEEDBACK", new Variable(RESPONSE)),
                        new Condition(
                                List.of(new Branch(responseIsCorrect(), List.of(maximum()))),
                                List.of())));
    }

    /// `CC2_match_basic`: SCORE is MAXSCORE if RESPONSE is correct; FEEDBACKBASIC says which.
    public static ResponseProcessing commonCartridgeMatchBasic() {
        return new ResponseProcessing(
                List.of(
                        new Condition(
                                List.of(
                                        new Branch(
                                                responseIsCorrect(),
                                                List.of(
                                                        maximum(),
                                                        feedback("FEEDBACKBASIC", true)))),
                                List.of(feedback("FEEDBACKBASIC", false)))));
    }

    /// `CC2_map_response`: as `map_response`; FEEDBACK says whether SCORE reached MAXSCORE.
    public static ResponseProcessing commonCartridgeMapResponse() {
        var scored = mapResponse().rules().getFirst();
        var reached =
                new Expression.Equal(
                        new Variable("MAXSCORE"),
                        new Variable(SCORE),
                        new Expression.Tolerance.Exact());
        return new ResponseProcessing(
                List.of(
                        scored,
                        new Condition(
                                List.of(new Branch(reached, List.of(feedback("FEEDBACK", true)))),
                                List.of(feedback("FEEDBACK", false)))));
    }

    private static ResponseProcessing mapped(Expression worth) {
        return new ResponseProcessing(
                List.of(
                        new Condition(
                                List.of(
                                        new Branch(
                                                new IsNull(new Variable(RESPONSE)),
                                                List.of(set(SCORE, new Value.Real(0))))),
                                List.of(new SetOutcomeValue(SCORE, worth)))));
    }

    private static Expression responseIsCorrect() {
        return new Match(new Variable(RESPONSE), new Correct(RESPONSE));
    }

    private static Rule maximum() {
        return new SetOutcomeValue(SCORE, new Variable("MAXSCORE"));
    }

    private static Rule feedback(String identifier, boolean correct) {
        return set(identifier, new Value.Identifier(correct ? "correct" : "incorrect"));
    }

    private static Rule set(String identifier, Value.Scalar value) {
        return new SetOutcomeValue(identifier, new BaseValue(value));
    }
}
