import { DAY } from '../../base/clock.ts'
import { type Lang, sayDistance, sayDuration, sayTimeOfDay } from './measures.ts'
import type { Count, Rule, Shift } from './model.ts'
import { sayPrices, sayWeight } from './say-prices.ts'
import { shiftsADay } from './shifts.ts'

/** The rule at `level` as a coordinator reads it, so that a playbook can be checked by those who will never open a YAML file. */
export function sentence(rule: Rule, level: string, lang: Lang): string {
  const count = rule.count.find((c) => c.level === level)
  return lang === 'zh' ? inChinese(rule, level, count) : inEnglish(rule, level, count)
}

function inEnglish(rule: Rule, level: string, count: Count | undefined): string {
  const say = (slug: string) => rule.words[slug]?.en ?? slug
  const { holders, evidence } = rule
  const subject = say(rule.subject.kind)
  if (!count)
    return `At level ${level} no ${say(rule.role)} is asked for; from level ${rule.from} each ${subject} needs one.`

  const who = [
    listed(holders.kinds.map(say), 'or'),
    holders.skills.length > 0 ? `skilled in ${listed(holders.skills.map(say), 'and')}` : '',
    holders.withinM !== null ? `at most ${sayDistance(holders.withinM, 'en')} away` : '',
    `with at most ${holders.atMost} such ${holders.atMost === 1 ? 'duty' : 'duties'}${rule.shift ? ' a day' : ''}`,
    holders.atLeast === undefined ? '' : `and not fewer than ${holders.atLeast} where that can be`,
  ]
  const fill = {
    auto: 'Where nobody is named, the nearest who can is named at once.',
    propose: 'Where nobody is named, the nearest who can is proposed.',
    hand: 'Where nobody is named, a coordinator chooses.',
  }
  const sole = rule.sole ? ', who alone answers' : ''
  const shift = rule.shift
    ? `, in each shift of ${sayDuration(rule.shift.lengthMs, 'en')} (from ${listed(changes(rule.shift), 'and')})`
    : ''
  return [
    `At level ${level} each ${subject} needs ${howMany(count)} as ${say(rule.role)}${sole}${shift}.`,
    `Who may: ${who.filter((part) => part !== '').join(', ')}.`,
    ...sayWeight(rule, 'en'),
    ...(evidence ? [`A record "${say(evidence.record)}" is due ${whenDue(evidence.everyMs, evidence.withinMs)}.`] : []),
    fill[rule.fill],
    ...sayPrices(rule, 'en'),
  ].join(' ')
}

function howMany({ n, perM, atLeast }: Count): string {
  const people = (k: number) => (k === 1 ? 'one person' : `${k} people`)
  return perM === null ? people(n) : `${people(n)} for every ${sayDistance(perM, 'en')} (${atLeast} at least)`
}

function whenDue(everyMs: number | null, withinMs: number | null): string {
  return everyMs !== null ? `every ${sayDuration(everyMs, 'en')}` : `once, within ${sayDuration(withinMs ?? 0, 'en')}`
}

function inChinese(rule: Rule, level: string, count: Count | undefined): string {
  const say = (slug: string) => rule.words[slug]?.zh ?? slug
  const { holders, evidence } = rule
  const subject = say(rule.subject.kind)
  if (!count) return `${level}级响应时，${subject}不要求「${say(rule.role)}」；自${rule.from}级起要求。`

  const who = [
    holders.kinds.length > 0 ? `由${holders.kinds.map(say).join('或')}担任` : '',
    holders.skills.length > 0 ? `须具备${holders.skills.map(say).join('、')}技能` : '',
    holders.withinM !== null ? `距离不超过${sayDistance(holders.withinM, 'zh')}` : '',
    `每人${rule.shift ? '每天' : ''}最多承担${holders.atMost}项`,
    holders.atLeast === undefined ? '' : `尽可能不少于${holders.atLeast}项`,
  ]
  const fill = {
    auto: '无人负责时，立即指定最近的合适人员。',
    propose: '无人负责时，提出最近的合适人员供确认。',
    hand: '无人负责时，由协调员指定。',
  }
  const { n, perM, atLeast } = count
  const people = perM === null ? `有${n}人担任` : `按每${sayDistance(perM, 'zh')}${n}人（至少${atLeast}人）安排`
  const shift = rule.shift
    ? `，${sayDuration(rule.shift.lengthMs, 'zh')}一班，${changes(rule.shift).join('、')}换班，每班如此`
    : ''
  const due = evidence?.everyMs
    ? `每${sayDuration(evidence.everyMs, 'zh')}`
    : `${sayDuration(evidence?.withinMs ?? 0, 'zh')}内`
  return [
    `${level}级响应时，每个${subject}须${people}「${say(rule.role)}」${rule.sole ? '，由其一人负责' : ''}${shift}。`,
    `${who.filter((part) => part !== '').join('，')}。`,
    ...sayWeight(rule, 'zh'),
    ...(evidence ? [`${due}须有一条「${say(evidence.record)}」记录。`] : []),
    fill[rule.fill],
    ...sayPrices(rule, 'zh'),
  ].join('')
}

/** When the shifts of a day begin, earliest first. */
function changes(shift: Shift): string[] {
  const starts = Array.from({ length: shiftsADay(shift) }, (_, i) => (shift.firstMs + i * shift.lengthMs) % DAY)
  return starts.sort((a, b) => a - b).map(sayTimeOfDay)
}

function listed(words: string[], and: 'and' | 'or'): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${and} ${words.at(-1)}`
}
