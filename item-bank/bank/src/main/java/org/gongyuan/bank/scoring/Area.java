package org.gongyuan.bank.scoring;

import java.util.ArrayList;
import java.util.List;

/// A part of a picture (RP 4.2). A point on the border lies inside.
public sealed interface Area {

    boolean contains(Value.Point point);

    /// The whole picture.
    record Everywhere() implements Area {
        @Override
        public boolean contains(Value.Point point) {
            return true;
        }
    }

    record Rectangle(double left, double top, double right, double bottom) implements Area {
        public Rectangle {
            if (!(left <= right) || !(top <= bottom)) {
                throw new IllegalArgumentException(
                        "rectangle is turned inside out: %s,%s,%s,%s"
                                .formatted(left, top, right, bottom));
            }
        }

        @Override
        public boolean contains(Value.Point point) {
            return left <= point.x()
                    && point.x() <= right
                    && top <= point.y()
                    && point.y() <= bottom;
        }
    }

    record Circle(double x, double y, double radius) implements Area {
        public Circle {
            if (!(radius >= 0)) {
                throw new IllegalArgumentException("radius is negative: " + radius);
            }
        }

        @Override
        public boolean contains(Value.Point point) {
            var dx = point.x() - x;
            var dy = point.y() - y;
            return dx * dx + dy * dy <= radius * radius;
        }
    }

    record Ellipse(double x, double y, double horizontal, double vertical) implements Area {
        public Ellipse {
            if (!(horizontal > 0) || !(vertical > 0)) {
                throw new IllegalArgumentException(
                        "radii of an ellipse are positive: %s,%s".formatted(horizontal, vertical));
            }
        }

        @Override
        public boolean contains(Value.Point point) {
            var dx = (point.x() - x) * vertical;
            var dy = (point.y() - y) * horizontal;
            var scale = horizontal * vertical;
            return dx * dx + dy * dy <= scale * scale;
        }
    }

    record Polygon(List<Corner> corners) implements Area {

        /// A corner of the polygon.
        public record Corner(double x, double y) {}

        public Polygon {
            corners = List.copyOf(corners);
            if (corners.size() < 3) {
                throw new IllegalArgumentException(
                        "a polygon has at least 3 corners, not " + corners.size());
            }
        }

        @Override
        public boolean contains(Value.Point point) {
            var inside = false;
            var from = corners.getLast();
            for (var to : corners) {
                if (isOnEdge(from, to, point)) {
                    return true;
                }
                if ((from.y > point.y()) != (to.y > point.y()) && isLeftOf(from, to, point)) {
                    inside = !inside;
                }
                from = to;
            }
            return inside;
        }

        /// Whether the edge crosses the ray from the point to the right; no division, so exact for
        /// coordinates that are whole numbers.
        private static boolean isLeftOf(Corner from, Corner to, Value.Point point) {
            var turn = turn(from, to, point);
            return to.y > from.y ? turn > 0 : turn < 0;
        }

        private static double turn(Corner from, Corner to, Value.Point point) {
            return (to.x - from.x) * (point.y() - from.y) - (to.y - from.y) * (point.x() - from.x);
        }

        private static boolean isOnEdge(Corner from, Corner to, Value.Point point) {
            return turn(from, to, point) == 0
                    && Math.min(from.x, to.x) <= point.x()
                    && point.x() <= Math.max(from.x, to.x)
                    && Math.min(from.y, to.y) <= point.y()
                    && point.y() <= Math.max(from.y, to.y);
        }
    }

    /// The area of a QTI `shape` and `coords`.
    ///
    /// @throws IllegalArgumentException naming shape and coordinates if they do not fit together
    static Area of(String shape, List<Double> coords) {
        return switch (shape) {
            case "default" -> new Everywhere();
            case "rect" -> {
                require(shape, coords, coords.size() == 4, "4");
                yield new Rectangle(coords.get(0), coords.get(1), coords.get(2), coords.get(3));
            }
            case "circle" -> {
                require(shape, coords, coords.size() == 3, "3");
                yield new Circle(coords.get(0), coords.get(1), coords.get(2));
            }
            case "ellipse" -> {
                require(shape, coords, coords.size() == 4, "4");
                yield new Ellipse(coords.get(0), coords.get(1), coords.get(2), coords.get(3));
            }
            case "poly" -> {
                require(
                        shape,
                        coords,
                        coords.size() >= 6 && coords.size() % 2 == 0,
                        "an even number, at least 6,");
                var corners = new ArrayList<Polygon.Corner>();
                for (var at = 0; at < coords.size(); at += 2) {
                    corners.add(new Polygon.Corner(coords.get(at), coords.get(at + 1)));
                }
                yield new Polygon(corners);
            }
            default ->
                    throw new IllegalArgumentException(
                            "unknown shape \"%s\": rect, circle, poly, ellipse or default"
                                    .formatted(shape));
        };
    }

    private static void require(String shape, List<Double> coords, boolean holds, String wanted) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "%s needs %s coordinates, got %d".formatted(shape, wanted, coords.size()));
        }
    }
}
