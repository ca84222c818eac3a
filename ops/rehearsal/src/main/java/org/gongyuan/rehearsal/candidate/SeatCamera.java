package org.gongyuan.rehearsal.candidate;

import org.gongyuan.protocol.record.SeatId;

import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.QuadCurve2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

import javax.imageio.ImageIO;

/// The camera of a simulated seat: draws a person before a wall, a different one at each seat, who
/// moves a little and never quite the same from picture to picture. The same seed gives the same
/// pictures. Nobody's likeness.
public final class SeatCamera {

    /// The size of a picture, in pixels.
    public static final int WIDTH = 200;

    /// The height of a picture, in pixels.
    public static final int HEIGHT = 150;

    private static final int NOISE = 7;
    private static final int PORTRAIT_WIDTH = 240;
    private static final int PORTRAIT_HEIGHT = 320;
    private static final double PORTRAIT_FACE = 112;
    private static final Color BACKDROP = new Color(198, 214, 230);
    private static final Color[] SKINS = {
        new Color(236, 196, 170), new Color(200, 150, 115), new Color(150, 100, 70)
    };
    private static final Color[] SHIRTS = {
        new Color(52, 74, 110), new Color(110, 52, 60), new Color(60, 96, 70), new Color(70, 70, 76)
    };

    private final RandomGenerator random;
    private final Color skin;
    private final Color shirt;
    private final Color wall;
    private final double size;

    /// The camera of one seat.
    public SeatCamera(long seed) {
        ImageIO.setUseCache(false);
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        skin = SKINS[random.nextInt(SKINS.length)];
        shirt = SHIRTS[random.nextInt(SHIRTS.length)];
        int grey = 150 + random.nextInt(70);
        wall = new Color(grey, grey, Math.min(255, grey + 8));
        size = 46 + random.nextInt(14);
    }

    /// The camera of a seat, whose person has always the same looks.
    public static SeatCamera at(SeatId seat) {
        return new SeatCamera(seat.text().hashCode());
    }

    /// The photo of the same person for a registration, a JPEG.
    public byte[] portrait() {
        var image = new BufferedImage(PORTRAIT_WIDTH, PORTRAIT_HEIGHT, BufferedImage.TYPE_INT_RGB);
        var on = image.createGraphics();
        try {
            on.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            on.setColor(BACKDROP);
            on.fillRect(0, 0, PORTRAIT_WIDTH, PORTRAIT_HEIGHT);
            double larger = PORTRAIT_FACE / size;
            on.scale(larger, larger);
            person(on, PORTRAIT_WIDTH / 2.0 / larger, PORTRAIT_HEIGHT * 0.45 / larger);
        } finally {
            on.dispose();
        }
        return jpeg(image);
    }

    /// The next picture, a JPEG of some thousand bytes.
    public byte[] picture() {
        var image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        var on = image.createGraphics();
        try {
            on.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            on.setPaint(new GradientPaint(0, 0, wall, WIDTH, HEIGHT, wall.darker()));
            on.fillRect(0, 0, WIDTH, HEIGHT);
            person(on, WIDTH / 2.0 + sway(8), HEIGHT * 0.45 + sway(5));
        } finally {
            on.dispose();
        }
        noise(image);
        return jpeg(image);
    }

    private static byte[] jpeg(BufferedImage image) {
        var jpeg = new ByteArrayOutputStream(8_192);
        try {
            if (!ImageIO.write(image, "jpeg", jpeg)) {
                throw new IllegalStateException("this Java writes no JPEG");
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("a picture cannot be written", failed);
        }
        return jpeg.toByteArray();
    }

    private double sway(int most) {
        return random.nextInt(2 * most + 1) - most;
    }

    private void person(Graphics2D on, double x, double y) {
        double high = size * 1.3;
        on.setColor(skin.darker());
        on.fill(new java.awt.geom.Rectangle2D.Double(x - size * 0.22, y, size * 0.44, high));
        on.setColor(shirt);
        on.fill(new Ellipse2D.Double(x - size * 1.15, y + high * 0.55, size * 2.3, size * 1.6));
        on.setColor(new Color(30, 24, 20));
        on.fill(new Ellipse2D.Double(x - size * 0.56, y - high * 0.62, size * 1.12, high));
        on.setColor(skin);
        on.fill(new Ellipse2D.Double(x - size / 2, y - high / 2, size, high));
        for (int side = -1; side <= 1; side += 2) {
            eye(on, x + side * size * 0.22, y - high * 0.08);
        }
        on.setComposite(AlphaComposite.getInstance(AlphaComposite.SRC_OVER, 0.35f));
        on.setColor(Color.WHITE);
        on.fill(new Ellipse2D.Double(x - size * 0.035, y - high * 0.05, size * 0.07, high * 0.2));
        on.setComposite(AlphaComposite.SrcOver);
        on.setColor(new Color(150, 60, 60));
        on.fill(new Ellipse2D.Double(x - size * 0.16, y + high * 0.24, size * 0.32, size * 0.08));
    }

    private void eye(Graphics2D on, double x, double y) {
        on.setColor(skin.darker().darker());
        on.fill(new Ellipse2D.Double(x - size * 0.14, y - size * 0.1, size * 0.28, size * 0.2));
        on.setColor(Color.WHITE);
        on.fill(new Ellipse2D.Double(x - size * 0.09, y - size * 0.035, size * 0.18, size * 0.07));
        on.setColor(new Color(30, 20, 15));
        on.fill(new Ellipse2D.Double(x - size * 0.045, y - size * 0.045, size * 0.09, size * 0.09));
        on.setStroke(new BasicStroke((float) (size * 0.05)));
        on.draw(
                new QuadCurve2D.Double(
                        x - size * 0.12,
                        y - size * 0.15,
                        x,
                        y - size * 0.22,
                        x + size * 0.12,
                        y - size * 0.15));
    }

    private void noise(BufferedImage image) {
        for (int row = 0; row < HEIGHT; row++) {
            for (int column = 0; column < WIDTH; column++) {
                int rgb = image.getRGB(column, row);
                int by = random.nextInt(2 * NOISE + 1) - NOISE;
                image.setRGB(
                        column,
                        row,
                        (light(rgb >> 16, by) << 16) | (light(rgb >> 8, by) << 8) | light(rgb, by));
            }
        }
    }

    private static int light(int channel, int by) {
        return Math.clamp((channel & 0xFF) + by, 0, 255);
    }
}
