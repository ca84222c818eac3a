package org.gongyuan.protocol.message;

/// Why a seat is not let in (`seat-protocol.md` section 5). `PROOF` stands for an unknown
/// candidate, a wrong secret and a
/// wrong seat alike, so that a refusal never tells who is registered.
public enum Refusal {
    BUSY("busy", "考试服务器正忙，系统会自动重试。", "The server is busy; this seat will try again by itself."),
    NOT_OPEN("not-open", "本场考试尚未开放入场。", "This sitting is not open yet."),
    TOO_LATE(
            "too-late",
            "已过允许入场的时间，请联系监考员。",
            "The time for entry has passed. Please ask the proctor."),
    CLOSED("closed", "本场考试已经结束。", "This sitting is closed."),
    PROOF(
            "proof",
            "准考证号、口令或座位不符，请核对后再试，或举手请监考员协助。",
            "Ticket number, secret and seat do not fit together. Check them, or raise your hand."),
    SEAT_TAKEN("seat-taken", "这个座位已有考生，请联系监考员。", "This seat is taken. Please ask the proctor."),
    AT_ANOTHER_SEAT(
            "at-another-seat",
            "您的考试在另一座位上，须由监考员办理换机。",
            "Your session is at another seat; the proctor has to move it."),
    FORK(
            "fork",
            "本机的登录已失效，考试已转到别处。",
            "This seat's sign-in is no longer valid; the session is elsewhere."),
    VERSION(
            "version",
            "考试程序版本不符，请联系监考员。",
            "The exam program has another version. Please ask the proctor."),
    SUITE("suite", "密码套件不符，请联系监考员。", "The cryptographic suite differs. Please ask the proctor."),
    VOIDED("voided", "本次考试已被宣布无效，请联系监考员。", "This session was voided. Please ask the proctor."),
    ASK("ask", "请联系监考员。", "Please ask the proctor."),
    NOT_HERE("not-here", "本场考试不在此服务器上。", "This sitting is not held on this server.");

    private final String text;
    private final String zh;
    private final String en;

    Refusal(String text, String zh, String en) {
        this.text = text;
        this.zh = zh;
        this.en = en;
    }

    /// The word on the wire.
    public String text() {
        return text;
    }

    /// The words a candidate reads, in Chinese.
    public String zh() {
        return zh;
    }

    /// The words a candidate reads, in English.
    public String en() {
        return en;
    }

    static Refusal named(String text) {
        for (var refusal : values()) {
            if (refusal.text.equals(text)) {
                return refusal;
            }
        }
        throw new NotAMessage("unknown refusal \"" + text + "\"");
    }
}
