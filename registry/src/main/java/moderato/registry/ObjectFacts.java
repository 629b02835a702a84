package moderato.registry;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import moderato.objects.ObjectAddress;
import moderato.objects.ObjectStore;
import moderato.objects.StoredObject;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.codec.digest.MessageDigestAlgorithms;

/**
 * What lineage wants to know of the objects behind an address.
 *
 * @param store where the objects are, as the run sees them
 */
record ObjectFacts(ObjectStore store) {

    private static final int FILES_AT_MOST = 200;
    private static final long BYTES_AT_MOST = 16 << 20;

    /**
     * A text that changes when the objects at an address, or below it, do; empty when there are none. Sizes and times are compared, not
     * bytes: a job's inputs may be large, and have just been read once.
     */
    String mark(String address) throws IOException {
        StringBuilder all = new StringBuilder();
        for (StoredObject object : objects(address)) {
            all.append(object.address().key()).append('\t').append(object.size()).append('\t').append(object.modified()).append('\n');
        }
        return all.isEmpty() ? "" : Arns.digest(all.toString());
    }

    /** The SHA-256 of the small files at an address or below it, of the first 200 of them, by their addresses. */
    Map<String, String> contents(String address) throws IOException {
        Map<String, String> digests = new LinkedHashMap<>();
        for (StoredObject object : objects(address).stream().filter(object -> object.size() <= BYTES_AT_MOST).limit(FILES_AT_MOST).toList()) {
            digests.put(object.address().toString(), new DigestUtils(MessageDigestAlgorithms.SHA_256).digestAsHex(object.file()));
        }
        return digests;
    }

    private List<StoredObject> objects(String uri) throws IOException {
        if (!uri.startsWith("s3://")) {
            return List.of();
        }
        ObjectAddress address;
        try {
            address = ObjectAddress.parse(uri);
        } catch (IllegalArgumentException notOurs) {
            return List.of();
        }
        var exact = store.find(address);
        return exact.isPresent() ? List.of(exact.get()) : store.list(address.key().isEmpty() || address.key().endsWith("/") ? address : new ObjectAddress(address.bucket(), address.key() + "/"));
    }
}
