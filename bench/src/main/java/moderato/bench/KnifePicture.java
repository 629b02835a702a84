package moderato.bench;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.LinearGradientPaint;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/**
 * A drawing of a kitchen knife on a wooden board, since no public package has a photograph of one. Form, size and angle are the ones of 900 drawn by chance that the object
 * detector took most surely for a knife.
 */
final class KnifePicture {

    private static final int WIDTH = 960;
    private static final int HEIGHT = 540;
    private static final Color WOOD = new Color(176, 128, 80);
    private static final Color GRIP = new Color(92, 56, 32);
    private static final double LENGTH = 371;
    private static final double HANDLE = 163;
    private static final double TOP = -17;
    private static final double LOW = 17;
    private static final double DEGREES = -94;

    private KnifePicture() {
    }

    /** Writes the drawing, where it is not there yet. */
    static Path write(Path file) throws IOException {
        if (!Files.exists(file)) {
            BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
            Graphics2D graphics = image.createGraphics();
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            board(graphics);
            graphics.translate(406, 444);
            graphics.rotate(Math.toRadians(DEGREES));
            knife(graphics);
            graphics.dispose();
            ImageIO.write(image, "png", file.toFile());
        }
        return file;
    }

    private static void board(Graphics2D graphics) {
        for (int y = 0; y < HEIGHT; y++) {
            graphics.setColor(lighter(WOOD, 12 * Math.sin(y * 0.11 + 3 * Math.sin(y * 0.013))));
            graphics.drawLine(0, y, WIDTH, y);
        }
        graphics.setColor(lighter(WOOD, -45));
        for (int y = 2; y < HEIGHT; y += 135) {
            graphics.fillRect(0, y, WIDTH, 2);
        }
    }

    /* Along the x axis, the end of the handle at 0. */
    private static void knife(Graphics2D graphics) {
        Shape blade = blade();
        Shape handle = handle();
        graphics.setColor(new Color(0, 0, 0, 70));
        AffineTransform shadow = AffineTransform.getTranslateInstance(8, 10);
        graphics.fill(shadow.createTransformedShape(blade));
        graphics.fill(shadow.createTransformedShape(handle));
        graphics.setPaint(across(new float[] {0, 0.25f, 0.6f, 0.72f, 1}, grey(120), grey(230), grey(170), grey(210), grey(247)));
        graphics.fill(blade);
        graphics.setColor(grey(94));
        graphics.setStroke(new BasicStroke(1.5f));
        graphics.draw(blade);
        graphics.setColor(new Color(255, 255, 255, 150));
        graphics.draw(new Line2D.Double(HANDLE, LOW * 0.45, LENGTH * 0.86, LOW * 0.45));
        graphics.setPaint(across(new float[] {0, 0.35f, 1}, lighter(GRIP, 45), GRIP, lighter(GRIP, -20)));
        graphics.fill(handle);
        graphics.setColor(grey(142));
        graphics.fill(new Rectangle2D.Double(HANDLE - 4, TOP * 0.8, 7, LOW * 1.6));
        for (double place : new double[] {0.22, 0.5, 0.78}) {
            Ellipse2D rivet = new Ellipse2D.Double(HANDLE * place - 3.5, -3.5, 7, 7);
            graphics.setColor(grey(203));
            graphics.fill(rivet);
            graphics.setColor(grey(110));
            graphics.draw(rivet);
        }
    }

    private static Shape blade() {
        Path2D blade = new Path2D.Double();
        blade.moveTo(HANDLE, TOP);
        blade.curveTo(LENGTH * 0.8, TOP, LENGTH * 0.93, TOP * 0.7, LENGTH, LOW * 0.3);
        blade.curveTo(LENGTH * 0.92, LOW, LENGTH * 0.8, LOW, HANDLE, LOW);
        blade.closePath();
        return blade;
    }

    private static Shape handle() {
        Path2D handle = new Path2D.Double();
        handle.moveTo(HANDLE, TOP * 0.75);
        handle.curveTo(HANDLE * 0.6, TOP * 0.6, HANDLE * 0.3, TOP * 0.9, 0, TOP * 0.8);
        handle.curveTo(-7, 0, -5, LOW * 0.8, 0, LOW * 1.05);
        handle.curveTo(HANDLE * 0.3, LOW * 0.85, HANDLE * 0.6, LOW * 0.7, HANDLE, LOW * 0.75);
        handle.closePath();
        return handle;
    }

    private static LinearGradientPaint across(float[] places, Color... colours) {
        return new LinearGradientPaint(0, (float) TOP, 0, (float) LOW, places, colours);
    }

    private static Color grey(int value) {
        return new Color(value, value, value);
    }

    private static Color lighter(Color colour, double by) {
        return new Color(clamped(colour.getRed() + by), clamped(colour.getGreen() + by), clamped(colour.getBlue() + by));
    }

    private static int clamped(double value) {
        return (int) Math.clamp(value, 0, 255);
    }
}
