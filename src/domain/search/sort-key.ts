import { fold } from './fold.ts'
import { soundsOf } from './sound.ts'

/** Characters of a key's parts: an index takes keys of a bounded size. */
const LONGEST = 100

/**
 * Where a person's name stands in a list: by how it sounds in Latin letters, Chinese by pinyin with the family name read as one
 * (曾 is Zeng); a name in another script by its own letters. The name itself stands behind, so that equals keep one order.
 *
 *     sortKeyOf('陈强')   // 'chen qiang\u0001陈强'
 */
export function sortKeyOf(name: string): string {
  const folded = fold(name)
  const [likeliest] = soundsOf(folded, true)
  const sound = likeliest?.join(' ') ?? folded
  return `${sound.slice(0, LONGEST)}\u0001${name.slice(0, LONGEST)}`.toWellFormed()
}
