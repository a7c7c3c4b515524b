import type { Cell, Column, ListName, Ref } from '../../../domain/board/lists/model.ts'
import type { Playbook, Words } from '../../../domain/playbooks/model.ts'

export type Lang = keyof Words

/** The words of a file that is downloaded: those of a screen are made in the browser. Headings by the column's key. */
export const HEADINGS: Readonly<Record<string, Words>> = {
  above: { en: 'Under', zh: '上级组织' },
  absence: { en: 'Absent as', zh: '请假类别' },
  accepted: { en: 'Coming', zh: '已接受' },
  acceptedAt: { en: 'Accepted', zh: '接受时间' },
  acknowledged: { en: 'Heard', zh: '已收到' },
  acknowledgedAt: { en: 'Heard at', zh: '收到时间' },
  act: { en: 'Act', zh: '操作' },
  after: { en: 'Carries then', zh: '采纳后承担数' },
  area: { en: 'Area', zh: '区域' },
  areas: { en: 'Areas', zh: '区域' },
  arrived: { en: 'There', zh: '已到位' },
  arrivedAt: { en: 'Arrived', zh: '到位时间' },
  asks: { en: 'Asks', zh: '待确认事项' },
  askedAs: { en: 'Asked as', zh: '呼叫身份' },
  at: { en: 'When', zh: '时间' },
  away: { en: 'Holder away', zh: '请假责任人' },
  awayUntil: { en: 'Away until', zh: '请假至' },
  backfilled: { en: 'From an earlier register', zh: '补录' },
  before: { en: 'Carries now', zh: '现承担数' },
  by: { en: 'By', zh: '操作者' },
  called: { en: 'Called', zh: '已呼叫' },
  calledAt: { en: 'Called at', zh: '呼叫时间' },
  callout: { en: 'Call-out', zh: '呼叫' },
  campaign: { en: 'Campaign', zh: '响应' },
  cause: { en: 'Which, or what', zh: '相关内容' },
  code: { en: 'Code', zh: '编码' },
  corrected: { en: 'Corrected later', zh: '已更正' },
  corrects: { en: 'Corrects', zh: '更正' },
  decidedAt: { en: 'Decided', zh: '决定时间' },
  decidedBy: { en: 'Decided by', zh: '决定人' },
  declined: { en: 'Can not come', zh: '不能来' },
  declinedAt: { en: 'Declined', zh: '拒绝时间' },
  declineReason: { en: 'Why not', zh: '原因' },
  detail: { en: 'Particulars', zh: '详情' },
  district: { en: 'District', zh: '区县' },
  due: { en: 'Report due', zh: '应报告时间' },
  duties: { en: 'Duties', zh: '责任数' },
  endedAt: { en: 'Ended', zh: '结束时间' },
  endReason: { en: 'Why it ended', zh: '结束原因' },
  ends: { en: 'Until', zh: '至' },
  event: { en: 'Event', zh: '事件' },
  expires: { en: 'Expires', zh: '失效时间' },
  fromM: { en: 'From metre', zh: '起点（米）' },
  hazard: { en: 'Hazard', zh: '险情' },
  chainageM: { en: 'At metre', zh: '桩号（米）' },
  foundAt: { en: 'Found', zh: '发现时间' },
  muddy: { en: 'Muddy', zh: '浑水' },
  stateAt: { en: 'State since', zh: '状态时间' },
  stateBy: { en: 'State by', zh: '状态报告人' },
  handedTo: { en: 'Handed to', zh: '转交' },
  held: { en: 'On it', zh: '在岗人数' },
  holder: { en: 'Who answers', zh: '责任人' },
  holders: { en: 'How many', zh: '责任人数' },
  identifier: { en: 'Identifier', zh: '标识' },
  kind: { en: 'Kind', zh: '类别' },
  kinds: { en: 'What is missing', zh: '缺口' },
  lane: { en: 'Lane', zh: '通道' },
  late: { en: 'Not yet heard', zh: '尚未报告' },
  left: { en: 'Left open', zh: '未能安排' },
  level: { en: 'Level', zh: '响应级别' },
  line: { en: 'Dam', zh: '堤防' },
  madeAt: { en: 'Made', zh: '生成时间' },
  members: { en: 'Members', zh: '成员数' },
  membership: { en: 'Member as', zh: '成员类别' },
  metres: { en: 'Metres', zh: '距离（米）' },
  msgType: { en: 'Message', zh: '消息类型' },
  needed: { en: 'Needed', zh: '应有人数' },
  nextAt: { en: 'Next call', zh: '下次呼叫' },
  occurredAt: { en: 'Happened', zh: '发生时间' },
  people: { en: 'People', zh: '人数' },
  person: { en: 'Person', zh: '人员' },
  place: { en: 'Place', zh: '地点' },
  playbook: { en: 'Playbook', zh: '预案' },
  proposal: { en: 'Plan', zh: '方案' },
  reason: { en: 'Why', zh: '原因' },
  receivedAt: { en: 'Received', zh: '收到时间' },
  recordedAt: { en: 'Recorded', zh: '登记时间' },
  recordedBy: { en: 'Recorded by', zh: '登记人' },
  required: { en: 'Required', zh: '要求' },
  risk: { en: 'Risk', zh: '风险' },
  role: { en: 'Role', zh: '职责' },
  rule: { en: 'Requirement', zh: '要求' },
  says: { en: 'What was told', zh: '内容' },
  seconded: { en: 'From elsewhere', zh: '外调' },
  secretary: { en: 'Secretary', zh: '书记' },
  sender: { en: 'Sender', zh: '发布单位' },
  sent: { en: 'Sent', zh: '发布时间' },
  settledAt: { en: 'Settled', zh: '处理时间' },
  severity: { en: 'Severity', zh: '严重程度' },
  share: { en: 'Named, worst kind', zh: '已指派（最差类别）' },
  since: { en: 'Since', zh: '自' },
  skills: { en: 'Skills', zh: '技能' },
  sole: { en: 'Alone', zh: '唯一责任' },
  source: { en: 'Came from', zh: '来源' },
  startedAt: { en: 'Began', zh: '开始时间' },
  starts: { en: 'From', zh: '起' },
  state: { en: 'State', zh: '状态' },
  status: { en: 'Status', zh: '性质' },
  step: { en: 'Rung of the ladder', zh: '呼叫步骤' },
  stoodDown: { en: 'Stood down', zh: '已解除' },
  stoodDownAt: { en: 'Stood down at', zh: '解除时间' },
  subjectId: { en: 'Id of what', zh: '对象标识' },
  toldById: { en: 'Id of the teller', zh: '报告人标识' },
  why: { en: 'What is not known', zh: '不明之处' },
  subject: { en: 'What', zh: '对象' },
  toldBy: { en: 'Told by', zh: '报告人' },
  toM: { en: 'To metre', zh: '终点（米）' },
  tries: { en: 'Calls made', zh: '呼叫次数' },
  unheld: { en: 'Nobody on it, or too few', zh: '无人或人手不足' },
  unit: { en: 'Unit', zh: '组织' },
  unreachable: { en: 'Can not be reached', zh: '无法联系' },
  version: { en: 'Version', zh: '版本' },
  warning: { en: 'Warning', zh: '预警' },
}

