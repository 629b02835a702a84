package moderato.pipelines;

import java.util.Locale;
import moderato.kernel.RunIdentity;
import org.apache.commons.codec.digest.DigestUtils;

/** The ids and ARNs of pipelines, executions and what their steps make; all derive from a seed and a place, never from chance. */
public final class Ids {

    private static final String ALPHANUMERICS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final String LOWER_CASE = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final int LONGEST_NAME = 63;

    private Ids() {
    }

    /**
     * The identity of a new execution.
     *
     * @param region the AWS region its ARNs name
     * @param account the AWS account its ARNs name, 12 digits
     * @param seed whatever makes this execution differ from all others
     */
    public static RunIdentity execution(String pipeline, String region, String account, String role, long seed) {
        String arn = "arn:aws:sagemaker:" + region + ":" + account + ":pipeline/" + pipeline.toLowerCase(Locale.ROOT);
        String id = text(seed, "execution", 12, LOWER_CASE);
        return new RunIdentity(arn + "/execution/" + id, id, pipeline, arn, role);
    }

    /** The execution id of a run: the end of its ARN. */
    static String executionId(RunIdentity run) {
        return run.id().substring(run.id().lastIndexOf('/') + 1);
    }

    /** A name for what a step makes, at most 63 characters, unique to the attempt. */
    static String job(RunIdentity run, String base, String step, long seed, String path) {
        String tail = "-" + text(seed, path, 10, ALPHANUMERICS);
        String head = base.isEmpty() ? "pipelines-" + executionId(run) + "-" + step : base + "-" + executionId(run);
        String cut = head.substring(0, Math.min(head.length(), LONGEST_NAME - tail.length())).replaceAll("[^A-Za-z0-9]+$", "");
        return cut.replaceAll("[^A-Za-z0-9-]", "-") + tail;
    }

    /** A callback's token: ten alphanumerics. */
    static String token(RunIdentity run, long seed, String path) {
        return text(seed, run.id() + path, 10, ALPHANUMERICS);
    }

    /** The ARN of something in the account and region of a run. */
    static String arn(RunIdentity run, String kind, String name) {
        String[] parts = run.id().split(":", 6);
        String prefix = parts.length == 6 ? String.join(":", parts[0], parts[1], parts[2], parts[3], parts[4]) : "arn:aws:sagemaker:local:000000000000";
        return prefix + ":" + kind + "/" + name.toLowerCase(Locale.ROOT);
    }

    private static String text(long seed, String place, int length, String alphabet) {
        byte[] digest = DigestUtils.sha256(seed + "\n" + place);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            int value = Byte.toUnsignedInt(digest[2 * i]) << 8 | Byte.toUnsignedInt(digest[2 * i + 1]);
            text.append(alphabet.charAt(value % alphabet.length()));
        }
        return text.toString();
    }
}
