package moderato.analysis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Four corners around a line of text.
 *
 * @param topLeft where the line begins, above
 * @param topRight where it ends, above
 * @param bottomRight where it ends, below
 * @param bottomLeft where it begins, below
 */
record Quad(Point topLeft, Point topRight, Point bottomRight, Point bottomLeft) {

    private static final double ARC_TOLERANCE = 0.25;

    /** Orders four corners: the two leftmost and the two rightmost, each from above. */
    static Quad of(List<Point> corners) {
        List<Point> sorted = new ArrayList<>(corners);
        sorted.sort(Comparator.comparingDouble(Point::x));
        List<Point> left = new ArrayList<>(sorted.subList(0, 2));
        List<Point> right = new ArrayList<>(sorted.subList(2, 4));
        left.sort(Comparator.comparingDouble(Point::y));
        right.sort(Comparator.comparingDouble(Point::y));
        return new Quad(left.get(0), right.get(0), right.get(1), left.get(1));
    }

    List<Point> corners() {
        return List.of(topLeft, topRight, bottomRight, bottomLeft);
    }

    double width() {
        return Math.max(topLeft.distance(topRight), bottomLeft.distance(bottomRight));
    }

    double height() {
        return Math.max(topLeft.distance(bottomLeft), topRight.distance(bottomRight));
    }

    /** The upright rectangle around it. */
    Detection bounds() {
        return new Detection(
                0,
                1,
                Math.min(topLeft.x(), bottomLeft.x()),
                Math.min(topLeft.y(), topRight.y()),
                Math.max(topRight.x(), bottomRight.x()),
                Math.max(bottomLeft.y(), bottomRight.y()));
    }

    /** How far text regions are grown: area times a ratio over perimeter. */
    double growth(double ratio) {
        List<Point> corners = corners();
        double area = 0;
        double length = 0;
        for (int i = 0; i < 4; i++) {
            Point from = corners.get(i);
            Point to = corners.get((i + 1) % 4);
            area += from.x() * to.y() - to.x() * from.y();
            length += from.distance(to);
        }
        return length == 0 ? 0 : Math.abs(area) / 2 * ratio / length;
    }

    /**
     * The outline grown outwards with round corners, in whole pixels.
     *
     * <p>As the Clipper library (6.4) offsets a closed polygon with round joins: corners are cut to whole numbers first, arcs stay within a
     * quarter of a pixel, points are rounded. A quadrangle of text is convex, so no outline crosses itself and nothing is left to unite.
     */
    List<Point> grown(double distance) {
        List<Point> corners = corners().stream()
                .map(point -> new Point((long) point.x(), (long) point.y()))
                .distinct()
                .toList();
        if (corners.size() < 3 || distance <= 0) {
            return List.of();
        }
        double tolerance = Math.min(ARC_TOLERANCE, distance * ARC_TOLERANCE);
        double steps = Math.min(Math.PI / Math.acos(1 - tolerance / distance), distance * Math.PI);
        double sine = Math.sin(2 * Math.PI / steps);
        double cosine = Math.cos(2 * Math.PI / steps);
        List<Point> outline = new ArrayList<>();
        for (int i = 0; i < corners.size(); i++) {
            Point corner = corners.get(i);
            Point before = normal(corners.get((i + corners.size() - 1) % corners.size()), corner);
            Point after = normal(corner, corners.get((i + 1) % corners.size()));
            double turn = before.x() * after.y() - after.x() * before.y();
            double along = before.x() * after.x() + before.y() * after.y();
            if (Math.abs(turn * distance) < 1 && along > 0) {
                outline.add(moved(corner, before, distance));
                continue;
            }
            double angle = Math.atan2(Math.clamp(turn, -1, 1), along);
            long arc = Math.max(Math.round(steps / (2 * Math.PI) * Math.abs(angle)), 1);
            Point direction = before;
            for (long step = 0; step < arc; step++) {
                outline.add(moved(corner, direction, distance));
                direction = new Point(
                        direction.x() * cosine - sine * direction.y(), direction.x() * sine + direction.y() * cosine);
            }
            outline.add(moved(corner, after, distance));
        }
        return outline;
    }

    private static Point normal(Point from, Point to) {
        double length = from.distance(to);
        return new Point((to.y() - from.y()) / length, (from.x() - to.x()) / length);
    }

    private static Point moved(Point point, Point direction, double distance) {
        return new Point(whole(point.x() + direction.x() * distance), whole(point.y() + direction.y() * distance));
    }

    private static double whole(double value) {
        return value < 0 ? Math.ceil(value - 0.5) : Math.floor(value + 0.5);
    }
}
