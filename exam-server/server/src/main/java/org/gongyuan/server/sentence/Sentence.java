package org.gongyuan.server.sentence;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A sentence of the node's own: why something is refused, or what an act came to
/// (`staff-contract.md` section 12). Each has a *code* that does not change and *parameters* by
/// name, so that a page says it in its reader's language. Sentences travel as text, also into the
/// store; [#told] finds code and parameters again.
@SuppressWarnings("ImmutableEnumChecker") // its lists are copies that nobody can change
public enum Sentence {
    // Words of refusals.
    NOT_AS_CONTRACTED("this is not what the contract says"),
    FIELD_UNFIT("{field} does not fit: {bound}"),
    FIELD_NEEDED("{field} is needed"),
    FIELD_NOT_NAMED("it has a field or parameter that the contract does not name"),
    UNREADABLE_REQUEST("bad"),
    FAILED("this did not work; try again"),
    SIGN_IN_REFUSED("sign-in is refused"),
    NOT_SIGNED_IN("sign in first"),
    NOT_FOUND("there is nothing here for you"),
    NOT_PERMITTED("your duties do not reach as far"),
    FOREIGN_PAGE("only pages of this origin may ask"),
    TOO_LARGE("too large"),
    TOO_OFTEN("wait {seconds} s"),
    TOO_MANY("others are brought now; try again"),
    TOLD_TOO_MANY("too many are told already; ask instead"),
    INVITATION_REFUSED("this invitation cannot be used, or not so"),

    // Acts.
    NOT_AN_ACT("these bytes are no act in its one form"),
    ALTERED("what the act would do is not what was drafted"),
    NOT_PROPOSER("somebody else drafted the act"),
    EXPIRED("its time is over; draft it again"),
    REPLAYED("this act was proposed before"),
    IMPOSSIBLE("it cannot be done as things stand"),
    CONFLICT("a conflict of interest was declared; another must do it"),
    CONFLICT_CANDIDATE("you are declared to be a candidate of this sitting; another must do it"),
    CONFLICT_RELATIVE(
            "you are declared to be a relative of a candidate of this sitting; another must do it"),
    CONFLICT_TAUGHT(
            "you are declared to have taught candidates of this sitting; another must do it"),
    CONFLICT_OWN_ACCOUNT("nobody has a part in the recovery of his own account"),
    CONFLICT_OWN_DUTIES("nobody has a part in giving himself a duty"),
    CONFLICT_OWN_REQUEST("nobody decides on a request about himself; another must do it"),
    SELF_APPROVED("nobody approves what he proposed"),
    SAME_DEVICE("both persons need a device or sign-in of their own"),
    PROOF("it was not shown that it is you"),
    UNKNOWN("there is no such act"),
    DECIDED("the act was decided already"),
    OUTRUN("somebody else decided in the same instant; look again"),
    PROOF_MISSING("give an assertion, or a password and a code"),
    PROOF_NOT_HELD("the proof did not hold"),
    FIELD_MISSING("{kind} needs {field}"),

    // What came of acts.
    DONE("done"),
    DONE_FOR("done for {many}"),
    DONE_IN_PART("done for {many}, not for {others}: {because}"),
    GRANTED("granted"),
    INVITED_ANEW("invited anew"),
    NOTHING_LEFT("there was nothing left of it"),
    FORM_TAKEN_IN("form {form} is taken in"),
    RESPONSES_OPENABLE("the marking custodians may open the responses"),
    OPENING_NOT_IN_RECORD("the act is not in the record of the sitting; propose it again"),
    ANNOUNCED_UNTIL("announced until {until}"),
    NO_ACCOUNT("no account"),

    // Orders to sessions.
    NOBODY_IN_SCOPE("nobody is in scope"),
    SITTING_NOT_HELD("sitting {sitting} is not held here"),
    SESSION_NOT_RUNNING("time does not run"),
    SESSION_NOT_ON_HOLD("it is not on hold"),
    SESSION_NEITHER("time does not run and is not on hold"),
    SESSION_NOT_BEGUN("it has not begun or is closed"),
    SESSION_CLOSED("it is closed"),
    SEAT_TAKEN("seat {seat} is taken"),
    RECORD_TAKES_NOTHING("the record takes nothing: {why}"),
    BEYOND_LIMIT(
            "{many} would have more than the {minutes} min of more time that are"
                    + " frozen; propose it as extend-beyond"),

