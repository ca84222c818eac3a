package org.gongyuan.rehearsal.stage;

import org.gongyuan.bank.sealing.FormContent;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.random.RandomGenerator;

import javax.imageio.ImageIO;

/// Makes a form as heavy as one with a photograph at every item: JPEG pictures of 1,600 by 1,200
/// grainy pixels, some 700 KiB each, given to the items one by one.
final class Photographs {

    private static final int WIDTH = 1_600;
    private static final int HEIGHT = 1_200;
    private static final int GRAIN = 56;

    private Photographs() {}

    /// The same content, in which the first `count` items show a photograph more.
    static FormContent into(FormContent content, int count, RandomGenerator random)
            throws IOException {
        if (count < 0 || count > content.items().size()) {
            throw new IllegalArgumentException(
                    "%d photographs, but the form has 0..%d items to show them"
                            .formatted(count, content.items().size()));
        }
        var items = new ArrayList<>(content.items());
        var assets = new ArrayList<>(content.assets());
        for (int i = 0; i < count; i++) {
            var path = "images/photograph-%02d.jpg".formatted(i + 1);
            var item = items.get(i);
            var shown = new ArrayList<>(item.assets());
            shown.add(path);
            items.set(
                    i,
                    new FormContent.Item(
                            item.item(),
                            item.digest(),
                            item.keyless(),
                            item.scoring(),
                            item.guide(),
                            item.markedByHuman(),
                            item.stimuli(),
                            shown));
            assets.add(new FormContent.Asset(path, "image/jpeg", jpeg(random)));
        }
        return new FormContent(items, content.stimuli(), assets);
    }

    private static byte[] jpeg(RandomGenerator random) throws IOException {
        var picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                int grain = random.nextInt(GRAIN);
                int red = x * (255 - GRAIN) / WIDTH + grain;
                int green = y * (255 - GRAIN) / HEIGHT + grain;
                picture.setRGB(x, y, red << 16 | green << 8 | (100 + grain));
            }
        }
        var bytes = new ByteArrayOutputStream();
        if (!ImageIO.write(picture, "jpeg", bytes)) {
            throw new IOException("this JDK writes no JPEG");
        }
        return bytes.toByteArray();
    }
}
