import { pinyin } from 'pinyin-pro'
import { hasHan, partsOf } from './fold.ts'

/**
 * Characters that the names of people and places have with more than one reading, where a dictionary's single choice would
 * hide half of them: 圩 is wéi on the lakes of the Yangtze and xū elsewhere, 曾 is zēng in people and places.
 * Readings after GB/T 16159 spelling without tones; `v` stands for ü, as it is typed.
 */
const READINGS: Readonly<Record<string, readonly string[]>> = {
  圩: ['wei', 'xu'],
  堡: ['bao', 'pu', 'bu'],
  埔: ['pu', 'bu'],
  厦: ['sha', 'xia'],
  长: ['chang', 'zhang'],
  重: ['chong', 'zhong'],
  乐: ['le', 'yue'],
  曾: ['zeng', 'ceng'],
  单: ['shan', 'dan'],
  解: ['xie', 'jie'],
  仇: ['qiu', 'chou'],
  朴: ['piao', 'pu'],
  盖: ['gai', 'ge'],
  查: ['zha', 'cha'],
  覃: ['qin', 'tan'],
  朝: ['chao', 'zhao'],
  行: ['xing', 'hang'],
  泊: ['bo', 'po'],
  六: ['liu', 'lu'],
  车: ['che', 'ju'],
  石: ['shi', 'dan'],
  洞: ['dong', 'tong'],
  降: ['jiang', 'xiang'],
  晟: ['sheng', 'cheng'],
  茜: ['xi', 'qian'],
  莘: ['xin', 'shen'],
}

/** So many ways at most are kept of reading one name. */
const WAYS = 4

/**
 * How a folded text sounds, syllable by syllable, in each way that it may be read, the likeliest first; what is not Chinese
 * stands as it is. Empty if nothing of it is Chinese. `person`: the first character is a family name.
 *
 *     soundsOf('张家村', false)   // [['zhang', 'jia', 'cun']]
 */
export function soundsOf(folded: string, person: boolean): string[][] {
  if (!hasHan(folded)) return []
  let ways: string[][] = [[]]
  const usual = usualSounds(folded, person)
  for (const [i, part] of partsOf(folded).entries()) {
    const first = usual[i] ?? part
    const readings = [first, ...(READINGS[part] ?? []).filter((r) => r !== first)]
    ways = readings.flatMap((reading) => ways.map((way) => [...way, reading])).slice(0, WAYS)
  }
  return ways
}

/** The dictionary's choice for each part. Runs of characters are read together, since neighbours decide a reading. */
function usualSounds(folded: string, person: boolean): string[] {
  const runs = folded.match(/\p{Script=Han}+|[^\p{Script=Han} ]+/gu) ?? []
  return runs.flatMap((run, i) => {
    if (!hasHan(run)) return [run]
    return pinyin(run, { toneType: 'none', type: 'array', v: true, surname: person && i === 0 ? 'head' : 'off' })
  })
}

/** Pinyin as people type it: ü as v, however it was written (lü, lyu; but zhenyu has none); no spaces. */
export function typedSound(text: string): string {
  return text
    .toLowerCase()
    .replace(/u\u0308|ü/g, 'v')
    .replace(/lyu|\bnyu/g, (sound) => `${sound.charAt(0)}v`)
    .replace(/[\s'’]+/g, '')
}
