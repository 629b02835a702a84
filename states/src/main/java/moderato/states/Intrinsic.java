package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The intrinsic functions of the States Language, with how many arguments each takes. */
enum Intrinsic {
    FORMAT("Format", 1, Integer.MAX_VALUE),
    STRING_TO_JSON("StringToJson", 1, 1),
    JSON_TO_STRING("JsonToString", 1, 1),
    ARRAY("Array", 0, Integer.MAX_VALUE),
    ARRAY_PARTITION("ArrayPartition", 2, 2),
    ARRAY_CONTAINS("ArrayContains", 2, 2),
    ARRAY_RANGE("ArrayRange", 3, 3),
    ARRAY_GET_ITEM("ArrayGetItem", 2, 2),
    ARRAY_LENGTH("ArrayLength", 1, 1),
    ARRAY_UNIQUE("ArrayUnique", 1, 1),
    BASE64_ENCODE("Base64Encode", 1, 1),
    BASE64_DECODE("Base64Decode", 1, 1),
    HASH("Hash", 2, 2),
    JSON_MERGE("JsonMerge", 3, 3),
    MATH_RANDOM("MathRandom", 2, 3),
    MATH_ADD("MathAdd", 2, 2),
    STRING_SPLIT("StringSplit", 2, 2),
    UUID("UUID", 0, 0);

    private static final Map<String, Intrinsic> BY_NAME = Arrays.stream(values())
            .collect(Collectors.toUnmodifiableMap(Intrinsic::sourceName, Function.identity()));

    private final String sourceName;
    private final int least;
    private final int most;

    Intrinsic(String name, int least, int most) {
        this.sourceName = "States." + name;
        this.least = least;
        this.most = most;
    }

    static Optional<Intrinsic> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    static List<String> names() {
        return BY_NAME.keySet().stream().sorted().toList();
    }

    /** Its name in a definition: {@code States.Format}. */
    String sourceName() {
        return sourceName;
    }

    boolean takes(int count) {
        return count >= least && count <= most;
    }

    /** Whether all arguments are numbers, so that a literal of another kind is a mistake of the definition. */
    boolean wantsNumbers() {
        return this == MATH_ADD || this == MATH_RANDOM || this == ARRAY_RANGE;
    }

    String arity() {
        String count = least == most ? String.valueOf(least) : most == Integer.MAX_VALUE ? "at least " + least : least + " to " + most;
        return count + (least == 1 && most <= 1 || most == Integer.MAX_VALUE && least == 1 ? " argument" : " arguments");
    }

    /** The function's value; empty when it cannot take these arguments. */
    Optional<JsonNode> apply(List<JsonNode> arguments, EvaluationScope scope) {
        return switch (this) {
            case FORMAT -> TextIntrinsics.format(arguments);
            case STRING_TO_JSON -> TextIntrinsics.stringToJson(arguments.get(0));
            case JSON_TO_STRING -> TextIntrinsics.jsonToString(arguments.get(0));
            case ARRAY -> ArrayIntrinsics.array(arguments);
            case ARRAY_PARTITION -> ArrayIntrinsics.partition(arguments.get(0), arguments.get(1));
            case ARRAY_CONTAINS -> ArrayIntrinsics.contains(arguments.get(0), arguments.get(1));
            case ARRAY_RANGE -> ArrayIntrinsics.range(arguments.get(0), arguments.get(1), arguments.get(2));
            case ARRAY_GET_ITEM -> ArrayIntrinsics.item(arguments.get(0), arguments.get(1));
            case ARRAY_LENGTH -> ArrayIntrinsics.length(arguments.get(0));
            case ARRAY_UNIQUE -> ArrayIntrinsics.unique(arguments.get(0));
            case BASE64_ENCODE -> TextIntrinsics.encode(arguments.get(0));
            case BASE64_DECODE -> TextIntrinsics.decode(arguments.get(0));
            case HASH -> TextIntrinsics.hash(arguments.get(0), arguments.get(1));
            case JSON_MERGE -> TextIntrinsics.merge(arguments.get(0), arguments.get(1), arguments.get(2));
            case MATH_RANDOM -> MathIntrinsics.random(arguments, scope.random());
            case MATH_ADD -> MathIntrinsics.add(arguments.get(0), arguments.get(1));
            case STRING_SPLIT -> TextIntrinsics.split(arguments.get(0), arguments.get(1));
            case UUID -> MathIntrinsics.uuid(scope.random());
        };
    }
}
