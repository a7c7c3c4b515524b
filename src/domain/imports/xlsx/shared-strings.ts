import { BOUNDS, tooLarge } from '../bounds.ts'
import type { Package } from './open-package.ts'
import { ownTexts } from './own-text.ts'
import { walkXml } from './walk-xml.ts'

/**
 * The texts that cells share (ECMA-376 §18.4.9), each with its runs joined. How a word is pronounced (`rPh`, in Japanese
 * workbooks) is no part of it. @throws MusterError IMPORT_TOO_LARGE past `sharedChars`
 */
export async function readSharedStrings(pack: Package, part: string | null, file: string): Promise<string[]> {
  const texts: string[] = []
  if (part === null || !pack.has(part)) return texts
  let chars = 0
  const text = textReader()
  const own = ownTexts()
  await walkXml(pack.read(part), {
    open: (name) => text.open(name),
    text: (piece) => text.add(piece),
    close(name) {
      text.close(name)
      if (name !== 'si') return
      const whole = text.take()
      chars += whole.length + 8
      if (chars > BOUNDS.sharedChars) throw tooLarge(file, 'sharedChars')
      texts.push(own(whole))
    },
  })
  return texts
}

/** Gathers the text of an item or of a cell: what stands in its `t` elements, those of pronunciation left out. */
export function textReader() {
  let text = ''
  let inText = false
  let inPhonetic = false
  return {
    open(name: string) {
      if (name === 't') inText = !inPhonetic
      else if (name === 'rPh') inPhonetic = true
    },
    close(name: string) {
      if (name === 't') inText = false
      else if (name === 'rPh') inPhonetic = false
    },
    add(piece: string) {
      if (inText) text += piece
    },
    take(): string {
      const whole = text
      text = ''
      return unescaped(whole)
    },
  }
}

/** Characters that XML has no place for are written as `_x000D_` (ECMA-376 §22.9.2.19). */
export function unescaped(text: string): string {
  if (!text.includes('_x')) return text
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}