    // Opening and closing a sitting.
    FORM_NOT_TAKEN_IN("the form was not taken in by two persons: bring it and seal it in first"),
    OTHER_FORM_ORDERED("the sealed form is not the one ordered"),
    OTHER_ROSTER_ORDERED("the roster is not the one ordered"),
    INBOX_LACKS("the inbox lacks the sealed form or the roster: {what}"),
    SITTING_NAME_TAKEN("a sitting cannot be called {sitting}: that is the log of staff"),
    SITTING_OPENED("sitting {sitting} was opened here already"),
    FORM_OPENS_OTHERWISE("the form may be opened from {from}, the plan says {planned}"),
    SITTING_STARTS_TOO_EARLY(
            "the sitting starts at {starts}, the form may not be opened before" + " {from}"),
    SITTING_CANNOT_OPEN("sitting {sitting} cannot be opened: {because}"),
    CLOSING_ALREADY("it is being closed already"),
    SESSIONS_NOT_CLOSED("{many} sessions are not closed"),
    SUMS_DIFFER("the sums do not agree: {sums}"),
    ADMITTED_MEANWHILE("a candidate was admitted at another node meanwhile; close again"),
    CLOSING_NOT_TAKEN("the record takes nothing now"),
    NOT_HELD("it is not held here"),

    // Rules.
    SITTING_NOT_PLANNED("sitting {sitting} is not planned"),
    RULES_DRAFT("the rules of sitting {sitting} are a draft; two persons freeze them first"),
    RULES_OTHER_THAN_FROZEN("the order is not by the frozen rules of sitting {sitting}"),
    ROSTER_NOT_LAST("the roster is not the one that was imported last for sitting {sitting}"),
    RULES_FROZEN("the rules of sitting {sitting} are frozen; two persons may change one"),
    RULES_FROZEN_ALREADY("the rules of sitting {sitting} are frozen already"),
    RULES_CHANGED_SINCE(
            "the rules of sitting {sitting} were changed since; look at them and"
                    + " propose it again"),
    RULES_NOT_FROZEN("the rules of sitting {sitting} are not frozen; draft them"),
    RULE_UNCHANGEABLE("rule {rule} of sitting {sitting} may not be changed"),
    RULE_UNCHANGEABLE_OPENED(
            "rule {rule} of sitting {sitting} may not be changed once it is" + " opened"),
    RULE_IS_OTHER("rule {rule} of sitting {sitting} is not {value}"),
    RULE_CHANGES_MOST("sitting {sitting} was changed as often as it may be"),
    RULE_ONLY_LONGER(
            "{rule} is {value} and changes to something later or longer alone,"
                    + " not to {given}"),
    RULE_STAYS("{rule} does not change once it is frozen"),
    RULE_IN_MILLIS("{rule} is told in milliseconds, not \"{given}\""),
    RULE_UNKNOWN("unknown rule \"{rule}\"; known are {known}"),
    RULE_OUT_OF_BOUNDS("the {rule} {given} is outside {least}..{most}"),
    STARTS_NOT_WHOLE("a sitting starts at a whole millisecond, not at {given}"),
    FORM_MISSING("the sealed form is not on this node; bring it again"),
    ROSTER_MISSING("the roster is not on this node; bring it again"),
    NO_LIMIT_FROZEN("no limit of more time is frozen for sitting {sitting}; extend it"),
    LIMIT_UNREADABLE("the limit of more time cannot be read"),

    // Examinations.
    EXAM_THERE("there is an examination {exam}"),
    SITTING_OF_ANOTHER_EXAM("sitting {sitting} is of another examination; name this one otherwise"),
    EXAM_NAME("an examination is named by 1 to 60 of a-z, 0-9 and -, not \"{given}\""),
    EXAM_TITLE("a title has 1 to {most} characters, not {given}"),
    CENTRE_TWICE("examination {exam} has centre {centre} twice"),
    EXAM_TOO_MANY("an examination has at most {centres} centres and {sittings} sittings"),
    SEATS_STAY("a sitting of examination {exam} is opened; its seats stay as they are"),
    EXAM_LACKS_SITTING("examination {exam} has no sitting {sitting}"),
    CENTRE_CODE("a centre is named by 1 to 20 letters, digits and -, not \"{given}\""),
    CENTRE_NAME("a centre's name has 1 to {most} characters, not {given}"),
    ROOM_TWICE("centre {centre} has room {room} twice"),
    CENTRE_ROOMS("centre {centre} has {given} rooms; at most {most}"),
    ROOM_CODE("a room is named by 1 to 20 letters, digits and -, not \"{given}\""),
    ROOM_DESKS("room {room} has {rows} × {columns} desks; at least one and at most {most}"),
    ROOM_LACKS_DESK("room {room} has no desk {desk}; its desks are 1 to {most}"),
    ROSTER_STAYS("sitting {sitting} is opened; its roster stays as it is"),
    DOCUMENTS_UNREADABLE("the documents of the sitting cannot be read"),

