package moderato.analysis;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** An ONNX file of a few hundred bytes: the mean of each of three channels of an 8x8 picture. */
final class TinyNetwork {

    private TinyNetwork() {}

    private static final int FLOAT = 1;
    private static final int UINT8 = 2;
    private static final int INT64 = 7;
    private static final int FLOAT16 = 10;

    static byte[] bytes() {
        return of(FLOAT, FLOAT, "GlobalAveragePool", "Flatten");
    }

    /** The same with numbers of half precision, in and out. */
    static byte[] halves() {
        return of(FLOAT16, FLOAT16, "GlobalAveragePool", "Flatten");
    }

    /** The same with bytes in. */
    static byte[] ofBytes() {
        return of(UINT8, FLOAT, "Cast", "GlobalAveragePool", "Flatten");
    }

    /** Square roots of the means: NaN where a channel's mean is below 0. */
    static byte[] roots() {
        return of(FLOAT, FLOAT, "GlobalAveragePool", "Sqrt", "Flatten");
    }

    /** Which channel has the greatest mean, as a whole number. */
    static byte[] greatest() {
        return of(FLOAT, INT64, "GlobalAveragePool", "ArgMax", "Flatten");
    }

    private static byte[] of(int inputType, int outputType, String... operators) {
        ByteArrayOutputStream graph = new ByteArrayOutputStream();
        String from = "picture";
        for (int i = 0; i < operators.length; i++) {
            String to = i == operators.length - 1 ? "scores" : "step" + i;
            field(graph, 1, node(operators[i], from, to));
            from = to;
        }
        field(graph, 2, text("tiny"));
        field(graph, 11, value("picture", inputType, 1, 3, 8, 8));
        field(graph, 12, value("scores", outputType, 1, 3));
        ByteArrayOutputStream version = new ByteArrayOutputStream();
        number(version, 2, 13);
        ByteArrayOutputStream model = new ByteArrayOutputStream();
        number(model, 1, 8);
        field(model, 7, graph.toByteArray());
        field(model, 8, version.toByteArray());
        return model.toByteArray();
    }

    private static byte[] node(String operator, String input, String output) {
        ByteArrayOutputStream node = new ByteArrayOutputStream();
        field(node, 1, text(input));
        field(node, 2, text(output));
        field(node, 4, text(operator));
        if (operator.equals("Cast")) {
            ByteArrayOutputStream to = new ByteArrayOutputStream();
            field(to, 1, text("to"));
            number(to, 3, FLOAT);
            number(to, 20, 2);
            field(node, 5, to.toByteArray());
        }
        return node.toByteArray();
    }

    private static byte[] value(String name, int elements, int... dimensions) {
        ByteArrayOutputStream shape = new ByteArrayOutputStream();
        for (int dimension : dimensions) {
            ByteArrayOutputStream one = new ByteArrayOutputStream();
            number(one, 1, dimension);
            field(shape, 1, one.toByteArray());
        }
        ByteArrayOutputStream tensor = new ByteArrayOutputStream();
        number(tensor, 1, elements);
        field(tensor, 2, shape.toByteArray());
        ByteArrayOutputStream type = new ByteArrayOutputStream();
        field(type, 1, tensor.toByteArray());
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        field(value, 1, text(name));
        field(value, 2, type.toByteArray());
        return value.toByteArray();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void field(ByteArrayOutputStream out, int number, byte[] bytes) {
        varint(out, number << 3 | 2);
        varint(out, bytes.length);
        out.writeBytes(bytes);
    }

    private static void number(ByteArrayOutputStream out, int number, int value) {
        varint(out, number << 3);
        varint(out, value);
    }

    private static void varint(ByteArrayOutputStream out, int value) {
        int left = value;
        while (left > 0x7f) {
            out.write(left & 0x7f | 0x80);
            left >>>= 7;
        }
        out.write(left);
    }
}
