import type { zh } from './zh';

type Same<T> = { readonly [K in keyof T]: T[K] extends string ? string : T[K] extends readonly string[] ? readonly string[] : Same<T[K]> };

/** What the page says, in English. */
export const en: Same<typeof zh> = {
  app: { title: 'Exam', skip: 'Skip to main content', main: 'Main content', connecting: 'Starting, please wait…', drill: 'Rehearsal · this is no real exam, the machine is not locked', drillLocked: 'Rehearsal · this is no real exam' },
  language: { switch: '中文', name: 'English', both: 'Show items in both languages' },
  bar: {
    seat: 'Seat {seat}', acts: 'Help and display', raise: 'Raise hand', lower: 'Hand raised · lower', raised: 'Your hand is raised; the proctors see it. Please wait at your seat.', lowered: 'Your hand is lowered.', noLine: 'There is no network at present. Please raise your own hand.', display: 'Display',
    lost: 'Network lost', up: 'Connected', back: 'The network is back.', lostLong: 'The network is lost. Please go on: your work is kept on this machine and sent as soon as it is back.',
  },
  input: {
    chinese: '中', latin: '英', isChinese: 'Chinese input, {method}; Ctrl+Space switches', isLatin: 'Latin input; Ctrl+Space switches to Chinese', next: 'Change input method: {method}', none: 'No Chinese input', nowChinese: 'Chinese input', nowLatin: 'Latin input',
    lost: 'The Chinese input method stopped and is being started again. Latin letters and digits can be typed as usual.', back: 'The Chinese input method is back.', line: 'What is being typed, and candidates', before: 'Previous page', after: 'Next page',
  },
  work: { untouched: 'No response yet', saving: 'Saving…', saved: 'Saved {at}', restored: 'Earlier responses are here', stuck: 'Not saved: response too long', savedLost: 'Saved {at} · network lost', kept: 'Kept on this machine: connection lost', isSaved: 'Saved', label: 'Save state' },
  time: { left: 'Time left', hidden: 'Time hidden', hide: 'Hide', show: 'Show time', held: 'Clock stopped', over: 'Time is over', warning: '{minutes} minutes left.', minutes: '{n} minutes', overLong: 'Time is over; your exam is being collected. Please wait, and do not switch off.' },
  display: { title: 'Display', zoom: 'Size', scheme: 'Colours', spacing: 'Spacing', close: 'Close', light: 'Light', warm: 'Warm', dark: 'Dark', contrast: 'Yellow on black', ink: 'Black on white', normal: 'Normal', wide: 'Wide', wider: 'Wider', timer: 'Show time left' },
  messages: {
    title: 'Notices', close: 'Understood', said: 'From the proctor: ', extended: 'Your time was extended by {by}', extendedLong: 'Your time was extended by {by} ({cause}).', held: 'The exam is paused ({cause})', resumed: 'The exam goes on; the clock runs again.', restored: 'Your earlier responses are back on this machine.',
    notTaken: '{count} changes arrived after collection and do not count.', demanded: 'The proctor is looking at this seat’s camera.', moved: 'Your exam was moved to another seat.', trouble: 'Note',
  },
  cause: {
    'machine-fault': 'machine fault', 'power-cut': 'power cut', 'network-fault': 'network fault', illness: 'illness', accommodation: 'accommodation', 'late-start': 'late start', disturbance: 'disturbance', breach: 'breach of rules', 'candidate-request': 'at your request',
    identity: 'identity check', evacuation: 'evacuation', 'content-fault': 'fault in an item', other: 'other',
  },
  welcome: {
    title: 'Welcome to the exam', lead: 'Please see that this machine is in order, then sign in with your ticket number.', checks: 'This machine', begin: 'Next: sign in', wait: 'Checking this machine…', checking: 'checking', good: 'good', note: 'note', warning: 'attention', refused: 'not allowed',
    call: 'If something is wrong, press “Raise hand” at the top right.',
  },
  signIn: {
    title: 'Sign in', ticket: 'Ticket number', secret: 'Secret', secretHelp: 'The secret is on your admission ticket, or the proctor tells you; capital letters matter. To see what you type, press “Show secret”.', show: 'Show secret', hide: 'Hide secret', go: 'Sign in', trying: 'Signing in, please wait…', giveUp: 'Cancel', card: 'If there is a scanner at your seat, you can scan the code on your ticket.',
    queue: '{place} ahead of you, about {seconds} seconds.', again: ' This seat tries again by itself.', empty: 'Please fill in ticket number and secret.',
  },
  data: { title: 'Please check your data', lead: 'Confirm that this is you and that everything is right.', name: 'Name', ticket: 'Ticket number', seat: 'Seat', photo: 'Photo of your registration', noPhoto: 'There is no photo; the proctor will check in person.', yes: 'This is me, and it is right', no: 'This is not me, or something is wrong', told: 'The proctor was told. Please wait at your seat.', continued: 'Your exam goes on where it stopped. Your earlier responses are there.' },
  camera: {
    title: 'Camera check', leadShort: 'Please sit so that your face is in the middle.', lead: 'Please sit so that your face is in the middle. During the exam a picture is taken every few seconds, for supervision only.', picture: 'Live camera picture', none: 'There is no camera picture. You can sit the exam all the same; the proctor checks in another way.', off: 'The camera is not open.', starting: 'Opening the camera…', lost: 'The camera gives no picture. Raise your hand, or simply go on.', good: 'The picture is clear. You can go on.',
    next: 'Go on', nextAnyway: 'Go on anyway',
    dark: 'It is too dark. Please switch on a lamp or move a little.', bright: 'It is too bright. Please avoid a window or lamp behind you.', blurred: 'The picture is blurred. Please wipe the lens.', covered: 'The lens is covered. Please uncover it.', 'no-face': 'No face is to be seen. Please face the screen.', 'several-faces': 'There is more than one person in the picture.', 'off-centre': 'Please sit nearer to the middle.', 'too-far': 'Please come a little closer.', 'too-near': 'Please sit a little further away.', frozen: 'The picture does not change. Please move a little.',
    faceTitle: 'Face comparison (your choice)',
    faceText: 'If you agree, the face in the camera’s picture is compared, during the exam, with the picture of this check, to see whether it is the same person.\nFace data are sensitive personal data: they are used for this exam only, stay in the memory of this machine and are gone when the exam ends. The outcome is a hint for the proctor; nothing is decided by it.\nThe choice is yours. If you do not agree, the proctor checks your document in person, and everything else is exactly the same. You may change your mind until the exam starts, and withdraw your consent at any time.',
    faceYes: 'I agree to face comparison', faceNo: 'I do not agree; the proctor checks my document', faceAsk: 'Please choose one of the two first.',
    picturesTitle: 'Pictures (your choice)', picturesText: 'During the exam a picture of your seat is taken every few seconds, for the proctors only, and deleted when its time is over. If you do not agree, the camera stays closed, a proctor supervises in the room, and everything else is exactly the same. You may change your mind at any time.',
    picturesYes: 'I agree to pictures', picturesNo: 'I do not agree; a proctor supervises in the room',
    short: 'Camera', shortLive: 'Camera on', hold: 'Good. Please stay like this for a moment.', shortLost: 'Camera: no picture', shortOff: 'Camera off',
    panelTitle: 'Camera', panelLive: 'A picture is taken every few seconds, for the proctors only.', panelLost: 'The camera gives no picture at present. The exam goes on, your responses are not affected, and the proctor knows.', panelStarting: 'Opening the camera…', panelOff: 'The camera is not open; no pictures are taken.', panelHeld: 'The camera is closed during the interruption; no pictures are taken.',
    withdrawFace: 'Withdraw consent to face comparison', withdrawPictures: 'Withdraw consent to pictures', givePictures: 'Agree to pictures', faceOn: 'You agreed to face comparison.', saidLost: 'The camera gives no picture. The exam goes on.', saidBack: 'The camera’s picture is back.', close: 'Close',
  },
  rules: {
    title: 'Rules and pledge', read: 'I have read this and pledge it', pledgeTitle: 'Candidate’s pledge', started: 'The exam has started and the clock runs. Read and confirm, then you can respond.',
    rules: [
      'Use only the exam system on this machine. Do not restart it, switch it off or plug anything in or out.',
      'Keep phones, electronic devices and papers about the exam away from your seat.',
      'Do not respond before the start or after the end. The time left at the top right is the one that counts.',
      'Your work is saved by itself. The save state is always shown at the top right.',
      'If anything is wrong, press “Raise hand”; do not try to mend it. If the network fails, go on.',
      'Ask the proctor for scratch paper and give it back afterwards.',
      'After handing in, wait until you see “Handed in” and your receipt before you leave.',
      'Breaches are dealt with under the regulations on breaches in qualification exams.',
    ],
    pledge: 'I have read and understood these rules. I take this exam myself, respond honestly and keep to the rules of the room. If I do not, I accept the consequences.',
  },
  tryOut: { title: 'Try it out', lead: 'These items are for getting used to the screen. They are neither scored nor kept. Try your input method and the display settings too.', next: 'Next item', previous: 'Previous item', done: 'Done trying', skip: 'Skip', of: 'Item {n} of {of}' },
  waiting: {
    title: 'All is ready. Please wait for the start', lead: 'The exam opens by itself; there is nothing you need to do.', startsIn: 'Starts in', startsAt: 'Start at {at}', soon: 'Waiting for the form to be opened…', unknown: 'Waiting for the start', fetching: 'Preparing the form {percent}%', ready: 'The form is safely on this machine and opens at the start.', again: 'Try out again',
    calm: ['Your work is saved by itself; no need to worry.', 'You can try your input method and the text size.', 'If anything is wrong, press “Raise hand”; the proctor will come.', 'Breathe deeply and let your shoulders drop.'], duration: 'Time for the exam: {span}',
  },
  exam: {
    title: 'Exam', item: 'Item {n}', itemOf: 'Item {n} of {of}', previous: 'Previous', next: 'Next', flag: 'Flag', unflag: 'Remove flag', finish: 'Hand in', navigator: 'All items', section: 'Section {n}', answered: 'answered', unanswered: 'unanswered', flagged: 'flagged', current: 'current',
    material: 'Material', question: 'Question', tools: 'Tools', loading: 'Opening…', failed: 'This item cannot be opened at present; it will be tried again.', tryAgain: 'Try again', linear: 'This section goes in one direction: you cannot come back to an item.', leaveLinear: 'After going on you cannot come back to this item. Go on?', yesLeave: 'Go on', stay: 'Stay here',
    instructions: 'About this section', count: '{answered} of {of} answered', state: 'Item {n}, {state}', and: ', ', tooLong: 'This response is too long; what is beyond cannot be saved. Please shorten it.', notNow: 'This cannot be done at present.',
  },
  tools: {
    eliminator: 'Strike out', highlighter: 'Highlight', reader: 'Line reader', scratch: 'Scratch pad', calculator: 'Calculator',
    reading: 'Place of the line reader; arrow keys up and down move it', mark: 'Highlight what is selected', markThis: 'Highlight', unmark: 'Clear all highlights', yellow: 'Yellow', green: 'Green', pink: 'Pink', markHelp: 'Select text with the mouse, then a colour; or go by sentences with the arrow keys left and right and press Space.', marked: 'Highlighted', unmarked: 'Highlight removed', sentence: 'Sentence: {text}',
    scratchTitle: 'Scratch pad', scratchHelp: 'Only you see this. It is not scored and is deleted after the exam.', closeTool: 'Close {name}', markNothing: 'Please select some text first.',
  },
  calc: { title: 'Calculator', display: 'Expression', result: 'Result', degrees: 'Degrees', radians: 'Radians', clear: 'Clear', back: 'Backspace', equals: 'Equals', error: 'There is a mistake in it', undefined: 'Not defined', tooLarge: 'Out of range', memoryIn: 'Store', memoryOut: 'Recall', memoryClear: 'Clear store', insert: 'Insert {key}', help: 'You can type too; Enter calculates.' },
  closing: {
    title: 'Please check before handing in', lead: 'After handing in nothing can be changed.', answered: '{n} of {of} answered.', unanswered: 'Unanswered', flagged: 'Flagged', none: 'None', back: 'Go back to the exam', submit: 'Hand in', sure: 'Do you want to hand in?', sureUnanswered: '{n} items are unanswered. Do you want to hand in?', yes: 'Hand in', no: 'Not yet', tooEarly: 'You can hand in after {at}.', waiting: 'Saving your last responses…', left: ' You have {span} left and can still go back.',
  },
  handingIn: { title: 'Handing in', lead: 'Checking that every response is saved; please wait. Do not switch off.', kept: 'The network is lost. All your work is on this machine and is handed in by itself when it is back. Please raise your hand.' },
  closed: {
    submitted: 'Handed in', collected: 'Time is over; your exam was collected', voided: 'This session was voided', submittedAt: 'Handed in at {at}', collectedAt: 'Collected at {at}', voidedAt: 'At {at}', notTaken: '{n} changes arrived after collection and do not count.', receipt: 'Receipt', code: 'Receipt number', receiptHelp: 'The receipt proves that your responses were saved completely. Write the receipt number down; you can quote it to the exam office. The square code is the whole receipt, with which you can check after publication. If you want to keep it, raise your hand; do not take out a phone yourself.', part: 'Code {n} of {of}', waitReceipt: 'Fetching the receipt…',
    holds: 'This seat verified the receipt', 'signer-not-known': 'The receipt is complete; this seat cannot verify its signer', fails: 'This seat could not verify this receipt. Please raise your hand and keep the receipt.', next: 'What happens next',
    afterwards: 'Items and keys stay secret until results are published. Keep your admission ticket and look for your result when it is announced. Please leave quietly and give scratch paper to the proctor.', done: 'I have noted it; finish', doneSure: 'Your responses are at the server. When you finish, the exam’s data are removed from this machine.', doneSureVoided: 'When you finish, the exam’s data are removed from this machine.', voidedText: 'Reason: {cause}. Please raise your hand and ask the proctor.', count: '{n} answered',
  },
  held: { title: 'The exam is paused', lead: 'The clock is stopped; you lose no time.\nPlease wait quietly at your seat. You will come back to the same item.', cause: 'Reason: {cause}', left: '{span} left when it goes on', saved: 'Your work is saved.' },
  lockedOut: { title: 'This machine cannot be used at present', lead: 'The following was found on this machine. The proctor sees the same words. Please raise your hand and do not try to mend it.', running: 'The exam is running: raise your hand at once.', evidence: 'Evidence: {text}' },
  stopped: { title: 'This seat has stopped', moved: 'Your exam was moved to another seat', movedLead: 'Please follow the proctor to the new seat and sign in with the same ticket number and secret. Your responses are there.', finish: 'Finish at this seat' },
  givenBack: { title: 'Thank you. You may leave now', lead: 'This machine is as it was before, and your data are gone from it.\nPlease give scratch paper to the proctor and leave quietly.', failed: 'Some things could not be put back; please tell the proctor:', notWiped: 'Your data are not yet gone from this machine; please tell the proctor.' },
};