    // Seats' certificates.
    SEATS_WITHOUT_CERTIFICATES("seats of this node have no certificates (seat.authority)"),
    AUTHORITY_UNREADABLE("the authority's certificate cannot be read on this node"),
    CERTIFICATE_NO_SEAT("the certificate names \"{given}\", no ROOM.DESK"),
    CERTIFICATE_OTHER_AUTHORITY("the certificate is not of the authority this node trusts"),
    CERTIFICATE_ENDED("the certificate ended at {until}"),
    CERTIFICATE_REFUSED("the certificate is refused: {because}"),

    // Rosters and uploads.
    UPLOAD_MISSING("there is no such upload of yours; upload it again"),
    UPLOAD_ANEW("there is no such upload of yours, or it was sent before; announce it anew"),
    UPLOADS_WAIT("too many uploads wait to be used; use or leave them"),
    UPLOAD_TOO_LONG("it has more than the {bytes} bytes that were announced; announce it anew"),
    UPLOAD_TOO_LARGE("at most {bytes} bytes are taken"),
    UPLOAD_TOO_SHORT("it has {bytes} bytes and must have {least}; send it anew"),
    UPLOAD_BROKEN_OFF("the upload broke off"),
    FILES_UNREADABLE("the files cannot be read on this node"),
    FORM_FOR_SUITE_MISSING(
            "the sealed form is not on this node; bring it first, the roster goes"
                    + " by its suite"),
    STAFF_ON_ROSTER("on the roster: {staff}"),
    TABLE_TOO_LARGE("the file has {bytes} bytes, at most {most} are taken"),
    TABLE_OLD_KIND("this is a workbook of the old kind; save it as .xlsx"),
    TABLE_NO_TEXT("this is no text; save it as CSV or .xlsx"),
    TABLE_CHARACTERS("the text is neither UTF-8 nor GB18030; save it as CSV UTF-8"),
    TABLE_QUOTE("a quote is opened in row {row} and not closed"),
    TABLE_CELL("row {row} has a cell of over {characters} characters, or over {columns} columns"),
    TABLE_ROWS("a table has at most {most} rows"),
    TABLE_COLUMNS("row {row} has over {most} columns"),
    WORKBOOK_UNREADABLE("the workbook cannot be read; save it anew as .xlsx"),
    WORKBOOK_DAMAGED("the workbook is damaged; save it anew as .xlsx"),
    WORKBOOK_PARTS("the workbook has {parts} parts, at most {most}"),
    WORKBOOK_TOO_LARGE("the workbook has over {most} bytes unpacked"),
    WORKBOOK_CELL("a cell has over {most} characters"),
    PHOTOS_NO_ARCHIVE("the photos are no zip archive; pack them anew"),
    PHOTOS_FILES("the archive has {files} files, at most {most}"),
    PHOTOS_NAME_LEADS_OUT("the archive has a file whose name leads out of it"),
    PHOTOS_SAME_NAME("the archive has two files of one name"),

    // Forms.
    FORM_HERE("form {form} is here already"),
    FORMS_WAIT("{most} forms wait already, which is the most: take one away first"),
    FORM_IS_ANOTHER("this is form {form}, it was to be {wanted}"),
    FORM_NOT_WAITING("form {form} does not wait here: bring it first"),
    FORM_CHANGED("the waiting form was changed"),
    FORM_NAME("a form is named by its manifest digest"),
    FORM_REFUSED("the sealed form is refused ({reason}): {because}"),

    // Results.
    RUN_MISSING("sitting {sitting} has no scored run {run} on this node"),
    RUN_OTHER_RESULTS("run {run} has other results than those; look at them again"),
    RUN_ANNOUNCED("run {run} is announced until {until} already"),
    RUN_UNREADABLE("the documents of run {run} cannot be read on this node"),
    RUN_DOCUMENTS_UNREADABLE("the documents of the run cannot be read"),
    RUN_NOT_TAKEN("the notice is not begun: {because}"),
    NOT_CLOSED_FOR_RESPONSES(
            "sitting {sitting} is not held here, or not closed: responses are"
                    + " opened after it"),
    SAT_WITH_ANOTHER_FORM("sitting {sitting} was sat with another form; look at it again"),
    RESPONSES_OPEN_ALREADY("the responses of sitting {sitting} may be opened already"),

