package org.gongyuan.drill;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.TimeoutError;
import com.microsoft.playwright.options.ElementState;
import com.microsoft.playwright.options.WaitForSelectorState;

import org.gongyuan.seat.journal.SignIn;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// A candidate in front of a drilled desk: what he reads on the screens and what he presses.
///
/// @param page the page in the window
/// @param isEnglish whether he has switched to English
public record CandidateAtDesk(Page page, boolean isEnglish) {

    private static final double BETWEEN_KEYS_MILLIS = 40;
    private static final int LONGEST_WAY = 160;

    /// A screen on the way, by its heading.
    public enum Screen {
        WELCOME("欢迎参加考试", "Welcome to the exam"),
        LOCKED_OUT("本机暂时不能考试", "This machine cannot be used at present"),
        SIGN_IN("登录", "Sign in"),
        YOUR_DATA("请核对您的信息", "Please check your data"),
        CAMERA("摄像头检查", "Camera check"),
        RULES("考场规则与承诺", "Rules and pledge"),
        TRY_OUT("试做", "Try it out"),
        WAITING("一切就绪，请等待开考", "All is ready. Please wait for the start"),
        HELD("考试暂停", "The exam is paused"),
        CLOSING("交卷前请确认", "Please check before handing in"),
        SUBMITTED("交卷成功", "Handed in"),
        COLLECTED("时间到，已自动收卷", "Time is over; your exam was collected"),
        STOPPED("您的考试已转到另一座位", "Your exam was moved to another seat"),
        GIVEN_BACK("谢谢，您可以离开了", "Thank you. You may leave now");

        private final String zh;
        private final String en;

        Screen(String zh, String en) {
            this.zh = zh;
            this.en = en;
        }
    }

    /// One who reads Chinese.
    public static CandidateAtDesk chinese(Page page) {
        return new CandidateAtDesk(page, false);
    }

    /// Switches the page to English, and goes on so.
    public CandidateAtDesk switchToEnglish() {
        page.getByText("English").first().click();
        return new CandidateAtDesk(page, true);
    }

    /// Switches the page back to Chinese, and goes on so.
    public CandidateAtDesk switchToChinese() {
        page.getByText("中文").first().click();
        return new CandidateAtDesk(page, false);
    }

    /// Waits until the screen is there.
    public void sees(Screen screen) {
        page.locator("h1", new Page.LocatorOptions().setHasText(isEnglish ? screen.en : screen.zh))
                .first()
                .waitFor();
    }

    /// Fills in ticket number and secret.
    public void signIn(SignIn signIn) {
        sees(Screen.SIGN_IN);
        page.locator("#ticket").fill(signIn.ticketNumber());
        page.locator("#secret").fill(signIn.secret());
        page.locator("button[type=submit]").click();
    }

    /// Signs in where an earlier run of the program kept the session. The page is loaded anew then
    /// (seat-window.md section 6); waits until it was, and until what it shows can be used.
    public void signInAgain(SignIn signIn) {
        sees(Screen.SIGN_IN);
        page.evaluate("() => { window.isOfBefore = true; }");
        signIn(signIn);
        var _ =
                page.waitForFunction(
                        "() => !window.isOfBefore && (%s)()"
                                .formatted(DrilledDesk.STANDS_ON_THE_SCREEN));
    }

    /// The same without a mouse.
    public void signInByKeyboard(SignIn signIn) {
        sees(Screen.SIGN_IN);
        page.locator("#ticket:focus").waitFor();
        page.keyboard().type(signIn.ticketNumber());
        page.keyboard().press("Enter");
        page.locator("#secret:focus").waitFor();
        page.keyboard().type(signIn.secret());
        page.keyboard().press("Enter");
    }

    /// Waits until the machine was found right and he may go on from the welcome.
    public void mayBegin() {
        page.locator(".acts .primary:enabled").first().waitFor();
    }

    /// Presses what leads on.
    public void goesOn() {
        page.locator(".acts .primary").first().click();
    }

    /// The same without a mouse.
    public void goesOnByKeyboard() {
        tabTo(".acts .primary");
        page.keyboard().press("Enter");
    }

    /// From *your data* until the wait, by the shortest way.
    public void getsReady() {
        sees(Screen.YOUR_DATA);
        goesOn();
        pastTheCamera();
        sees(Screen.RULES);
        goesOn();
        sees(Screen.TRY_OUT);
        endsTryingOut();
        sees(Screen.WAITING);
    }

