package org.gongyuan.camera.scene;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;

import org.bytedeco.opencv.opencv_core.Mat;
import org.gongyuan.camera.frame.Frame;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RadialGradientPaint;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Point2D;
import java.awt.geom.QuadCurve2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// A room with candidates in it, drawn: no picture of a person lies in this repository. The faces
/// have what a face finder looks for (sockets darker than cheeks, a bright bridge of the nose) and
/// the sensor's noise is fresh in every picture.
public final class DrawnScene {

    /// Skin and hair of a drawn candidate.
    public enum Skin {
        LIGHT(new Color(236, 196, 170), new Color(48, 34, 26)),
        MEDIUM(new Color(200, 150, 115), new Color(30, 24, 20)),
        BROWN(new Color(150, 100, 70), new Color(18, 16, 14));

        private final Color skin;
        private final Color hair;

        Skin(Color skin, Color hair) {
            this.skin = skin;
            this.hair = hair;
        }
    }

    private record Sitter(double x, double y, double width, Skin skin) {}

    private final List<Sitter> sitters = new ArrayList<>();
    private Color wall = new Color(168, 174, 180);
    private boolean hasShelf = true;
    private double light = 1;
    private double noise = 3;

    /// An empty room.
    public static DrawnScene room() {
        return new DrawnScene();
    }

    /// A room with one candidate in the middle.
    public static DrawnScene candidate() {
        return room().with(320, 220, 170, Skin.MEDIUM);
    }

    /// Somebody in the room; the middle of the face and its width in pixels.
    public DrawnScene with(double x, double y, double width, Skin skin) {
        sitters.add(new Sitter(x, y, width, skin));
        return this;
    }

    /// The same with the light turned down or up; 1 is as drawn.
    public DrawnScene lit(double share) {
        light = share;
        return this;
    }

    /// The same without noise of the sensor: only a picture that is no camera's.
    public DrawnScene still() {
        noise = 0;
        return this;
    }

    /// Another room: other wall, things elsewhere.
    public DrawnScene elsewhere() {
        wall = new Color(96, 120, 92);
        hasShelf = false;
        return this;
    }

    /// The picture, in the order blue, green, red; noise by the seed.
    public Mat picture(long seed) {
        var image = image(seed);
        var pixels = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        var mat = new Mat(Frame.HEIGHT, Frame.WIDTH, CV_8UC3);
        mat.data().put(pixels);
        return mat;
    }

    /// The picture as a frame.
    public Frame frame(long seed) {
        try (var picture = picture(seed)) {
            return Frame.of(picture);
        }
    }

    private BufferedImage image(long seed) {
        var image = new BufferedImage(Frame.WIDTH, Frame.HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
        var pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setPaint(new GradientPaint(0, 0, wall, Frame.WIDTH, Frame.HEIGHT, wall.darker()));
        pen.fillRect(0, 0, Frame.WIDTH, Frame.HEIGHT);
        if (hasShelf) {
            pen.setColor(new Color(138, 108, 80));
            pen.fillRect(34, 60, 110, 160);
        } else {
            pen.setColor(new Color(214, 220, 228));
            pen.fillRect(430, 30, 180, 200);
            pen.setColor(new Color(40, 44, 60));
            pen.fillRect(60, 250, 120, 200);
        }
        sitters.forEach(sitter -> draw(pen, sitter));
        pen.dispose();
        expose(image, seed);
        return image;
    }

    private void expose(BufferedImage image, long seed) {
        var pixels = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        var random = new SplittableRandom(seed);
        for (int i = 0; i < pixels.length; i++) {
            double value = Byte.toUnsignedInt(pixels[i]) * light;
            if (noise > 0) {
                value += random.nextGaussian() * noise;
            }
            pixels[i] = (byte) Math.clamp(Math.round(value), 0, 255);
        }
    }

    private static void draw(Graphics2D pen, Sitter sitter) {
        double w = sitter.width();
        double h = 1.32 * w;
        double x = sitter.x();
        double y = sitter.y();
        var skin = sitter.skin().skin;
        var hair = sitter.skin().hair;
        pen.setColor(new Color(58, 66, 96));
        pen.fill(ellipse(x, y + 1.2 * h, 2.3 * w, 1.2 * h));
        pen.setColor(skin.darker());
        pen.fill(new Rectangle2D.Double(x - 0.22 * w, y + 0.35 * h, 0.44 * w, 0.34 * h));
        pen.setColor(hair);
        pen.fill(ellipse(x, y - 0.12 * h, 1.12 * w, h));
        pen.setPaint(
                new RadialGradientPaint(
                        new Point2D.Double(x, y),
                        (float) (0.62 * h),
                        new float[] {0f, 0.7f, 1f},
                        new Color[] {skin.brighter(), skin, skin.darker()}));
        pen.fill(ellipse(x, y, w, h));
        eye(pen, x - 0.22 * w, y - 0.08 * h, w, h, hair);
        eye(pen, x + 0.22 * w, y - 0.08 * h, w, h, hair);
        pen.setColor(new Color(255, 255, 255, 70));
        pen.fill(ellipse(x, y + 0.02 * h, 0.07 * w, 0.22 * h));
        pen.setColor(new Color(60, 30, 20, 60));
        pen.fill(ellipse(x, y + 0.14 * h, 0.24 * w, 0.08 * h));
        pen.setColor(new Color(60, 30, 20, 160));
        pen.fill(ellipse(x - 0.045 * w, y + 0.145 * h, 0.05 * w, 0.03 * h));
        pen.fill(ellipse(x + 0.045 * w, y + 0.145 * h, 0.05 * w, 0.03 * h));
        pen.setColor(new Color(150, 62, 60));
        pen.fill(ellipse(x, y + 0.275 * h, 0.32 * w, 0.07 * h));
        pen.setColor(new Color(80, 22, 20));
        pen.fill(new Rectangle2D.Double(x - 0.15 * w, y + 0.27 * h, 0.3 * w, 0.012 * h));
        pen.setColor(new Color(60, 30, 20, 40));
        pen.fill(ellipse(x, y + 0.4 * h, 0.4 * w, 0.08 * h));
    }

    private static void eye(Graphics2D pen, double x, double y, double w, double h, Color hair) {
        pen.setPaint(
                new RadialGradientPaint(
                        new Point2D.Double(x, y - 0.02 * h),
                        (float) (0.17 * w),
                        new float[] {0f, 1f},
                        new Color[] {new Color(40, 22, 12, 150), new Color(40, 22, 12, 0)}));
        pen.fill(ellipse(x, y - 0.02 * h, 0.34 * w, 0.2 * h));
        pen.setColor(hair);
        pen.setStroke(
                new BasicStroke((float) (0.05 * w), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        pen.draw(
                new QuadCurve2D.Double(
                        x - 0.12 * w, y - 0.09 * h, x, y - 0.14 * h, x + 0.12 * w, y - 0.09 * h));
        pen.setColor(new Color(236, 236, 236));
        pen.fill(ellipse(x, y, 0.18 * w, 0.07 * h));
        pen.setColor(new Color(40, 30, 22));
        pen.fill(ellipse(x, y, 0.09 * w, 0.07 * h));
    }

    private static Ellipse2D ellipse(double x, double y, double width, double height) {
        return new Ellipse2D.Double(x - width / 2, y - height / 2, width, height);
    }
}
