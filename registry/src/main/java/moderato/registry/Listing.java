package moderato.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What the API's list operations have in common: the wanted names and times, the order, and pages.
 *
 * @param request a list operation's request
 * @param name the member that NameContains and SortBy Name look at
 */
record Listing(JsonNode request, String name) {

    private static final int PAGE = 100;

    static Listing of(JsonNode request, String name) {
        return new Listing(request, name);
    }

    /** Those of these elements, oldest first as they come, that are asked for, in the order asked for. */
    List<ObjectNode> chosen(List<ObjectNode> all) {
        List<ObjectNode> chosen = all.stream().filter(this::wanted).toList();
        if (request.path("SortBy").asText("CreationTime").equals("Name")) {
            chosen = chosen.stream().sorted(Comparator.comparing(element -> element.path(name).asText())).toList();
        }
        return request.path("SortOrder").asText("Ascending").equals("Descending") ? chosen.reversed() : chosen;
    }

    private boolean wanted(ObjectNode element) {
        double created = element.path("CreationTime").asDouble();
        return element.path(name).asText().contains(request.path("NameContains").asText("")) && created > request.path("CreationTimeAfter").asDouble(-1)
                && created < request.path("CreationTimeBefore").asDouble(Double.MAX_VALUE);
    }

    /** One page of the elements under the member, with NextToken when there are more. */
    ObjectNode page(String member, List<ObjectNode> all) {
        int from = Math.min(start(), all.size());
        int to = Math.min(all.size(), from + request.path("MaxResults").asInt(PAGE));
        ObjectNode answer = Json.object();
        ArrayNode list = answer.putArray(member);
        all.subList(from, to).forEach(list::add);
        return to < all.size() ? answer.put("NextToken", String.valueOf(to)) : answer;
    }

    private int start() {
        Optional<String> token = Optional.ofNullable(request.get("NextToken")).map(JsonNode::asText);
        if (token.isPresent() && !token.get().matches("[0-9]{1,9}")) {
            throw RegistryException.invalid("NextToken '" + token.get() + "' was not given by an earlier answer.");
        }
        return token.map(Integer::parseInt).orElse(0);
    }
}