/** What became of a warning, and what it asks: other words for some that states have as well. */
const OF_WARNINGS: Readonly<Record<string, Words>> = {
  asked: { en: 'only its headline speaks of it', zh: '仅标题提及，待确认' },
  'begins-later': { en: 'its onset is far off', zh: '起始时间尚远' },
  'by-hand': { en: 'ended by hand', zh: '人工结束' },
  cancelled: { en: 'cancelled', zh: '已被解除' },
  clear: { en: 'says that something is over', zh: '表示已结束，未指明预警' },
  cleared: { en: 'its sender says that it is over', zh: '发布单位表示已结束' },
  declined: { en: 'not ours', zh: '与本地无关' },
  ends: { en: 'ends an earlier one', zh: '结束先前预警' },
  expired: { en: 'expired', zh: '已过期' },
  failed: { en: 'could not be acted on', zh: '处理失败' },
  'no-area': { en: 'touches no area known here', zh: '未涉及已知区域' },
  'no-place': { en: 'touches no place asked about', zh: '未涉及要求的地点' },
  'no-playbook': { en: 'no playbook answers it', zh: '没有相应预案' },
  'too-many': { en: 'tied to too many others, and not weighed', zh: '关联的消息过多，未予判定' },
  'in-part': { en: 'names only a part of what stands', zh: '仅涉及现有预警的一部分' },
  'part-in-doubt': { en: 'a part of it is not clear, where something stands', zh: '部分内容不明，涉及现有预警' },
  'other-playbook': { en: 'another playbook answers it than what stands', zh: '与现有预警适用的预案不同' },
  kept: { en: 'what it refers to stays in force', zh: '所指预警继续生效' },
  lifted: { en: 'its words say that it is lifted, or not expected', zh: '文字表示已解除或预计不会发生' },
  'no-info': { en: 'has no info', zh: '没有 info 内容' },
  nowhere: { en: 'touches no area known here', zh: '未涉及已知区域' },
  stale: { en: 'expires before it was sent', zh: '失效时间早于发布时间' },
  test: { en: 'its words say that it is a test', zh: '文字表示为测试或演练' },
  'no-warning': { en: 'an acknowledgement or an error', zh: '确认或错误报文' },
  'not-actual': { en: 'a test, a draft or a system message', zh: '测试、草稿或系统报文' },
  ours: { en: 'is it ours?', zh: '是否与本地有关' },
  private: { en: 'private', zh: '非公开' },
  superseded: { en: 'superseded', zh: '已被取代' },
  'too-old': { en: 'sent too long ago', zh: '发布时间过久' },
  unknown: { en: 'cancels something unknown', zh: '所解除的预警不明' },
}