    /// Tries nothing more.
    public void endsTryingOut() {
        page.locator(".try-out .acts button").last().click();
    }

    /// Goes on from the camera check, if this seat has one.
    private void pastTheCamera() {
        if (isAtTheCamera()) {
            goesOn();
        }
    }

    /// The same without a mouse.
    public void pastTheCameraByKeyboard() {
        if (isAtTheCamera()) {
            goesOnByKeyboard();
        }
    }

    private boolean isAtTheCamera() {
        var _ =
                page.waitForFunction(
                        "words => words.some(one =>"
                                + " document.querySelector('h1')?.textContent.includes(one))",
                        List.of(words(Screen.CAMERA), words(Screen.RULES)));
        return page.locator("h1").first().textContent().contains(words(Screen.CAMERA));
    }

    /// Goes through what a seat asks before an exam that runs already, screen by screen, until it
    /// shows an item. A screen is gone on from when it can be, and never twice.
    public void goesOnIfAsked() {
        for (var left = words(Screen.SIGN_IN); !left.isEmpty(); ) {
            left =
                    (String)
                            page.waitForFunction(
                                            """
                                            left => {
                                              if (document.querySelector('.question-body .qti-body') !== null) return { at: '' };
                                              const at = document.querySelector('main h1')?.textContent.trim() ?? left;
                                              const isThere = document.querySelector('.acts .primary:enabled') !== null;
                                              return at !== left && isThere ? { at } : null;
                                            }
                                            """,
                                            left)
                                    .evaluate("found => found.at");
            if (!left.isEmpty()) {
                goesOn();
            }
        }
    }

    /// Closes what he was told, message by message.
    public void closesMessages() {
        while (page.locator(".message button").count() > 0) {
            var message = page.locator(".message").first().elementHandle();
            message.querySelector("button").click();
            message.waitForElementState(ElementState.HIDDEN);
        }
    }

    /// Waits until whoever sits at the keyboard waits for the start, or is at the end already.
    ///
    /// @return false if he does not in time
    public boolean waitsForTheStart(Duration patience) {
        return seesOneOf(
                List.of(Screen.WAITING, Screen.SUBMITTED, Screen.COLLECTED, Screen.GIVEN_BACK),
                patience);
    }

    /// Waits until the exam is over here, in whatever way and language.
    ///
    /// @return false if it did not end in time
    public boolean waitsForTheEnd(Duration patience) {
        return seesOneOf(List.of(Screen.SUBMITTED, Screen.COLLECTED, Screen.GIVEN_BACK), patience);
    }

    private boolean seesOneOf(List<Screen> screens, Duration patience) {
        try {
            var _ =
                    page.waitForFunction(
                            "words => words.some(one =>"
                                    + " document.querySelector('h1')?.textContent.includes(one))",
                            screens.stream().flatMap(one -> Stream.of(one.zh, one.en)).toList(),
                            new Page.WaitForFunctionOptions()
                                    .setTimeout((double) patience.toMillis()));
            return true;
        } catch (TimeoutError _) {
            return false;
        }
    }

    /// Whether the receipt is on the screen, or was and the seat has been given back; waits for it.
    public boolean holdsReceipt() {
        try {
            var _ =
                    page.waitForFunction(
                            "given => document.querySelector('.qr path') !== null"
                                    + " || given.some(one =>"
                                    + " document.querySelector('h1')?.textContent.includes(one))",
                            List.of(Screen.GIVEN_BACK.zh, Screen.GIVEN_BACK.en));
            return true;
        } catch (TimeoutError _) {
            return false;
        }
    }

    private String words(Screen screen) {
        return isEnglish ? screen.en : screen.zh;
    }

    /// Goes to an item by the list of items, counted from 1.
    public void goesTo(int place) {
        page.locator(".navigator .cell").nth(place - 1).click();
        seesItem(place);
    }

    /// Waits until that item is shown and can be answered.
    public void seesItem(int place) {
        page.waitForFunction(
                "place => { const h = document.querySelector('.item-heading');"
                        + " return h !== null && new RegExp('(^|\\\\D)' + place + '(\\\\D|$)')"
                        + ".test(h.textContent.replace(/[,，].*/, '').replace(/of.*/, ''))"
                        + " && document.querySelector('.question-body .qti-body') !== null; }",
                place);
    }

