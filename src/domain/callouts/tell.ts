import { ACTUAL } from '../audit/model.ts'

/** What a summons asks, briefly. */
export interface Brief {
  kinds: { kind: string; n: number; first: string }[]
  /** People who do not answer, to whose doors they go. */
  doors: number
  /** People who are away, whose places want somebody. */
  absent: number
  level: string
  playbook: string
}

/** Not an object: a kind is anybody's word, and `constructor` is a word of every object. */
const KIND: ReadonlyMap<string, [string, string]> = new Map([
  ['household', ['household(s)', '户']],
  ['dam-section', ['dam section(s)', '段堤防']],
])

/**
 * The words of a call, in both languages, short enough for a text message: what it is, how many places of which kind
 * and one of them by name, and what answer is awaited. An exercise says so first.
 */
export function tell(brief: Brief | undefined, lane: string): string {
  const en: string[] = []
  const zh: string[] = []
  for (const { kind, n, first } of brief?.kinds ?? []) {
    const [word, wort] = KIND.get(kind) ?? [kind, kind]
    en.push(kind === 'household' ? `${n} ${word}` : n === 1 ? first : `${n} ${word} from ${first}`)
    zh.push(kind === 'household' ? `${n}${wort}` : n === 1 ? first : `${first}等${n}${wort}`)
  }
  if (brief && brief.doors > 0) {
    en.push(`${brief.doors} of your people do not answer: go to their doors`)
    zh.push(`${brief.doors}人未应答，请上门`)
  }
  if (brief && brief.absent > 0) {
    en.push(`${brief.absent} of your people away: see to their places`)
    zh.push(`${brief.absent}人请假，请安排其岗位`)
  }
  const drill = lane === ACTUAL ? ['', ''] : ['EXERCISE. ', '演习：']
  const level = brief?.level ?? ''
  return `${drill[0]}Level ${level}: ${en.join('; ')}. Coming? ${drill[1]}${level}级响应：${zh.join('、')}。请回复。`
}