/** What a state is called. */
const STATES: Readonly<Record<string, Words>> = {
  accepted: { en: 'coming', zh: '将到位' },
  acknowledged: { en: 'heard, not yet answered', zh: '已收到，未答复' },
  boil: { en: 'sand boil', zh: '管涌' },
  seepage: { en: 'seepage', zh: '渗水' },
  crack: { en: 'crack', zh: '裂缝' },
  slump: { en: 'slump', zh: '滑坡' },
  erosion: { en: 'erosion', zh: '冲刷' },
  overtopping: { en: 'overtopping', zh: '漫溢' },
  burrow: { en: 'burrow', zh: '洞穴' },
  'structure-leak': { en: 'leak at a structure', zh: '涵闸渗漏' },
  sinkhole: { en: 'sinkhole', zh: '跌窝' },
  found: { en: 'found', zh: '已发现' },
  treating: { en: 'being treated', zh: '处置中' },
  treated: { en: 'treated, not yet confirmed', zh: '已处置，待确认' },
  confirmed: { en: 'confirmed', zh: '已确认' },
  mistaken: { en: 'a mistake', zh: '误报' },
  Ack: { en: 'acknowledgement', zh: '确认' },
  Actual: { en: 'actual', zh: '实际' },
  Alert: { en: 'alert', zh: '首次发布' },
  arrived: { en: 'there', zh: '已到位' },
  called: { en: 'called, not heard', zh: '已呼叫，未应答' },
  away: { en: 'away', zh: '请假' },
  calling: { en: 'calling still', zh: '仍在呼叫' },
  Cancel: { en: 'cancelled', zh: '解除' },
  declined: { en: 'can not come', zh: '不能来' },
  deputy: { en: 'deputy', zh: '副职' },
  dropped: { en: 'dropped', zh: '已作废' },
  Draft: { en: 'draft', zh: '草稿' },
  ended: { en: 'calling ended', zh: '呼叫结束' },
  Error: { en: 'error', zh: '错误' },
  Exercise: { en: 'exercise', zh: '演习' },
  Extreme: { en: 'extreme', zh: '特别严重' },
  free: { en: 'nothing required', zh: '无要求' },
  held: { en: 'named', zh: '已指派' },
  few: { en: 'too few', zh: '人手不足' },
  nobody: { en: 'nobody on it', zh: '无人负责' },
  agreed: { en: 'said yes', zh: '已答应' },
  there: { en: 'there', zh: '已到位' },
  holder: { en: 'who answers', zh: '责任人' },
  'in-force': { en: 'in force', zh: '生效中' },
  late: { en: 'not yet heard', zh: '尚未报告' },
  Minor: { en: 'minor', zh: '轻微' },
  Moderate: { en: 'moderate', zh: '中等' },
  no: { en: 'no', zh: '否' },
  noted: { en: 'noted, calls nobody', zh: '已记录，不呼叫' },
  open: { en: 'open', zh: '进行中' },
  over: { en: 'over', zh: '已结束' },
  overtaken: { en: 'overtaken', zh: '已过时' },
  'set-aside': { en: 'could not be acted on', zh: '处理失败' },
  'rather-not': { en: 'would rather not', zh: '不愿应召' },
  PERSON_UNKNOWN: { en: 'unknown teller', zh: '报告人不明' },
  PLACE_UNKNOWN: { en: 'unknown place', zh: '地点不明' },
  HAZARD_UNKNOWN: { en: 'unknown hazard', zh: '险情不明' },
  RECORD_KIND: { en: 'unknown kind', zh: '类别不明' },
  received: { en: 'just received', zh: '刚收到' },
  refused: { en: 'refused', zh: '已拒绝' },
  Severe: { en: 'severe', zh: '严重' },
  'stood-down': { en: 'stood down', zh: '已解除' },
  superior: { en: 'superior', zh: '上级' },
  System: { en: 'system', zh: '系统' },
  Test: { en: 'test', zh: '测试' },
  tied: { en: 'taken in', zh: '已收录' },
  'to-come': { en: 'to come', zh: '未开始' },
  unheld: { en: 'nobody on it, or too few', zh: '无人或人手不足' },
  'away-not-called': { en: 'away, not called', zh: '请假，未呼叫' },
  'no-address': { en: 'no number, not called', zh: '无联系方式，未呼叫' },
  untold: { en: 'not heard of, nobody left to tell', zh: '无应答，且无人可转告' },
  Unknown: { en: 'severity unknown', zh: '程度不明' },
  unknown: { en: 'unknown', zh: '不明' },
  Update: { en: 'update', zh: '更新' },
  waits: { en: 'waits', zh: '待认定' },
  yes: { en: 'yes', zh: '是' },
}

