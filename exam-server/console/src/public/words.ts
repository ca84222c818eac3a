const zh = {
  brand: '贡院 · 成绩查询与回执核验',
  theme: { label: '明暗', system: '跟随系统', light: '浅色', dark: '深色' },
  results: { title: '查询成绩', lead: '请输入准考证上的场次、准考证号和查询码。成绩在公示期结束、正式公布之后才能查询。', sitting: '场次', ticket: '准考证号', secret: '查询码', ask: '查询' },
  unpublished: '尚未公布。该场次的成绩还没有公布，或没有这个场次。公布之前对任何人都是同样的答复。',
  ended: '该场次的成绩已经公布过，保存期已满，按规定删除，不再提供查询。',
  none: '没有查到。请核对场次、准考证号和查询码。',
  outcome: { level: '合格', failed: '不合格', absent: '缺考', void: '成绩作废', transferred: '已转到其他场次' },
  result: { outcome: '结论', level: '等级', points: '分数', of: '{points} 分（满分 {maximum} 分）', session: '考试编号' },
  receipt: { title: '核验交卷回执', lead: '粘贴您交卷时得到的回执全文。核验它是否真实、是否在考试记录中；不显示姓名。', text: '回执全文', ask: '核验' },
  inRecord: '回执真实，且在考试记录中。',
  notInRecord: '回执未通过核验：{because}',
  because: { 'not-a-receipt': '这不是完整的回执', 'checkpoint-signature': '检查点的签名不符', 'not-included': '不在考试记录中', 'not-a-closing-entry': '所指的不是交卷记录', 'unknown-log': '不是已知的考试记录' },
  closed: '交卷方式',
  closedBy: { submitted: '考生交卷', expired: '到时自动收卷' },
  print: '打印',
  limited: '查询过于频繁，请在 {seconds} 秒后再试。',
  unreachable: '暂时连不上服务器，请稍后再试。',
  skip: '跳到正文',
};

const en: typeof zh = {
  brand: 'Gongyuan · Results and receipts',
  theme: { label: 'Light and dark', system: 'As the system', light: 'Light', dark: 'Dark' },
  results: { title: 'Look up a result', lead: 'Type the sitting, the ticket number and the secret from your admission ticket. Results can be asked for once they are published, after the notice period.', sitting: 'Sitting', ticket: 'Ticket number', secret: 'Secret', ask: 'Look up' },
  unpublished: 'Not published. The results of this sitting are not published yet, or there is no such sitting. Before publication everybody is told the same.',
  ended: 'The results of this sitting were published. The time for which they are kept is over; they were deleted and can be asked for no more.',
  none: 'Nothing was found. Check sitting, ticket number and secret.',
  outcome: { level: 'passed', failed: 'not passed', absent: 'absent', void: 'void', transferred: 'sent to another sitting' },
  result: { outcome: 'Outcome', level: 'Level', points: 'Points', of: '{points} of {maximum}', session: 'Session' },
  receipt: { title: 'Check a receipt', lead: 'Paste the whole receipt you got when you handed in. It is checked whether it is genuine and in the exam record; no name is shown.', text: 'The whole receipt', ask: 'Check' },
  inRecord: 'The receipt is genuine and in the exam record.',
  notInRecord: 'The receipt did not hold: {because}',
  because: { 'not-a-receipt': 'this is not a whole receipt', 'checkpoint-signature': 'the signature of its checkpoint does not hold', 'not-included': 'it is not in the exam record', 'not-a-closing-entry': 'it names an entry that closes no session', 'unknown-log': 'it is of no known exam record' },
  closed: 'Handed in',
  closedBy: { submitted: 'by the candidate', expired: 'when time was over' },
  print: 'Print',
  limited: 'Asked too often. Try again in {seconds} s.',
  unreachable: 'The server cannot be reached at the moment. Try again later.',
  skip: 'Skip to the page',
};

/** The words of the public page. */
export const words = { 'zh-CN': zh, en };
