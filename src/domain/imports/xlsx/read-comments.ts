import { BOUNDS } from '../bounds.ts'
import { standingInRemark, standingOf } from '../standing-words.ts'
import type { Package } from './open-package.ts'
import { textReader } from './shared-strings.ts'
import { walkXml } from './walk-xml.ts'
import { relations } from './workbook.ts'

/**
 * The comments on cells of a sheet (ECMA-376 §18.7) that say of somebody that they died or left, by line: the word alone, and the
 * cell. Whatever else a comment says is not kept.
 */
export async function readComments(
  pack: Package,
  sheetPart: string,
): Promise<Map<number, { column: string; text: string }>> {
  const found = new Map<number, { column: string; text: string }>()
  const part = [...(await relations(pack, sheetPart)).values()].find(({ type }) => type === 'comments')?.part
  if (part === undefined || !pack.has(part)) return found
  const text = textReader()
  let column = ''
  await walkXml(pack.read(part), {
    open(name, attributes) {
      if (name === 'comment') column = attributes().ref ?? ''
      else text.open(name, attributes)
    },
    text: (piece) => text.add(piece),
    close(name) {
      text.close(name)
      if (name !== 'comment') return
      const written = text.take().text.slice(0, BOUNDS.cellChars)
      const is = standingOf(written)
      const word = is !== undefined && is !== 'here' ? written.trim() : standingInRemark(written)
      const line = Number(/\d+$/.exec(column)?.[0] ?? 0)
      if (word !== null && !found.has(line)) found.set(line, { column, text: word })
    },
  })
  return found
}
