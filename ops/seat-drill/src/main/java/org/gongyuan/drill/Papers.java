package org.gongyuan.drill;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.awt.Color;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

import javax.imageio.ImageIO;

/// The papers of the drills: one with every interaction the bank imports, and a long one with a
/// photograph at each item.
public final class Papers {

    /// The interactions, by the names of their items, in the order of the paper.
    public static final List<String> INTERACTIONS =
            List.of(
                    "choice",
                    "multiple-choice",
                    "inline-choice",
                    "text-entry",
                    "extended-text",
                    "match",
                    "order",
                    "hottext",
                    "gap-match",
                    "associate",
                    "hotspot",
                    "select-point",
                    "graphic-order",
                    "graphic-associate",
                    "graphic-gap-match",
                    "slider",
                    "position-object");

    private static final int WIDTH = 800;
    private static final int HEIGHT = 450;
    private static final int GRAIN = 40;

    private Papers() {}

    /// Every interaction in two sections: one to be answered with the mouse, one with the keyboard.
    ///
    /// @return the folder of the package
    public static Path everyInteraction() {
        var paper = PaperPackage.begin();
        paper.picture("engine.svg", resource("engine.svg"));
        for (var way : List.of("mouse", "keyboard")) {
            for (var name : INTERACTIONS) {
                var xml = new String(resource(name + ".xml"), UTF_8);
                paper.item(
                        way.equals("mouse") ? "一、用鼠标 By mouse" : "二、用键盘 By keyboard",
                        way + "-" + name,
                        xml,
                        xml.contains("engine.svg") ? List.of("engine.svg") : List.of());
            }
        }
        return paper.end("每种题型 Every interaction");
    }

    /// Five items that can be answered with few keys, the last an essay.
    ///
    /// @return the folder of the package
    public static Path ofFew() {
        var paper = PaperPackage.begin();
        for (var name :
                List.of(
                        "choice",
                        "multiple-choice",
                        "inline-choice",
                        "text-entry",
                        "extended-text")) {
            paper.item("一、汽车 Cars", name, new String(resource(name + ".xml"), UTF_8), List.of());
        }
        return paper.end("五道题 Five items");
    }

    /// Items of one choice each with a photograph, the last an essay.
    ///
    /// @param items how many there are
    /// @return the folder of the package
    public static Path photographs(int items) {
        var paper = PaperPackage.begin();
        var essay = new String(resource("extended-text.xml"), UTF_8);
        for (int i = 1; i < items; i++) {
            var picture = "photograph-%03d.jpg".formatted(i);
            paper.picture(picture, photograph(i));
            paper.item(
                    "一、看图选择 Pictures",
                    "photo-%03d".formatted(i),
                    choice(i, picture),
                    List.of(picture));
        }
        paper.item("二、论述 Essay", "essay", essay, List.of());
        return paper.end("看图答题 Pictures");
    }

    private static String choice(int number, String picture) {
        return """
        <?xml version="1.0" encoding="UTF-8"?>
        <qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="ITEM" title="%d" adaptive="false" time-dependent="false" xml:lang="zh-CN">
          <qti-response-declaration identifier="RESPONSE" cardinality="single" base-type="identifier">
            <qti-correct-response><qti-value>A</qti-value></qti-correct-response>
          </qti-response-declaration>
          <qti-outcome-declaration identifier="SCORE" cardinality="single" base-type="float" normal-maximum="1"><qti-default-value><qti-value>0</qti-value></qti-default-value></qti-outcome-declaration>
          <qti-item-body>
            <div class="zh" xml:lang="zh-CN"><p>第 %d 张照片属于哪一类？</p></div>
            <div class="en" xml:lang="en"><p>To which kind does photograph %d belong?</p></div>
            <p><img src="../images/%s" width="800" height="450" alt="照片 Photograph"/></p>
            <qti-choice-interaction response-identifier="RESPONSE" shuffle="false" max-choices="1">
              <qti-simple-choice identifier="A">甲 A</qti-simple-choice>
              <qti-simple-choice identifier="B">乙 B</qti-simple-choice>
              <qti-simple-choice identifier="C">丙 C</qti-simple-choice>
              <qti-simple-choice identifier="D">丁 D</qti-simple-choice>
            </qti-choice-interaction>
          </qti-item-body>
          <qti-response-processing template="https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct.xml"/>
        </qti-assessment-item>
        """
                .formatted(number, number, number, picture);
    }

    /// A grainy picture of some hundred kilobytes with its number on it.
    private static byte[] photograph(int number) {
        var random = new SplittableRandom(number);
        var picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                int grain = random.nextInt(GRAIN);
                int red = x * (255 - GRAIN) / WIDTH + grain;
                int green = y * (255 - GRAIN) / HEIGHT + grain;
                picture.setRGB(x, y, red << 16 | green << 8 | (100 + grain));
            }
        }
        var on = picture.createGraphics();
        on.setColor(Color.WHITE);
        on.setFont(new Font(Font.SANS_SERIF, Font.BOLD, HEIGHT / 3));
        on.drawString(Integer.toString(number), WIDTH / 4, HEIGHT / 2);
        on.dispose();
        var bytes = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(picture, "jpeg", bytes)) {
                throw new IOException("this JDK writes no JPEG");
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("a picture cannot be written", failed);
        }
        return bytes.toByteArray();
    }

    private static byte[] resource(String name) {
        try (var in = Papers.class.getResourceAsStream("/every-interaction/" + name)) {
            if (in == null) {
                throw new IllegalStateException("there is no item " + name);
            }
            return in.readAllBytes();
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot read " + name, failed);
        }
    }
}
