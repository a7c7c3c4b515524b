import { hasHan } from './fold.ts'
import { soundsOf } from './sound.ts'

/** Characters of a name that are spelt out: a headline is no name. */
const LONGEST = 60

/** 圩 of a dam is wéi, a dyke; a dictionary reads it xū, a market. 围 is the same dyke, and has no other reading. */
const DYKE = /圩(?=\s*K\d+\+\d)/gu

/**
 * How a Chinese name is spelt in Latin letters, for those who cannot read it: pinyin without tones, the family name of a person
 * apart from the given one. It is made by rule, and so a reading aid and never a name; null where nothing is Chinese.
 *
 *     latinForm('陈雪梅', true)             // 'Chen Xuemei'
 *     latinForm('饶河联圩 K12+500', false)   // 'Raohelianwei K12+500'
 */
export function latinForm(name: string, person: boolean): string | null {
  if (!hasHan(name) || name.length > LONGEST) return null
  const runs = name.replace(DYKE, '围').match(/\p{Script=Han}+|[^\p{Script=Han}]+/gu) ?? []
  return runs
    .map((run, i) => (hasHan(run) ? spelt(run, person && i === 0) : run.trim()))
    .filter((run) => run !== '')
    .join(' ')
}

function spelt(run: string, person: boolean): string {
  const [syllables = []] = soundsOf(run, person)
  const written = syllables.map((s) => s.replaceAll('v', 'ü'))
  const parts = person && written.length > 1 ? [written.slice(0, 1), written.slice(1)] : [written]
  return parts.map((part) => capital(part.join(''))).join(' ')
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
