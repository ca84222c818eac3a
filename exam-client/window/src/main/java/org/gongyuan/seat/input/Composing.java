package org.gongyuan.seat.input;

import java.util.Locale;

/// What IBus says of one context, signal by signal. Signals come on one thread, it is read on
/// another.
final class Composing {

    private final StringBuilder committed = new StringBuilder();
    private String preedit = "";
    private int caret;
    private boolean isPreeditShown;
    private IbusValues.Page page = IbusValues.Page.EMPTY;
    private boolean isPageShown;
    private String aside = "";
    private boolean isAsideShown;

    /// Takes in one signal of `org.freedesktop.IBus.InputContext`; others mean nothing here.
    synchronized void signal(String name, Object[] told) {
        switch (name) {
            case "CommitText" -> committed.append(IbusValues.text(first(told)));
            case "UpdatePreeditText", "UpdatePreeditTextWithMode" -> {
                preedit = IbusValues.text(first(told));
                caret = told.length > 1 ? (int) IbusValues.number(told[1]) : 0;
                isPreeditShown = told.length > 2 && Boolean.TRUE.equals(told[2]);
            }
            case "ShowPreeditText" -> isPreeditShown = true;
            case "HidePreeditText" -> isPreeditShown = false;
            case "UpdateLookupTable" -> {
                page = IbusValues.page(first(told));
                isPageShown = told.length > 1 && Boolean.TRUE.equals(told[1]);
            }
            case "ShowLookupTable" -> isPageShown = true;
            case "HideLookupTable" -> isPageShown = false;
            case "UpdateAuxiliaryText" -> {
                aside = IbusValues.text(first(told));
                isAsideShown = told.length > 1 && Boolean.TRUE.equals(told[1]);
            }
            case "ShowAuxiliaryText" -> isAsideShown = true;
            case "HideAuxiliaryText" -> isAsideShown = false;
            default -> {}
        }
    }

    private static Object first(Object[] told) {
        return told.length == 0 ? null : told[0];
    }

    /// What is shown now, with what was committed since the last time.
    synchronized Composition take(boolean isHandled) {
        var text = isPreeditShown ? preedit : "";
        int points = text.codePointCount(0, text.length());
        var shown = isPageShown ? page : IbusValues.Page.EMPTY;
        var taken =
                new Composition(
                        isHandled,
                        committed.toString(),
                        text,
                        text.offsetByCodePoints(0, Math.clamp(caret, 0, points)),
                        shown.candidates(),
                        shown.at(),
                        isAsideShown && !isSame(aside, text) ? aside : "");
        committed.setLength(0);
        return taken;
    }

    /// libpinyin says what is typed a second time, with a bar where its caret stands.
    private static boolean isSame(String aside, String preedit) {
        return letters(aside).equals(letters(preedit));
    }

    private static String letters(String text) {
        return text.replaceAll("[\\s|']", "").toLowerCase(Locale.ROOT);
    }

    /// Nothing is composed any more.
    synchronized void clear() {
        committed.setLength(0);
        preedit = "";
        caret = 0;
        isPreeditShown = false;
        page = IbusValues.Page.EMPTY;
        isPageShown = false;
        aside = "";
        isAsideShown = false;
    }

    @Override
    public String toString() {
        return "Composing[typed text]";
    }
}