/** What every list is called: the sheet's name. */
export const TITLES: Readonly<Record<ListName, Words>> = {
  gaps: { en: 'Gaps', zh: '缺口' },
  places: { en: 'Places', zh: '地点' },
  people: { en: 'People', zh: '人员' },
  units: { en: 'Units', zh: '组织' },
  duties: { en: 'Duties', zh: '责任' },
  absences: { en: 'Absences', zh: '请假' },
  records: { en: 'Records', zh: '记录' },
  hazards: { en: 'Hazards', zh: '险情' },
  asides: { en: 'Kept aside', zh: '另存的报告' },
  warnings: { en: 'Warnings', zh: '预警' },
  campaigns: { en: 'Campaigns', zh: '响应' },
  callouts: { en: 'Call-outs', zh: '呼叫' },
  summonses: { en: 'Called', zh: '呼叫名单' },
  proposals: { en: 'Plans', zh: '方案' },
  lines: { en: 'Lines of a plan', zh: '方案明细' },
  acts: { en: 'Acts', zh: '操作记录' },
}

/** What the playbooks call their slugs, rules, levels and themselves. */
export interface PlaybookWords {
  slug(key: string): string
  rule(key: string): string
  level(key: string): string
  playbook(key: string): string
}

export function playbookWords(playbooks: readonly Playbook[], lang: Lang): PlaybookWords {
  const find = (entries: [string, Words][]) => {
    const words = new Map(entries)
    return (key: string) => words.get(key)?.[lang] ?? key
  }
  return {
    slug: find(playbooks.flatMap((p) => p.rules.flatMap((r) => Object.entries(r.words)))),
    rule: find(playbooks.flatMap((p) => p.rules.map((r): [string, Words] => [r.id, r.title]))),
    level: find(playbooks.flatMap((p) => p.levels.map((l): [string, Words] => [l.id, l.title]))),
    playbook: find(playbooks.map((p): [string, Words] => [p.id, p.title])),
  }
}

/** A column's heading; moments say by which clock. */
export function headingOf(column: Column, lang: Lang, utcOffset: number): string {
  const word = HEADINGS[column.key]?.[lang] ?? column.key
  return column.kind === 'moment' ? `${word} (${zone(utcOffset)})` : word
}

/** `UTC+8`, `UTC-3:30`. */
function zone(minutes: number): string {
  const [hours, rest] = [Math.trunc(Math.abs(minutes) / 60), Math.abs(minutes) % 60]
  return `UTC${minutes < 0 ? '-' : '+'}${hours}${rest ? `:${String(rest).padStart(2, '0')}` : ''}`
}

/** What something is called in a language, whichever country's: `zh-CN` will do for `zh`. */
function nameIn({ name, names }: Ref, lang: Lang): string {
  const key = Object.keys(names).find((k) => k === lang || k.startsWith(`${lang}-`))
  return (key !== undefined && names[key]) || name
}

/** What a state is called in its column. */
export function stateOf({ key }: Pick<Column, 'key'>, state: string): Words | undefined {
  return (key === 'reason' || key === 'asks' ? OF_WARNINGS : STATES)[state]
}

/** A cell in words; numbers and moments stay what they are. */
export function inWords(column: Column, cell: Cell, lang: Lang, words: PlaybookWords): string | number | Date | null {
  if (cell === null) return null
  if (typeof cell === 'boolean') return (STATES[cell ? 'yes' : 'no'] as Words)[lang]
  if (Array.isArray(cell)) return cell.map((c) => inWords(column, c, lang, words)).join(', ')
  if (typeof cell === 'object') return nameIn(cell, lang)
  if (typeof cell === 'number') return cell
  switch (column.kind) {
    case 'moment':
      return new Date(cell)
    case 'state':
    case 'states':
      return stateOf(column, cell)?.[lang] ?? cell
    case 'slug':
    case 'slugs':
      return words.slug(cell)
    case 'rule':
      return words.rule(cell)
    case 'level':
      return words.level(cell)
    case 'playbook':
      return words.playbook(cell)
    default:
      return cell
  }
}
