import type { WordTable } from '../words/table.ts'

/** Words of a desk that telephones. */
export const DESK = {
  'desk.group': { en: 'What {{name}} said', zh: '{{name}}的答复' },
  'desk.acknowledged': { en: 'Heard', zh: '已收到' },
  'desk.accepted': { en: 'Coming', zh: '将到位' },
  'desk.declined': { en: 'Can’t', zh: '不能来' },
  'desk.arrived': { en: 'There', zh: '已到位' },
  'desk.earlier': { en: 'Said earlier…', zh: '较早答复…' },
  'desk.hint': {
    en: 'Keys in a row: H heard, C coming, N can’t, T there.',
    zh: '行内快捷键：H 已收到，C 将到位，N 不能来，T 已到位。',
  },
  'desk.dial': { en: 'Telephone {{name}}: {{number}}', zh: '拨打{{name}}：{{number}}' },
  'desk.no-number': { en: 'no number', zh: '无电话' },
  'desk.many.do': { en: 'Write down what they said', zh: '登记答复' },

  'desk.write': { en: 'Write down what was said', zh: '登记答复' },
  'desk.write.says': {
    en: '{{names}}: their answer is kept with the moment it was given and who wrote it down.',
    zh: '{{names}}：将记录答复内容、答复时间和登记人。',
  },
  'desk.write.stops': { en: 'They are not rung again for it.', zh: '系统不再就此呼叫。' },
  'desk.write.what': { en: 'What was said', zh: '答复内容' },
  'desk.write.at': { en: 'At what time', zh: '答复时间' },
  'desk.write.at.hint': { en: 'Left empty: now. Not before the call.', zh: '不填即为现在；不早于呼叫时间。' },
  'desk.write.why': { en: 'Why not', zh: '不能来的原因' },
  'desk.write.do': { en: 'Write down', zh: '登记' },
  'desk.write.text': { en: 'Other reason, or more about it', zh: '其他原因或补充说明' },
  'desk.why.ill': { en: 'ill or hurt', zh: '生病或受伤' },
  'desk.why.away': { en: 'not in the county', zh: '不在本县' },
  'desk.why.way': { en: 'no way there', zh: '道路不通' },
  'desk.why.busy': { en: 'on another duty', zh: '另有任务' },
  'desk.done': { en: '{{names}}: {{kind}}, written down', zh: '已登记{{names}}：{{kind}}' },
  'desk.done.before': { en: '{{names}} had said so already', zh: '{{names}}此前已如此答复' },

  'desk.just': { en: 'Written down in the last ten minutes', zh: '最近十分钟的登记' },
  'desk.just.back': { en: 'Take back', zh: '撤回' },
  'desk.just.back.of': { en: 'Take back: {{names}}, {{kind}}', zh: '撤回：{{names}}，{{kind}}' },
  'desk.just.done': { en: 'Taken back: {{names}} as before', zh: '已撤回：{{names}}恢复原状' },

  'desk.unheard.silent': { en: 'Called, not heard of', zh: '已呼叫，未应答' },
  'desk.unheard.declined': { en: 'Said no, and the place is open', zh: '不能来，岗位仍空缺' },
  'desk.unheard.says_one': {
    en: '{{area}} · {{count, number}} person: {{names}}',
    zh: '{{area}} · {{count, number}}人：{{names}}',
  },
  'desk.unheard.says_other': {
    en: '{{area}} · {{count, number}} people: {{names}}',
    zh: '{{area}} · {{count, number}}人：{{names}}',
  },
  'desk.unheard.open_one': { en: 'Telephone them', zh: '打电话' },
  'desk.unheard.open_other': { en: 'Telephone them ({{count, number}})', zh: '逐个打电话（{{count, number}}人）' },
  'desk.unheard.close': { en: 'Close', zh: '收起' },
  'desk.unheard.callout': { en: 'The call-out', zh: '查看呼叫' },
  'desk.unheard.more': { en: 'More of them', zh: '更多' },
  'desk.unheard.none': { en: 'All of them have answered.', zh: '均已答复。' },
  'desk.unheard.for': { en: '{{place}} · called {{for}} ago', zh: '{{place}} · 呼叫于{{for}}前' },
  'desk.unheard.for.many_one': {
    en: '{{place}} and {{count, number}} more · called {{for}} ago',
    zh: '{{place}}等另{{count, number}}处 · 呼叫于{{for}}前',
  },
  'desk.unheard.for.many_other': {
    en: '{{place}} and {{count, number}} more · called {{for}} ago',
    zh: '{{place}}等另{{count, number}}处 · 呼叫于{{for}}前',
  },
  'desk.unheard.others': { en: 'the people of others', zh: '所辖人员' },

  'desk.stop': { en: 'Stop the call-out', zh: '停止呼叫' },
  'desk.stop.do': { en: 'Stop calling', zh: '停止呼叫' },
  'desk.stop.says_one': {
    en: '{{count, number}} person who has not answered is waited for no longer: {{names}}. {{ringing}} would still have been rung; {{withdrawn}} calls that are not sent yet are taken back.',
    zh: '不再等待{{count, number}}名未答复人员：{{names}}。其中{{ringing}}人不再呼叫，撤回未发出的呼叫{{withdrawn}}条。',
  },
  'desk.stop.says_other': {
    en: '{{count, number}} people who have not answered are waited for no longer: {{names}}. {{ringing}} would still have been rung; {{withdrawn}} calls that are not sent yet are taken back.',
    zh: '不再等待{{count, number}}名未答复人员：{{names}}。其中{{ringing}}人不再呼叫，撤回未发出的呼叫{{withdrawn}}条。',
  },
  'desk.stop.stay': {
    en: '{{n}} who said yes or no, or are there, are left as they are. Nobody loses a duty; the engine does not call for these duties again, but you can (“Call again”). For ten minutes the stop can be undone, under “Done lately”.',
    zh: '已答复或已到位的{{n}}人不受影响。职责不变；系统不再就此自动呼叫，但可由人工“再次呼叫”。停止操作不可撤销。',
  },
  'desk.stop.tell': { en: 'Tell those who were reached that they may stay', zh: '通知已接到呼叫的人员不必前来' },
  'desk.stop.tell.n_one': {
    en: '{{count, number}} telephone rings or gets a text',
    zh: '将通知{{count, number}}部电话',
  },
  'desk.stop.tell.n_other': {
    en: '{{count, number}} telephones ring or get a text',
    zh: '将通知{{count, number}}部电话',
  },
  'desk.stop.done_one': {
    en: 'Stopped: {{count, number}} person is waited for no longer',
    zh: '已停止：不再等待{{count, number}}人',
  },
  'desk.stop.done_other': {
    en: 'Stopped: {{count, number}} people are waited for no longer',
    zh: '已停止：不再等待{{count, number}}人',
  },

  'coming.title': { en: 'Who comes on next', zh: '下一班人员' },
  'coming.title.person': { en: 'Next duties of this person', zh: '后续值守' },
  'coming.from': { en: 'from {{from}}', zh: '自{{from}}起' },
  'coming.call-at': { en: 'is called at {{at}}', zh: '将于{{at}}呼叫' },
  'coming.call-now': { en: 'is called now', zh: '即将呼叫' },
  'coming.not-asked': { en: 'is not called for it', zh: '无需呼叫' },
  'coming.line': { en: 'Changes of shift along the dam', zh: '沿堤换班' },
  'coming.change_one': {
    en: '{{at}}: {{count, number}} comes on, {{yes}} said yes',
    zh: '{{at}}：{{count, number}}人接班，{{yes}}人已答复将到位',
  },
  'coming.change_other': {
    en: '{{at}}: {{count, number}} come on, {{yes}} said yes',
    zh: '{{at}}：{{count, number}}人接班，{{yes}}人已答复将到位',
  },
} satisfies WordTable
