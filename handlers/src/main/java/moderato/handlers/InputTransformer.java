package moderato.handlers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.InvalidPathException;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.PathNotFoundException;
import com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider;
import com.jayway.jsonpath.spi.mapper.JacksonMappingProvider;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * EventBridge's input transformer: makes a target's input of an event.
 *
 * <p>A path takes a value of the event by JSONPath; in the template, {@code <name>} stands for it: inside a text as it is, elsewhere as
 * JSON. A path that finds nothing gives an empty text. {@code <aws.events.event.json>} is the event itself, {@code <aws.events.rule-name>}
 * the rule's name. A template that is no JSON gives a text.
 */
public final class InputTransformer {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Configuration PATHS = Configuration.builder().jsonProvider(new JacksonJsonNodeJsonProvider()).mappingProvider(new JacksonMappingProvider()).build();
    private static final Pattern PLACE = Pattern.compile("<([A-Za-z0-9_.-]+)>");

    private final Map<String, JsonPath> paths = new LinkedHashMap<>();
    private final String template;

    /**
     * @param paths by name, where its value is in the event
     * @throws IllegalArgumentException when a path is none, or the template names what no path gives
     */
    public InputTransformer(Map<String, String> paths, String template) {
        paths.forEach((name, path) -> this.paths.put(name, compile(name, path)));
        this.template = template;
        Matcher place = PLACE.matcher(template);
        while (place.find()) {
            if (!paths.containsKey(place.group(1)) && !place.group(1).startsWith("aws.events.")) {
                throw new IllegalArgumentException("the template names <" + place.group(1) + ">, and there is no such path; known are " + paths.keySet());
            }
        }
    }

    private static JsonPath compile(String name, String path) {
        try {
            return JsonPath.compile(path);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("the path '" + path + "' of '" + name + "' is no JSONPath: " + e.getMessage(), e);
        }
    }

    /** The value at a path of an event; an empty text where there is none. */
    public static JsonNode value(JsonNode event, String path) {
        return value(event, compile("value", path));
    }

    private static JsonNode value(JsonNode event, JsonPath path) {
        try {
            return path.read(event, PATHS);
        } catch (PathNotFoundException e) {
            return TextNode.valueOf("");
        }
    }

    /** The input that an event gives. */
    public JsonNode apply(String rule, JsonNode event) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        paths.forEach((name, path) -> values.put(name, value(event, path)));
        values.put("aws.events.rule-name", TextNode.valueOf(rule));
        values.put("aws.events.event.ingestion-time", event.path("time"));
        values.put("aws.events.event.json", event);
        values.put("aws.events.event", event);
        StringBuilder made = new StringBuilder();
        Matcher place = PLACE.matcher(template);
        int from = 0;
        boolean quoted = false;
        while (place.find()) {
            quoted = quoted(template, from, place.start(), quoted);
            made.append(template, from, place.start()).append(written(values.getOrDefault(place.group(1), TextNode.valueOf("")), quoted));
            from = place.end();
        }
        made.append(template, from, template.length());
        try {
            return JSON.readTree(made.toString());
        } catch (JsonProcessingException text) {
            return TextNode.valueOf(made.toString());
        }
    }

    /* Whether a place is inside a JSON text, given whether the place before it was. */
    private static boolean quoted(String template, int from, int to, boolean before) {
        boolean inside = before;
        for (int index = from; index < to; index++) {
            if (template.charAt(index) == '"' && (index == 0 || template.charAt(index - 1) != '\\')) {
                inside = !inside;
            }
        }
        return inside;
    }

    private static String written(JsonNode value, boolean quoted) {
        if (!quoted) {
            return value.toString();
        }
        String text = TextNode.valueOf(value.isTextual() ? value.asText() : value.toString()).toString();
        return text.substring(1, text.length() - 1);
    }
}
