package moderato.registry;

import java.util.Locale;
import org.apache.commons.codec.digest.DigestUtils;

/** The ARNs of what the registry keeps, in this machine's own account and region. */
final class Arns {

    private static final String PREFIX = "arn:aws:sagemaker:us-east-1:000000000000:";
    private static final int SHORT = 32;

    private Arns() {
    }

    /** The ARN of a kind of thing, by its name in lower case. */
    static String of(String kind, String name) {
        return PREFIX + kind + "/" + name.toLowerCase(Locale.ROOT);
    }

    /** What follows the last slash of an ARN's kind: {@code group/3} of a model package's. */
    static String name(String kind, String arnOrName) {
        int at = arnOrName.indexOf(":" + kind + "/");
        return arnOrName.startsWith("arn:") && at > 0 ? arnOrName.substring(at + kind.length() + 2) : arnOrName;
    }

    /** 32 hexadecimal digits that are the same for the same text. */
    static String digest(String text) {
        return DigestUtils.sha256Hex(text).substring(0, SHORT);
    }
}
