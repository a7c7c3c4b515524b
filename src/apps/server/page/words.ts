import type { Words } from '../../../domain/playbooks/model.ts'

export type Lang = keyof Words

/** The words of the page, in both languages. What a playbook names (rules, roles, levels) has its words there. */
const WORDS = {
  title: { en: 'Status', zh: '状态' },
  about: { en: 'From one warning to one doorstep', zh: '从一次预警到每家门口' },
  skip: { en: 'Skip to the picture', zh: '跳到主要内容' },
  where: { en: 'Where', zh: '位置' },
  language: { en: 'Language', zh: '语言' },
  lanes: { en: 'What is shown', zh: '显示' },
  actual: { en: 'Real life', zh: '实际' },
  exercise: { en: 'Exercise', zh: '演习' },
  isExercise: { en: 'This is an exercise. Nobody is really called.', zh: '这是演习，不会真正呼叫任何人。' },
  required: { en: 'Required', zh: '要求' },
  named: { en: 'named', zh: '已指派' },
  saidYes: { en: 'said yes', zh: '已答应' },
  there: { en: 'there', zh: '已到位' },
  heardInTime: { en: 'heard in time', zh: '按时报告' },
  few: { en: 'too few', zh: '人手不足' },
  unheld: { en: 'Nobody on it, or too few', zh: '无人负责或人手不足' },
  late: { en: 'Not yet heard', zh: '尚未报告' },
  hazards: { en: 'Hazards that stand', zh: '未排除险情' },
  nothingRequired: { en: 'Nothing is required here now.', zh: '目前此处没有要求。' },
  rules: { en: 'What is required', zh: '要求明细' },
  rule: { en: 'Requirement', zh: '要求' },
  inForce: { en: 'In force', zh: '响应中' },
  noCampaigns: {
    en: 'No campaign is open. When a warning comes in, what it puts in force is listed here.',
    zh: '没有启动响应。收到预警后，启动的响应会列在这里。',
  },
  since: { en: 'since', zh: '自' },
  below: { en: 'Below', zh: '下级' },
  area: { en: 'Area', zh: '区域' },
  gaps: { en: 'Gravest gaps', zh: '最紧急的缺口' },
  noGaps: { en: 'No gap: somebody is on everything, and all was heard.', zh: '没有缺口：均有人负责，均已报告。' },
  gapsAbove: { en: 'Gaps are listed inside a county. Open one above.', zh: '缺口在县级列出，请在上方选择。' },
  nobody: { en: 'nobody on it', zh: '无人负责' },
  notHeard: { en: 'not yet heard', zh: '尚未报告' },
  callouts: { en: 'Call-outs', zh: '呼叫' },
  noCallouts: { en: 'Nobody is being called.', zh: '目前没有呼叫任何人。' },
  called: { en: 'called', zh: '已呼叫' },
  calling: { en: 'calling still', zh: '仍在呼叫' },
  ended: { en: 'calling ended', zh: '呼叫结束' },
  arrived: { en: 'arrived', zh: '已到位' },
  coming: { en: 'coming', zh: '将到位' },
  heard: { en: 'heard, not yet answered', zh: '已收到，未答复' },
  declined: { en: 'can not come', zh: '不能来' },
  silent: { en: 'silent', zh: '未应答' },
  stoodDown: { en: 'stood down', zh: '已解除' },
  within: { en: 'heard within 5, 15, 30 minutes', zh: '5、15、30分钟内应答' },
  warnings: { en: 'Latest warnings', zh: '最新预警' },
  noWarnings: { en: 'No warning has come in.', zh: '没有收到预警。' },
  received: { en: 'just received', zh: '刚收到' },
  'in-force': { en: 'in force', zh: '生效中' },
  untilCancelled: { en: 'stands until cancelled', zh: '直至取消' },
  until: { en: 'until', zh: '至' },
  over: { en: 'over', zh: '已结束' },
  noted: { en: 'noted, calls nobody', zh: '已记录，不呼叫' },
  'set-aside': { en: 'could not be acted on', zh: '处理失败' },
  touchesNothing: { en: 'touches no place', zh: '未涉及任何地点' },
  Extreme: { en: 'extreme', zh: '特别严重' },
  Severe: { en: 'severe', zh: '严重' },
  Moderate: { en: 'moderate', zh: '中等' },
  Minor: { en: 'minor', zh: '轻微' },
  Unknown: { en: 'severity unknown', zh: '程度不明' },
  engine: { en: 'Database', zh: '数据库' },
  embedded: { en: 'embedded', zh: '内置' },
  server: { en: 'PostgreSQL', zh: 'PostgreSQL' },
  distributed: { en: 'Citus', zh: 'Citus' },
  asOf: { en: 'as of', zh: '截至' },
  upToDate: { en: 'no work waits', zh: '没有待处理的工作' },
  behind: { en: 'work has waited since', zh: '有工作等待处理，自' },
  lost: {
    en: 'No connection. This is the picture as of the time below; trying again.',
    zh: '连接中断。显示的是下方时间的情况，正在重试。',
  },
  api: { en: 'API', zh: '接口' },
  emptyTitle: { en: 'Nothing is loaded yet', zh: '尚未载入数据' },
  emptyText: {
    en: 'Here you will see, for each area, what is required, who answers for it, and where there is nobody. Begin with an exercise: it loads a county and replays a flood.',
    zh: '这里将显示每个区域的要求、负责人以及无人负责之处。请先运行一次演习：它会载入一个县并重演一次洪水。',
  },
  tryIt: { en: 'To see one, replay a flood:', zh: '想看一看，可重演一次洪水：' },
  choose: { en: 'Choose an area', zh: '选择区域' },
  toTop: { en: 'To the top', zh: '回到首页' },
} as const satisfies Record<string, Words>

export type Word = keyof typeof WORDS

export function say(word: Word, lang: Lang): string {
  return WORDS[word][lang]
}

export function isWord(text: string): text is Word {
  return Object.hasOwn(WORDS, text)
}

/** The language asked for, else the first of ours that the browser prefers (RFC 9110 §12.5.4), else English. */
export function chooseLang(asked: string | undefined, accepted: string | undefined): Lang {
  if (asked === 'en' || asked === 'zh') return asked
  const wishes = (accepted ?? '').split(',').map((wish) => {
    const [tag = '', quality] = wish.trim().split(/;\s*q=/)
    return { lang: tag.slice(0, 2).toLowerCase(), q: quality === undefined ? 1 : Number(quality) || 0 }
  })
  const best = wishes.filter(({ lang, q }) => (lang === 'en' || lang === 'zh') && q > 0).sort((a, b) => b.q - a.q)[0]
  return best?.lang === 'zh' ? 'zh' : 'en'
}
