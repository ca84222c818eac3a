package org.gongyuan.seat.notice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.awt.BorderLayout;
import java.awt.Color;
import java.awt.Component;
import java.awt.Font;
import java.awt.GraphicsEnvironment;
import java.awt.Toolkit;
import java.io.IOException;
import java.time.Duration;

import javax.swing.BorderFactory;
import javax.swing.Box;
import javax.swing.JComponent;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JTextArea;
import javax.swing.SwingUtilities;

/// The whole screen of a seat that cannot be used: that it cannot, whom to tell, and the sentence
/// with which the seat's program was refused (seat-window.md section 9).
///
/// Called by the kiosk's session with the program's last words at standard input; exit status 0
/// when the time is over, 1 without a display, 2 called wrongly.
public final class SeatNotice {

    /// More of what a program said is not shown.
    static final int LONGEST = 600;

    private static final int MOST_SECONDS = 3_600;
    private static final int READ_AT_MOST = 64 * 1024;

    private SeatNotice() {}

    /// Shows what stands at standard input for `--seconds N`.
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length != 2
                || !arguments[0].equals("--seconds")
                || !arguments[1].matches("[1-9][0-9]{0,3}")
                || Integer.parseInt(arguments[1]) > MOST_SECONDS) {
            System.err.println(
                    "gongyuan-seat-notice: call it with --seconds 1..%d".formatted(MOST_SECONDS));
            System.exit(2);
        }
        if (GraphicsEnvironment.isHeadless()) {
            System.err.println("gongyuan-seat-notice: there is no display");
            System.exit(1);
        }
        var sentence = sentence(new String(System.in.readNBytes(READ_AT_MOST), UTF_8));
        SwingUtilities.invokeLater(() -> show(sentence));
        Thread.sleep(Duration.ofSeconds(Integer.parseInt(arguments[1])));
        System.exit(0);
    }

    /// The program's own sentence in what it said: its last line, without its name, and without
    /// what is no letter to read.
    static String sentence(String said) {
        requireNonNull(said, "said");
        var lines = said.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        var own = lines.stream().filter(line -> line.startsWith("gongyuan-seat: ")).toList();
        var line = own.isEmpty() ? (lines.isEmpty() ? "" : lines.getLast()) : own.getLast();
        var readable = line.replaceFirst("^gongyuan-seat: ", "").replaceAll("\\p{Cntrl}", " ");
        return readable.length() > LONGEST ? readable.substring(0, LONGEST) + " …" : readable;
    }

    private static void show(String sentence) {
        var screen = Toolkit.getDefaultToolkit().getScreenSize();
        int unit = Math.max(12, Math.min(screen.height / 30, screen.width / 40));
        var page = new JFrame("Gongyuan");
        page.setUndecorated(true);
        page.setBounds(0, 0, screen.width, screen.height);
        var text = Box.createVerticalBox();
        text.setBorder(BorderFactory.createEmptyBorder(unit * 4, unit * 4, unit * 4, unit * 4));
        text.add(label("本机暂时不能用于考试", Font.BOLD, unit * 3 / 2));
        text.add(label("请举手告知监考员。已保存的作答不会丢失。", Font.PLAIN, unit));
        text.add(Box.createVerticalStrut(unit * 2));
        text.add(label("This machine cannot be used for an exam now", Font.BOLD, unit * 3 / 2));
        text.add(
                label(
                        "Please raise your hand. Responses that were saved are not lost.",
                        Font.PLAIN,
                        unit));
        text.add(Box.createVerticalStrut(unit * 2));
        text.add(label("原因（给监考员）/ Reason, for the proctor", Font.BOLD, unit));
        text.add(reason(sentence, unit));
        page.getContentPane().setLayout(new BorderLayout());
        page.getContentPane().setBackground(Color.WHITE);
        page.getContentPane().add(text, BorderLayout.CENTER);
        page.setVisible(true);
    }

    private static JComponent label(String words, int style, int size) {
        var label = new JLabel(words);
        label.setFont(new Font(Font.SANS_SERIF, style, size));
        label.setForeground(Color.BLACK);
        label.setAlignmentX(Component.LEFT_ALIGNMENT);
        return label;
    }

    private static JComponent reason(String sentence, int size) {
        var area = new JTextArea(sentence.isEmpty() ? "–" : sentence);
        area.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, size));
        area.setForeground(Color.BLACK);
        area.setBackground(Color.WHITE);
        area.setLineWrap(true);
        area.setWrapStyleWord(true);
        area.setEditable(false);
        area.setFocusable(false);
        area.setAlignmentX(Component.LEFT_ALIGNMENT);
        return area;
    }
}
