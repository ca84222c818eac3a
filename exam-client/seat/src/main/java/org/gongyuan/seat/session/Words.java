package org.gongyuan.seat.session;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.message.Refusal;

/// What a candidate reads, in Chinese first.
public record Words(String zh, String en) {

    static final Words FORK =
            new Words(
                    "本机的登录已失效，您的考试已转到另一座位。请勿继续作答，并举手告知监考员。",
                    "This seat's sign-in is no longer valid; your session is at another seat."
                            + " Please stop and raise your hand.");
    static final Words CHAIN_DIFFERS =
            new Words(
                    "本机的作答记录与服务器不一致，已停止作答以免丢失。请举手告知监考员，本机的记录会保留。",
                    "The record on this machine differs from the server's. This seat stopped so"
                        + " that nothing is lost. Please raise your hand; what is here is kept.");
    static final Words OTHER_FORM =
            new Words(
                    "试卷未能通过检查，请举手告知监考员。",
                    "The form did not pass its checks. Please raise your hand.");
    static final Words FORM_LATE =
            new Words(
                    "试卷正在下载，请稍候；系统会自动重试。",
                    "The form is still being fetched; this seat tries again by itself.");
    static final Words TOO_EARLY =
            new Words("现在还不到允许交卷的时间，请继续作答。", "It is too early to hand in. Please go on.");
    static final Words JOURNAL_BROKEN =
            new Words(
                    "本机暂时无法保存记录，请举手告知监考员。您的作答仍会发送到服务器。",
                    "This machine cannot keep its own record at present. Please raise your hand."
                            + " Your responses are still sent to the server.");
    static final Words NOT_TAKEN =
            new Words(
                    "服务器暂时无法保存，系统会自动重试；您的作答保留在本机。",
                    "The server cannot save at present; this seat keeps your responses and tries"
                            + " again by itself.");
    static final Words NOT_SHOWN =
            new Words(
                    "您先前的作答已保存在服务器上，但本机暂时无法显示。请举手告知监考员。",
                    "Your earlier responses are saved at the server but cannot be shown here."
                            + " Please raise your hand.");
    static final Words NO_NODE =
            new Words(
                    "连接不上考试服务器，系统会自动重试。",
                    "The exam server cannot be reached; this seat tries again by itself.");
    static final Words OTHER_PROGRAM =
            new Words(
                    "考试服务器的回答无法识别，请举手告知监考员。",
                    "The server's answer could not be understood. Please raise your hand.");
    static final Words RECEIPT_DOUBTFUL =
            new Words(
                    "已收到交卷回执，但本机未能核验。请举手告知监考员，并保留回执。",
                    "A receipt came, but this seat could not verify it. Please raise your hand and"
                            + " keep the receipt.");

    public Words {
        requireNonNull(zh, "zh");
        requireNonNull(en, "en");
    }

    static Words of(Refusal refusal) {
        return new Words(refusal.zh(), refusal.en());
    }
}
