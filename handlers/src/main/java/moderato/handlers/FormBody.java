package moderato.handlers;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A JSON object as the body of a form ({@code application/x-www-form-urlencoded}), as an HTTP task's {@code Transform} asks for it. */
final class FormBody {

    /** How an array is written: {@code RequestEncodingOptions.ArrayFormat}. */
    enum Arrays {
        /** {@code a[0]=x&a[1]=y}, the service's default. */
        INDICES,
        /** {@code a=x&a=y}. */
        REPEAT,
        /** {@code a=x,y}. */
        COMMAS,
        /** {@code a[]=x&a[]=y}. */
        BRACKETS;

        /**
         * The format of that name, in any case.
         *
         * @throws IllegalArgumentException when there is none of that name
         */
        static Arrays named(String name) {
            return Stream.of(values()).filter(format -> format.name().equalsIgnoreCase(name)).findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("ArrayFormat: '" + name + "' is none of " + List.of(values())));
        }
    }

    private final StringJoiner joined = new StringJoiner("&");
    private final Arrays arrays;

    private FormBody(Arrays arrays) {
        this.arrays = arrays;
    }

    /** The form of an object's fields; objects within are written by brackets: {@code a[b]=x}. */
    static String of(JsonNode object, Arrays arrays) {
        FormBody form = new FormBody(arrays);
        object.properties().forEach(field -> form.add(encoded(field.getKey()), field.getValue()));
        return form.joined.toString();
    }

    private void add(String name, JsonNode value) {
        if (value.isObject()) {
            value.properties().forEach(field -> add(name + '[' + encoded(field.getKey()) + ']', field.getValue()));
        } else if (value.isArray() && arrays == Arrays.COMMAS) {
            joined.add(name + '=' + StreamSupport.stream(value.spliterator(), false).map(item -> encoded(item.asText())).collect(Collectors.joining(",")));
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                add(name + suffix(i), value.get(i));
            }
        } else {
            joined.add(name + '=' + encoded(value.asText()));
        }
    }

    private String suffix(int index) {
        return switch (arrays) {
            case INDICES -> "[" + index + "]";
            case BRACKETS -> "[]";
            case REPEAT, COMMAS -> "";
        };
    }

    /** A text with all that is not plain written by percent signs. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