    // Proposed holders of certificates.
    HOLDERS_DRAWN("{proposed} are proposed, {held} are held back"),
    HOLDERS_NOT_PUBLISHED(
            "the results of sitting {sitting} are not published on this node; a list is drawn after"
                    + " that"),
    HOLDERS_OTHER_RUN("run {run} is not the one that was published last, or has other results"),
    HOLDERS_STAND("a list of run {run} stands, and it would be the same now"),
    HOLDERS_OTHER_LIST("the list is another by now; look at it again"),

    // People.
    NOT_OWN_DUTIES("nobody changes his own duties"),
    NOT_OWN_ACCOUNT("nobody ends his own account"),
    DUTY_UNKNOWN("there is no duty \"{duty}\""),
    DUTY_TOO_LONG("a duty ends within {days} days, not at {until}"),
    DUTY_TIMES("a duty ends after it begins: {from} is not before {until}"),
    DUTY_NAME("a duty is named by words of a-z with - between, not \"{given}\""),
    AREA_NAME("an area is all, exam:…, centre:…, room:…/… or panel:…, not \"{given}\""),
    ACCOUNT_NOT_IN_USE(
            "{person} has not come in yet, or no more: a duty is given to an" + " account in use"),
    WAYS_CHANGED("the ways in of {person} are others by now ({now}, not {seen}): look again"),
    DUTIES_APART("{one} and {other} stay apart: {zh} ({en})"),
    ACCOUNT_CHANGED("the account was changed meanwhile; look again"),
    ACCOUNT_CHANGED_MEANWHILE("the account was changed meanwhile"),
    ACCOUNT_MISSING("there is no such account"),
    NAME_OF_PROGRAM("{person} names the program, not a person"),
    ACCOUNT_THERE("{person} has an account already"),
    ACCOUNT_NOT_RECOVERABLE("{person} has no account that could be recovered"),
    CONFLICT_KIND("a conflict is candidate, relative or taught, not \"{given}\""),
    CONFLICTS_MOST("{person} has {most} declarations already, which is the most"),

    // Ways in.
    INVITATION_WAY("give a passkey, or a password and a code of the telephone"),
    PASSWORD_LENGTH("a password has {least} to {most} characters"),
    PASSKEY_LAST("the last passkey is not removed"),
    PASSKEYS_MOST("a person has {most} passkeys at most"),
    PASSKEY_AGAIN("begin again: the challenge or the passkey was refused"),
    PROVIDER_MISSING("there is no identity provider, or it does not answer"),
    PROVIDER_NOT_LINKED("the accounts were not linked"),
    PROVIDER_NO_LINK("the account is not linked"),

    // Custodians and the release room.
    KEY_NOT_YOURS("this does not show that the key is yours; ask anew"),
    KEY_ANOTHERS("this key is another person's already"),
    KEYS_MOST("a person has at most {most} keys"),
    KEY_SAME_INSTANT("the key was registered in the same instant; look again"),
    KEY_WRONG_PURPOSE("a custodian's key is needed, this is one of {purpose}"),
    PROOFS_UNDER_WAY("too many proofs are under way; try again later"),
    PROOFS_OF_YOURS("{many} proofs of yours are under way; try again in {minutes} minutes"),
    KEY_NOT_REGISTERED("key {key} is not registered"),
    REHEARSALS_MOST("{most} rehearsals are open already; end one first"),
    REHEARSALS_OF_ONE("{most} rehearsals of {person} are open already; end one first"),
    SHARE_FOREIGN_ACCOUNT("this share is not of a key that is yours"),
    SHARE_UNREADABLE("the hand-in cannot be read"),
    SHARE_FOREIGN("the share is of another key or another form"),
    SHARE_TOO_EARLY("the form may not be opened before {from}"),
    SHARE_NOT_SEALED("the share is not sealed to this room's key"),
    SHARE_WRONG("share {share} is not the one that belongs to this custodian"),
    SHARE_REPEATED("share {share} is here already"),
    SHARE_BUSY("the record takes nothing now; try again"),
    REHEARSAL_OVER("this rehearsal is over"),
    REHEARSAL_FOREIGN("this is no share of this rehearsal"),
    REHEARSAL_TOO_EARLY("this rehearsal opens at {from}"),
    REHEARSAL_NOT_SEALED("the share is not sealed to this rehearsal's key"),

