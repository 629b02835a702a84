package moderato.states;

import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Seeded mutations of good and bad texts: no hang, no stack overflow, no exception but the language's own. */
class MutationTest {

    private static final List<String> PATHS = List.of("$.a.b[0]", "$['a']['b'][-1]", "$.list[?(@.k == 1)].k", "$..k", "$.a.b[0:2]",
            "$$.Execution.Id", "$name.a[*]", "$.list[?(@.k =~ /x+/)]", "$.a.b.length()", "$[?(@.a && (@.b || !@.c))]");
    private static final List<String> INTRINSICS = List.of("States.Format('{} \\{\\} {}', $.s, $.n)", "States.Array(1, 'a', $.a, null)",
            "States.ArrayPartition($.list, 2)", "States.ArrayRange(0, 9, 3)", "States.MathAdd(States.MathRandom(1, 5, 3), -1)",
            "States.StringToJson('{\"a\": 1}')", "States.Base64Decode('AAAA')", "States.Hash($.s, 'SHA-256')", "States.StringSplit($.s, '-T')",
            "States.JsonMerge($.a, $.list[0], false)", "States.UUID()");
    private static final List<String> QUERIES = List.of("$states.input.a.b[$ > 1]", "$sum($states.input.list.k)",
            "$map([1..9], function($x, $i){ $x * $i })", "$states.input.list^(>k).k", "($f := function($n){ $n < 2 ? 1 : $n * $f($n - 1) }; $f(9))",
            "$replace('abc', /(b+)/, '$1$$')", "$fromMillis(1510067557121, '[Y0001]-[M01]-[D01] [H01]:[m01] [z]')",
            "$formatNumber(1234.5, '#,##0.00')", "$states.input ~> |list|{'k': 0}, 'a'|", "{ 'a': $string($), `b c`: $exists(x) }",
            "$states.input.list@$l.{ 'k': $l.k }", "$partition([1..10], 3)", "$toMillis('2026-01-02T03:04:05Z')", "$split('a,b', ',')[0] in ['a']",
            "$formatInteger(2026, 'I')", "$parse('[1]')", "$reduce([1,2], $f)", "$sift({'a':1}, function($v){$v > 0})");
    private static final List<String> DEFINITIONS = List.of(
            """
                    {"StartAt":"A","States":{"A":{"Type":"Choice","Choices":[{"And":[{"Variable":"$.x","NumericEquals":1}],"Next":"B"}],"Default":"B"},\
                    "B":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Parameters":{"a.$":"$.b"},"Retry":[{"ErrorEquals":["States.ALL"]}],\
                    "Catch":[{"ErrorEquals":["States.ALL"],"Next":"C"}],"Next":"C"},"C":{"Type":"Wait","Seconds":1,"End":true}}}""",
            """
                    {"QueryLanguage":"JSONata","StartAt":"M","States":{"M":{"Type":"Map","Items":"{% [1,2] %}","ItemProcessor":{"StartAt":"P",\
                    "States":{"P":{"Type":"Pass","Output":{"a":"{% $states.input %}"},"End":true}}},"End":true}}}""");
    private static final List<String> CASES = List.of(
            """
                    {"id":"retried","definition":{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Parameters":{"FunctionName":"f"},\
                    "Retry":[{"ErrorEquals":["Busy"]}],"Next":"B"},"B":{"Type":"Wait","Seconds":9,"End":true}}},"input":{"a":[1]},\
                    "tasks":{"A":[{"error":"Busy","cause":"x"},{"any":true,"output":{"Payload":1}}]},"expected":{"status":"SUCCEEDED","output":{"Payload":1}}}""",
            """
                    [{"kind":"execution","type":"EXPRESS","definition":{"StartAt":"M","States":{"M":{"Type":"Map","ItemsPath":"$.l","ItemProcessor":{"StartAt":"P",\
                    "States":{"P":{"Type":"Pass","End":true}}},"End":true}}},"input":{"l":[1,2]},"wildcards":["<x>"],"expected":{"output":[1,"a<x>b"]},"expectedEvents":["ExecutionStarted"]}]""",
            """
                    {"kind":"testState","definition":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","End":true},"roleArn":"r","input":"{}",\
                    "mock":{"result":"{}"},"inspectionLevel":"DEBUG","stateConfiguration":{"retrierRetryCount":1},"expected":{"status":"SUCCEEDED"}}
                    {"kind":"validation","definition":"{}","severity":"WARNING","maxResults":1,"expected":{"result":"OK"}}""");
    private static final String PIECES = "$.[]()'\"{}%?:@*,+-/\\&|<>=!~^# \t\n0123456789eExXaAbnulltrue\u03bb\u0000\ud83d\ude00";

    private static void mutate(List<String> seeds, int rounds, long seed, Consumer<String> target) {
        Random random = new Random(seed);
        for (int round = 0; round < rounds; round++) {
            StringBuilder text = new StringBuilder(seeds.get(random.nextInt(seeds.size())));
            int changes = random.nextInt(4);
            for (int i = 0; i <= changes; i++) {
                change(text, seeds, random);
            }
            try {
                target.accept(text.toString());
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed %d, round %d: %s".formatted(seed, round, text), e);
            }
        }
    }

    private static void change(StringBuilder text, List<String> seeds, Random random) {
        int at = random.nextInt(text.length() + 1);
        switch (random.nextInt(5)) {
            case 0 -> text.insert(at, PIECES.charAt(random.nextInt(PIECES.length())));
            case 1 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(3)));
            case 2 -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(12))));
            case 3 -> {
                String other = seeds.get(random.nextInt(seeds.size()));
                text.insert(at, other, 0, random.nextInt(other.length()));
            }
            default -> text.replace(at, Math.min(text.length(), at + 1), String.valueOf(PIECES.charAt(random.nextInt(PIECES.length()))));
        }
    }

    @Test
    void paths() {
        mutate(PATHS, 4_000, 1, FuzzTargets::path);
    }

    @Test
    void intrinsicFunctions() {
        mutate(INTRINSICS, 4_000, 2, FuzzTargets::intrinsic);
    }

    @Test
    void jsonata() {
        mutate(QUERIES, 3_000, 3, FuzzTargets::jsonata);
    }

    @Test
    void definitions() {
        mutate(DEFINITIONS, 2_000, 4, FuzzTargets::definition);
    }

    @Test
    void caseFiles() {
        mutate(CASES, 2_000, 5, FuzzTargets::caseFile);
    }

    @Tag("long")
    @Test
    void everythingForLonger() {
        long seed = System.nanoTime();
        mutate(PATHS, 300_000, seed, FuzzTargets::path);
        mutate(INTRINSICS, 300_000, seed, FuzzTargets::intrinsic);
        mutate(QUERIES, 200_000, seed, FuzzTargets::jsonata);
        mutate(DEFINITIONS, 100_000, seed, FuzzTargets::definition);
        mutate(DEFINITIONS, 100_000, seed, FuzzTargets::template);
        mutate(CASES, 100_000, seed, FuzzTargets::caseFile);
    }

    @Test
    void deepNestingIsRefusedAndDoesNotOverflow() {
        for (String piece : List.of("(", "[", "{", "[0", "$.a[?(", "{\"a\":", "-", "States.Array(", "!", "function($x){", "a.", "1+", "a[")) {
            String deep = piece.repeat(5_000);
            FuzzTargets.path("$" + deep);
            FuzzTargets.intrinsic(deep);
            FuzzTargets.jsonata(deep);
            FuzzTargets.definition(deep);
            FuzzTargets.template(deep);
        }
        FuzzTargets.definition("{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Parallel\",\"Branches\":[".repeat(300));
    }
}