    /// Waits until the item shown counts as answered, and that is saved at the node.
    public void seesAnswered() {
        page.locator(".navigator .cell.current.answered").waitFor();
        seesSaved();
    }

    /// Waits until everything is saved at the node.
    public void seesSaved() {
        page.locator(".work.saved").waitFor();
    }

    /// How many sections the list of items has.
    public int sections() {
        return page.locator(".navigator section").count();
    }

    /// Goes to the first item of a section, counted from 0.
    public void goesToSection(int section) {
        var cell = page.locator(".navigator section").nth(section).locator(".cell").first();
        int place = Integer.parseInt(cell.textContent().strip());
        cell.click();
        seesItem(place);
    }

    /// Responds where the item has something to tick or to write, and waits until that is saved;
    /// of others he looks only.
    public void respondsAsHeCan() {
        var ticks = page.locator(".qti-body input[type=radio], .qti-body input[type=checkbox]");
        var blanks = page.locator(".qti-body input.blank");
        var essays = page.locator(".qti-body textarea");
        if (ticks.count() > 0) {
            ticks.first().click();
        } else if (blanks.count() > 0) {
            blanks.first().click();
            page.keyboard().type("240");
        } else if (essays.count() > 0) {
            essays.first().click();
            page.keyboard().insertText("先检查轮胎气压和动平衡，再检查转向拉杆和轮毂轴承。");
        } else {
            return;
        }
        seesAnswered();
    }

    /// Types pinyin where the item shown asks for an essay, and waits for what can be chosen.
    ///
    /// @return false where there is no essay, or no Chinese can be typed
    public boolean composes(String pinyin) {
        var essay = page.locator(".qti-body textarea").first();
        if (page.locator(".input-switch").count() == 0 || essay.count() == 0) {
            return false;
        }
        essay.click();
        page.keyboard().type(pinyin);
        var _ =
                page.waitForFunction(
                        "pinyin => document.querySelector('.candidates') !== null &&"
                                + " document.querySelector('.composing-text')"
                                + ".textContent.replace(/[^a-z]/g, '').includes(pinyin)",
                        pinyin);
        return true;
    }

    /// Takes what the input method offers first.
    public void takesTheFirst() {
        page.keyboard().press("Space");
        page.locator(".composing")
                .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN));
        seesAnswered();
    }

    /// Flags the item shown.
    public void flags() {
        page.locator(".steps .flag").click();
    }

    /// Opens a tool, or closes it.
    public void takesTool(String name) {
        page.locator(".tool-button", new Page.LocatorOptions().setHasText(name)).click();
    }

    /// Hands in.
    ///
    /// @param look what he does before the last word
    public void handsIn(Runnable look) {
        page.locator(".steps button").last().click();
        sees(Screen.CLOSING);
        look.run();
        page.locator("main .acts .primary").last().click();
        page.locator("dialog[open] .primary").click();
        sees(Screen.SUBMITTED);
    }

    /// Does what the end of his time may break off.
    public void untilOver(Runnable acts) {
        try {
            acts.run();
        } catch (PlaywrightException broken) {
            if (!isOver()) {
                throw broken;
            }
        }
    }

    /// Whether his time was over before he handed in.
    public boolean isOver() {
        return page.locator("h1", new Page.LocatorOptions().setHasText(words(Screen.COLLECTED)))
                        .count()
                > 0;
    }

    /// What can be ticked in the item.
    public Locator options() {
        return page.locator(".qti-body input");
    }

    /// Presses Tab until that has the focus, as somebody without a mouse does.
    public void tabTo(String selector) {
        for (int press = 0; press < LONGEST_WAY; press++) {
            if ((boolean)
                    page.evaluate(
                            "wanted => document.activeElement?.matches(wanted) ?? false",
                            selector)) {
                return;
            }
            page.keyboard().press("Tab");
        }
        throw new IllegalStateException("Tab does not lead to " + selector);
    }

    /// Presses keys one after the other, as fast as fingers may.
    public void presses(String... keys) {
        for (var key : keys) {
            page.keyboard().press(key);
            page.waitForTimeout(BETWEEN_KEYS_MILLIS);
        }
    }
}