    // Personal data.
    NOTHING_KEPT_OF("nothing is kept here of the person this is about"),
    REQUEST_STEPS(
            "a request goes from received to checked, granted and done, or is"
                    + " refused before it is granted"),
    REQUEST_ABOUT("say of whom: person, or sitting and ticket"),
    STANDS_SO("it stands so already"),
    HOLD_THERE("a hold is on it already"),
    HOLD_MISSING("no hold is on it"),
    HELD("a legal hold is on it: {reason}"),
    NOT_CLOSED_TO_DELETE("the sitting is not held here, or not closed yet"),
    NOTHING_DUE("nothing of it is kept whose time has begun to run"),
    KEPT_UNTIL("it is kept until {until}"),
    NO_REQUEST_GRANTED("no request to delete this was granted"),
    NO_NOTICE("no notice of results has begun"),
    OBJECTIONS_UNTIL("results may be objected to until {until}"),
    ERASE_UPON(
            "\"{given}\" names neither a sitting, a candidate of one, a member of"
                    + " staff nor a request"),
    ERASE_BECAUSE("data is deleted when it is due or by a request, not because of \"{given}\""),
    SHARE_HELD("a legal hold is on it: do not destroy your key file"),
    SHARE_NOT_DUE("it is not to be destroyed yet; you will be told when"),
    SHARE_DUE_FROM("it is not to be destroyed before {from}"),
    SHARE_KEY_NEEDED("the same key file still serves sitting {sitting}; keep it until that is due"),
    SHARE_SAID("it was said already that this share is no more");

    private static final Pattern PARAMETER = Pattern.compile("\\{([a-z]+)}");

    /// Those without parameters, which are most.
    private static final Map<String, Sentence> PLAIN =
            Arrays.stream(values())
                    .filter(one -> one.parameters.isEmpty())
                    .collect(Collectors.toMap(one -> one.template, Function.identity()));

    /// The longest first, since "done for {many}" is also the beginning of a longer one.
    private static final List<Sentence> WITH_PARAMETERS =
            Arrays.stream(values())
                    .filter(one -> !one.parameters.isEmpty())
                    .sorted(
                            Comparator.comparingInt((Sentence one) -> one.template.length())
                                    .reversed())
                    .toList();

    private final String template;
    private final List<String> parameters;
    private final Pattern pattern;

    /// A sentence with its code and what was filled in.
    ///
    /// @param with the parameters by name, in the order of the sentence
    public record Told(Sentence sentence, Map<String, String> with) {

        public Told {
            requireNonNull(sentence, "sentence");
            with = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(with));
        }
    }

    Sentence(String template) {
        this.template = template;
        var names = new ArrayList<String>();
        var text = new StringBuilder();
        var found = Pattern.compile("\\{([a-z]+)}").matcher(template);
        int at = 0;
        while (found.find()) {
            names.add(found.group(1));
            text.append(Pattern.quote(template.substring(at, found.start()))).append("(.*?)");
            at = found.end();
        }
        text.append(Pattern.quote(template.substring(at)));
        parameters = List.copyOf(names);
        pattern = Pattern.compile(text.toString(), Pattern.DOTALL);
    }

    /// The code in the specification.
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The sentence with its parameters in braces.
    public String template() {
        return template;
    }

    /// The names of its parameters, in their order.
    public List<String> parameters() {
        return parameters;
    }

    /// The sentence with its parameters filled in, in their order.
    ///
    /// @throws IllegalArgumentException when it has other parameters than so many
    public String of(Object... with) {
        if (with.length != parameters.size()) {
            throw new IllegalArgumentException(
                    "sentence %s has %d parameters, not %d"
                            .formatted(code(), parameters.size(), with.length));
        }
        int next = 0;
        var text = new StringBuilder();
        var found = PARAMETER.matcher(template);
        int at = 0;
        while (found.find()) {
            text.append(template, at, found.start()).append(with[next++]);
            at = found.end();
        }
        return text.append(template.substring(at)).toString();
    }

    /// Which sentence a text is, if it is one of these.
    public static Optional<Told> told(String text) {
        var plain = PLAIN.get(text);
        return plain != null
                ? Optional.of(new Told(plain, Map.of()))
                : WITH_PARAMETERS.stream().flatMap(one -> one.read(text).stream()).findFirst();
    }

    /// This sentence's parameters as they stand in a text, if the text is this sentence.
    Optional<Told> read(String text) {
        var found = pattern.matcher(text);
        if (!found.matches()) {
            return Optional.empty();
        }
        var with = new LinkedHashMap<String, String>();
        for (int i = 0; i < parameters.size(); i++) {
            with.put(parameters.get(i), found.group(i + 1));
        }
        return Optional.of(new Told(this, with));
    }
}
