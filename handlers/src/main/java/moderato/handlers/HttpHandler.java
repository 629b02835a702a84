package moderato.handlers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import moderato.kernel.TaskContext;
import moderato.kernel.TaskFailedException;
import moderato.kernel.TaskHandler;

/**
 * The HTTP task, {@code http:invoke}: calls an address that the definition names.
 *
 * <p>Addresses of this machine and of private networks are refused, unless the handlers file allows the host by name
 * ({@code http: {allow: [HOST]}}). Redirects are not followed. Connections and their credentials are not looked up.
 */
public final class HttpHandler implements TaskHandler {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONGEST_CALL = Duration.ofSeconds(60);
    private static final int BODY_BYTES_AT_MOST = 256 * 1024;
    /** Set by the HTTP client itself or by the service; a definition may not. */
    private static final Set<String> KEPT_HEADERS = Set.of("host", "content-length", "connection", "upgrade", "expect", "transfer-encoding");

    @Override
    public JsonNode handle(JsonNode payload, TaskContext context) throws TaskFailedException, InterruptedException {
        URI address = address(payload);
        guard(address, context.settings().path("http").path("allow"));
        HttpRequest request = request(address, payload);
        HttpResponse<String> response;
        try {
            response = BoundedHttp.send(request, LONGEST_CALL, BODY_BYTES_AT_MOST);
        } catch (BoundedHttp.TooLargeException e) {
            throw new TaskFailedException("States.DataLimitExceeded", address + " answered more than 256 KiB");
        } catch (IOException e) {
            throw new TaskFailedException("States.Http.Socket", "no answer from " + address + ": " + e);
        }
        if (response.statusCode() >= 400) {
            throw new TaskFailedException("States.Http.StatusCode." + response.statusCode(), response.body());
        }
        ObjectNode output = JSON.createObjectNode();
        ObjectNode headers = output.putObject("Headers");
        response.headers().map().forEach((name, values) -> {
            if (!name.startsWith(":")) {
                values.forEach(value -> headers.withArray(name).add(value));
            }
        });
        output.set("ResponseBody", body(response));
        return output.put("StatusCode", response.statusCode()).put("StatusText", reason(response.statusCode()));
    }

    private static URI address(JsonNode payload) throws TaskFailedException {
        StringBuilder text = new StringBuilder(payload.path("ApiEndpoint").asText(""));
        StringJoiner query = new StringJoiner("&");
        for (Map.Entry<String, JsonNode> parameter : payload.path("QueryParameters").properties()) {
            JsonNode values = parameter.getValue().isArray() ? parameter.getValue() : JSON.createArrayNode().add(parameter.getValue());
            values.forEach(value -> query.add(FormBody.encoded(parameter.getKey()) + "=" + FormBody.encoded(value.asText())));
        }
        if (query.length() > 0) {
            text.append(text.indexOf("?") < 0 ? '?' : '&').append(query);
        }
        try {
            URI address = new URI(text.toString());
            if (address.getHost() == null || !Set.of("http", "https").contains(String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT))) {
                throw new TaskFailedException("States.Runtime", "ApiEndpoint is no http or https address: " + text);
            }
            return address;
        } catch (URISyntaxException e) {
            throw new TaskFailedException("States.Runtime", "ApiEndpoint is no address: " + e.getMessage());
        }
    }

    /* The names' addresses are remembered by the runtime for half a minute, so that those looked at here are those connected to. */
    private static void guard(URI address, JsonNode allowed) throws TaskFailedException {
        for (JsonNode host : allowed) {
            if (host.asText().equalsIgnoreCase(address.getHost())) {
                return;
            }
        }
        try {
            for (InetAddress resolved : InetAddress.getAllByName(address.getHost())) {
                if (isPrivate(resolved)) {
                    throw new TaskFailedException("States.Http.Socket", address.getHost() + " is an address of this machine or of a private network ("
                            + resolved.getHostAddress() + "); allow the host in the handlers file: http: {allow: [" + address.getHost() + "]}");
                }
            }
        } catch (UnknownHostException e) {
            throw new TaskFailedException("States.Http.Socket", "no such host: " + address.getHost());
        }
    }

    private static boolean isPrivate(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean uniqueLocal = bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
        boolean sharedByCarrier = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 64;
        boolean thisNetwork = bytes.length == 4 && bytes[0] == 0;
        return address.isLoopbackAddress() || address.isAnyLocalAddress() || address.isLinkLocalAddress() || address.isSiteLocalAddress()
                || address.isMulticastAddress() || uniqueLocal || sharedByCarrier || thisNetwork;
    }

    private static HttpRequest request(URI address, JsonNode payload) throws TaskFailedException {
        JsonNode body = payload.path("RequestBody");
        JsonNode headers = payload.path("Headers");
        JsonNode transform = payload.path("Transform");
        boolean form = transform.path("RequestBodyEncoding").asText().equals("URL_ENCODED") && body.isObject();
        HttpRequest.Builder builder = HttpRequest.newBuilder(address);
        try {
            String content = !form ? body.isTextual() ? body.asText() : body.toString()
                    : FormBody.of(body, FormBody.Arrays.named(transform.path("RequestEncodingOptions").path("ArrayFormat").asText("INDICES")));
            builder.method(payload.path("Method").asText("GET"), body.isMissingNode() ? BodyPublishers.noBody() : BodyPublishers.ofString(content));
            if (!body.isMissingNode() && headers.properties().stream().noneMatch(header -> header.getKey().equalsIgnoreCase("Content-Type"))) {
                builder.header("Content-Type", form ? "application/x-www-form-urlencoded" : "application/json");
            }
            for (Map.Entry<String, JsonNode> header : headers.properties()) {
                if (!KEPT_HEADERS.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                    JsonNode values = header.getValue().isArray() ? header.getValue() : JSON.createArrayNode().add(header.getValue());
                    values.forEach(value -> builder.header(header.getKey(), value.asText()));
                }
            }
        } catch (IllegalArgumentException e) {
            throw new TaskFailedException("States.Runtime", String.valueOf(e.getMessage()));
        }
        return builder.build();
    }

    private static JsonNode body(HttpResponse<String> response) {
        try {
            JsonNode read = JSON.readTree(response.body());
            return read.isMissingNode() ? JSON.getNodeFactory().textNode("") : read;
        } catch (JsonProcessingException notJson) {
            return JSON.getNodeFactory().textNode(response.body());
        }
    }

    private static String reason(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 201 -> "Created";
            case 202 -> "Accepted";
            case 204 -> "No Content";
            default -> String.valueOf(status);
        };
    }
}
