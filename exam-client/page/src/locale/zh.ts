/** What the page says, in Chinese. English stands in `en.ts` under the same names. */
export const zh = {
  app: { title: '考试', skip: '跳到主要内容', main: '主要内容', connecting: '正在启动，请稍候…', drill: '演练 · 不是正式考试，本机未锁定', drillLocked: '演练 · 不是正式考试' },
  language: { switch: 'English', name: '中文', both: '试题同时显示两种语言' },
  bar: {
    seat: '座位 {seat}', acts: '求助与显示', raise: '举手', lower: '已举手 · 放下', raised: '已举手，监考员会看到。请在座位上等候。', lowered: '手已放下。', noLine: '现在没有网络，请直接举手示意。', display: '显示',
    lost: '网络中断', up: '已连接', back: '网络已恢复。', lostLong: '网络中断。请继续作答，内容保存在本机，恢复后自动上传。',
  },
  input: {
    chinese: '中', latin: '英', isChinese: '中文输入，{method}；Ctrl+空格切换', isLatin: '英文输入；Ctrl+空格切换到中文', next: '换输入法：{method}', none: '中文输入不可用', nowChinese: '中文输入', nowLatin: '英文输入',
    lost: '中文输入法已停止，正在重新启动。英文和数字可以照常输入。', back: '中文输入法已恢复。', line: '正在输入的拼音和候选词', before: '上一页', after: '下一页',
  },
  work: { untouched: '尚未作答', saving: '正在保存…', saved: '已保存 {at}', restored: '先前的作答都在', stuck: '未保存：作答太长', savedLost: '已保存 {at} · 网络中断', kept: '已存于本机：网络中断', isSaved: '已保存', label: '保存状态' },
  time: { left: '剩余时间', hidden: '时间已隐藏', hide: '隐藏', show: '显示时间', held: '计时暂停', over: '时间到', warning: '距考试结束还有 {minutes} 分钟。', minutes: '{n} 分钟', overLong: '考试时间到，系统正在收卷，请稍候。不要关机。' },
  display: { title: '显示设置', zoom: '大小', scheme: '配色', spacing: '字距与行距', close: '关闭', light: '明亮', warm: '米黄', dark: '深色', contrast: '黑底黄字', ink: '白底黑字', normal: '标准', wide: '较宽', wider: '更宽', timer: '显示剩余时间' },
  messages: {
    title: '通知', close: '知道了', said: '监考员通知：', extended: '考试时间延长 {by}', extendedLong: '您的考试时间已延长 {by}（{cause}）。', held: '考试暂停（{cause}）', resumed: '考试继续，计时恢复。', restored: '您先前的作答已恢复到本机。',
    notTaken: '有 {count} 处改动在收卷后才到达，未被计入。', demanded: '监考员正在查看本机摄像头画面。', moved: '您的考试已转到另一座位。', trouble: '提示',
  },
  cause: {
    'machine-fault': '机器故障', 'power-cut': '停电', 'network-fault': '网络故障', illness: '身体不适', accommodation: '合理便利', 'late-start': '开考延迟', disturbance: '考场秩序', breach: '违纪处理', 'candidate-request': '考生申请',
    identity: '身份核对', evacuation: '紧急疏散', 'content-fault': '试题问题', other: '其他',
  },
  welcome: {
    title: '欢迎参加考试', lead: '请确认本机正常，再用准考证号登录。', checks: '本机检查', begin: '下一步：登录', wait: '正在检查本机…', checking: '检查中', good: '正常', note: '提示', warning: '注意', refused: '不允许',
    call: '如有问题，请按右上角“举手”。',
  },
  signIn: {
    title: '登录', ticket: '准考证号', secret: '口令', secretHelp: '口令印在准考证上，或由监考员告知，区分大小写。看不清输入的内容时，请按“显示口令”。', show: '显示口令', hide: '隐藏口令', go: '登录', trying: '正在登录，请稍候…', giveUp: '取消', card: '座位上有扫码器时，可以直接扫准考证上的条码。',
    queue: '前面还有 {place} 位，约 {seconds} 秒。', again: '系统会自动重试。', empty: '请填写准考证号和口令。',
  },
  data: { title: '请核对您的信息', lead: '确认是您本人，且信息无误。', name: '姓名', ticket: '准考证号', seat: '座位', photo: '报名照片', noPhoto: '没有报名照片，监考员会当面核对。', yes: '是我本人，信息无误', no: '不是我，或信息有误', told: '已通知监考员，请在座位上等候。', continued: '您的考试将从中断处继续，先前的作答都在。' },
  camera: {
    title: '摄像头检查', leadShort: '请坐好，让面部在画面中间。', lead: '请坐好，让面部在画面中间。考试中每隔几秒拍一张照片，只用于监考。', picture: '摄像头实时画面', none: '没有摄像头画面。您可以照常考试，监考员会另行核对。', off: '摄像头没有打开。', starting: '正在打开摄像头…', lost: '摄像头没有画面。请举手，或直接继续。', good: '画面清楚，可以继续。',
    next: '继续', nextAnyway: '直接继续',
    dark: '光线太暗，请打开灯或调整位置。', bright: '光线太强，请避开背后的窗户或灯。', blurred: '画面模糊，请擦一擦镜头。', covered: '镜头被挡住了，请移开遮挡物。', 'no-face': '画面里没有看到面部，请面向屏幕坐好。', 'several-faces': '画面里不止一个人。', 'off-centre': '请往画面中间坐。', 'too-far': '请靠近一点。', 'too-near': '请坐远一点。', frozen: '画面没有变化，请动一动。',
    faceTitle: '是否同意人脸比对（可选）',
    faceText: '如果您同意，考试中会把摄像头画面里的面部与您刚才检查时的画面比对，看是不是同一个人。\n人脸信息是敏感个人信息：只用于本次考试，特征只留在本机内存里，考试结束即消失。结果只提示监考员，不会自动认定任何事情。\n是否同意由您自己决定。不同意时，由监考员当面核对证件，考试的其他方面完全相同。开考前可以改变选择，同意之后随时可以撤回。',
    faceYes: '同意人脸比对', faceNo: '不同意，由监考员核对证件', faceAsk: '请先在两项中选择一项。',
    picturesTitle: '是否同意拍照', picturesText: '考试中每隔几秒拍一张您座位的照片，只供监考员查看，按规定期限删除。不同意时摄像头不会打开，由监考员在现场监考，考试的其他方面完全相同。选择随时可以改变。',
    picturesYes: '同意拍照', picturesNo: '不同意，由监考员在现场监考',
    short: '摄像头', shortLive: '摄像头已开', hold: '很好，请保持片刻。', shortLost: '摄像头没有画面', shortOff: '摄像头已关',
    panelTitle: '摄像头', panelLive: '考试中每隔几秒拍一张照片，只供监考员查看。', panelLost: '摄像头现在没有画面。考试照常进行，您的作答不受影响，监考员已经知道。', panelStarting: '正在打开摄像头…', panelOff: '摄像头没有打开，不拍照。', panelHeld: '暂停期间摄像头已关闭，不拍照。',
    withdrawFace: '撤回对人脸比对的同意', withdrawPictures: '撤回对拍照的同意', givePictures: '同意拍照', faceOn: '您已同意人脸比对。', saidLost: '摄像头没有画面。考试照常进行。', saidBack: '摄像头画面已恢复。', close: '关闭',
  },
  rules: {
    title: '考场规则与承诺', read: '我已阅读并承诺', pledgeTitle: '考生承诺', started: '考试已经开始，计时已在进行。阅读并确认后即可作答。',
    rules: [
      '只使用本机的考试系统作答，不重启、不关机、不插拔任何设备。',
      '不得携带手机、电子设备和与考试有关的资料到座位。',
      '考试开始前、结束后不得作答；时间以屏幕右上角的剩余时间为准。',
      '作答会自动保存，无需手动存盘。右上角随时显示保存状态。',
      '遇到任何异常，请按“举手”，不要自行处理。网络中断时请继续作答。',
      '需要草稿纸请向监考员领取，考后交回。',
      '交卷后请看到“交卷成功”和回执，再离开座位。',
      '违反规则的，按《专业技术人员资格考试违纪违规行为处理规定》处理。',
    ],
    pledge: '我已阅读并理解以上规则，保证本人参加考试，诚实作答，自觉遵守考场纪律。如有违反，自愿接受处理。',
  },
  tryOut: { title: '试做', lead: '下面的题只是让您熟悉操作，不计分、不保存。可以试一试输入法和右上角的显示设置。', next: '下一题', previous: '上一题', done: '试做完毕', skip: '跳过试做', of: '第 {n} 题，共 {of} 题' },
  waiting: {
    title: '一切就绪，请等待开考', lead: '到时间会自动进入试卷，您不用做任何操作。', startsIn: '距离开考', startsAt: '开考时间 {at}', soon: '等待启封试卷，请稍候…', unknown: '等待开考', fetching: '正在准备试卷 {percent}%', ready: '试卷已安全到达本机，开考后才能打开。', again: '再试做一次',
    calm: ['作答会自动保存，不用担心。', '可以先试一试输入法和字号。', '有任何问题，按“举手”，监考员会过来。', '深呼吸，放松肩膀。'], duration: '考试时长 {span}',
  },
  exam: {
    title: '考试', item: '第 {n} 题', itemOf: '第 {n} 题，共 {of} 题', previous: '上一题', next: '下一题', flag: '标记', unflag: '取消标记', finish: '交卷', navigator: '题目导航', section: '第 {n} 部分', answered: '已答', unanswered: '未答', flagged: '已标记', current: '当前',
    material: '材料', question: '题目', tools: '工具', loading: '正在打开…', failed: '这道题暂时打不开，系统会再试。', tryAgain: '再试一次', linear: '本部分按顺序作答，离开后不能返回。', leaveLinear: '进入下一题后不能返回本题。确定吗？', yesLeave: '进入下一题', stay: '留在本题',
    instructions: '本部分说明', count: '已答 {answered} / {of}', state: '第 {n} 题，{state}', and: '，', tooLong: '作答太长，超出部分无法保存。请删减。', notNow: '这次操作暂时不能进行。',
  },
  tools: {
    eliminator: '排除选项', highlighter: '标亮', reader: '阅读线', scratch: '草稿', calculator: '计算器',
    reading: '阅读线位置，用上下方向键移动', mark: '标亮所选文字', markThis: '标亮', unmark: '清除全部标亮', yellow: '黄', green: '绿', pink: '粉', markHelp: '用鼠标选中文字再选颜色；或用左右方向键逐句移动，按空格标亮。', marked: '已标亮', unmarked: '已取消标亮', sentence: '当前句：{text}',
    scratchTitle: '草稿', scratchHelp: '只有您自己能看到，不计分，考试结束后删除。', closeTool: '关闭{name}', markNothing: '请先选中文字。',
  },
  calc: { title: '计算器', display: '算式', result: '结果', degrees: '角度', radians: '弧度', clear: '清除', back: '退格', equals: '等于', error: '算式有误', undefined: '无定义', tooLarge: '超出范围', memoryIn: '存入', memoryOut: '取出', memoryClear: '清存储', insert: '填入 {key}', help: '可以直接用键盘输入，回车计算。' },
  closing: {
    title: '交卷前请确认', lead: '交卷后不能再修改。', answered: '已答 {n} 题，共 {of} 题。', unanswered: '未答', flagged: '已标记', none: '没有', back: '返回继续作答', submit: '确认交卷', sure: '确定要交卷吗？', sureUnanswered: '还有 {n} 题未答。确定要交卷吗？', yes: '交卷', no: '再看看', tooEarly: '{at} 之后才能交卷。', waiting: '正在保存最后的作答…', left: '剩余时间 {span}，可以返回再检查。',
  },
  handingIn: { title: '正在交卷', lead: '正在核对每一题都已保存，请稍候。不要关机。', kept: '网络中断。您的作答都在本机，恢复后会自动交卷。请举手告知监考员。' },
  closed: {
    submitted: '交卷成功', collected: '时间到，已自动收卷', voided: '本次考试已被宣布无效', submittedAt: '交卷时间 {at}', collectedAt: '收卷时间 {at}', voidedAt: '时间 {at}', notTaken: '有 {n} 处改动在收卷后才到达，未被计入。', receipt: '回执', code: '回执编号', receiptHelp: '回执证明您的作答已完整保存。请抄下编号，向考试机构查询时可以报出。二维码是完整的回执，成绩公布后可用它核验；需要留存时请举手，不要自行取出手机。', part: '第 {n} 张，共 {of} 张', waitReceipt: '正在取回执…',
    holds: '本机已核验回执', 'signer-not-known': '回执完整；签名方本机无法核验', fails: '本机未能核验这份回执。请举手告知监考员，并保留回执。', next: '接下来',
    afterwards: '成绩公布前，试题和答案都不会公开。请收好准考证，按通知时间查询成绩。现在请安静离场，草稿纸交给监考员。', done: '我已记下，结束', doneSure: '您的作答已交到服务器。结束后，本机上的考试数据会清除。', doneSureVoided: '结束后，本机上的考试数据会清除。', voidedText: '原因：{cause}。请举手，向监考员了解情况。', count: '已答 {n} 题',
  },
  held: { title: '考试暂停', lead: '计时已停止，您的考试时间不会减少。\n请在座位上安静等候，恢复后会回到刚才的题目。', cause: '原因：{cause}', left: '恢复后还剩 {span}', saved: '您的作答已保存。' },
  lockedOut: { title: '本机暂时不能考试', lead: '系统在本机发现了下面的情况。监考员看到的是同样的内容。请举手，不要自行处理。', running: '考试仍在进行，请立即举手。', evidence: '依据：{text}' },
  stopped: { title: '本座位已停止', moved: '您的考试已转到另一座位', movedLead: '请按监考员的指引到新座位，用同样的准考证号和口令登录。您的作答都在。', finish: '结束本座位' },
  givenBack: { title: '谢谢，您可以离开了', lead: '本机已恢复原状，您的数据已从本机清除。\n请把草稿纸交给监考员，安静离场。', failed: '有几项没有恢复，请告知监考员：', notWiped: '本机的数据尚未清除，请告知监考员。' },
} as const;
