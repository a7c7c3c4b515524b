import { BOUNDS, tooLarge } from '../bounds.ts'
import type { Package } from './open-package.ts'
import { ownTexts } from './own-text.ts'
import { type Attributes, isOn, walkXml } from './walk-xml.ts'

/**
 * The texts that cells share (ECMA-376 §18.4.9), each with its runs joined. How a word is pronounced (`rPh`, in Japanese
 * workbooks) is no part of it. @throws MusterError IMPORT_TOO_LARGE past `sharedChars`
 */
export async function readSharedStrings(pack: Package, part: string | null, file: string): Promise<SharedTexts> {
  const texts: string[] = []
  const runs = new Map<number, RunText>()
  if (part === null || !pack.has(part)) return { texts, runs }
  let chars = 0
  const text = textReader()
  const own = ownTexts()
  await walkXml(pack.read(part), {
    open: (name, attributes) => text.open(name, attributes),
    text: (piece) => text.add(piece),
    close(name) {
      text.close(name)
      if (name !== 'si') return
      const { text: whole, ...marks } = text.take()
      chars += whole.length + 8
      if (chars > BOUNDS.sharedChars) throw tooLarge(file, 'sharedChars')
      // Few texts have runs of their own look.
      if (marks.struck !== undefined || marks.isOwn) runs.set(texts.length, { text: whole, ...marks })
      texts.push(own(whole))
    },
  })
  return { texts, runs }
}

/** Texts by their places, and those of them whose runs say by themselves whether they are struck through. */
export interface SharedTexts {
  texts: string[]
  runs: ReadonlyMap<number, RunText>
}

/**
 * A text put together from its runs. Those that are struck through are left out of it and stand in `struck`; where all of them are,
 * `text` is empty. `isOwn`: a run says that it is not struck, whatever its cell's font is.
 */
export interface RunText {
  text: string
  struck?: string
  isOwn?: boolean
}

/** Gathers the text of an item or of a cell: what stands in its `t` elements, those of pronunciation left out. */
export function textReader() {
  let text = ''
  let struck = ''
  let isOwn = false
  let run: 'plain' | 'struck' | null = null
  let inProperties = false
  let inText = false
  let inPhonetic = false
  return {
    open(name: string, attributes: () => Attributes) {
      if (name === 't') inText = !inPhonetic
      else if (name === 'rPh') inPhonetic = true
      else if (name === 'rPr') {
        inProperties = true
        run = 'plain'
      } else if (name === 'strike' && inProperties && isOn(attributes().val)) run = 'struck'
    },
    close(name: string) {
      if (name === 't') inText = false
      else if (name === 'rPh') inPhonetic = false
      else if (name === 'rPr') inProperties = false
      else if (name === 'r') run = null
    },
    add(piece: string) {
      if (!inText) return
      if (run === 'struck') struck += piece
      else text += piece
      if (run === 'plain' && piece.trim() !== '') isOwn = true
    },
    take(): RunText {
      const whole = {
        text: unescaped(text),
        ...(struck.trim() ? { struck: unescaped(struck) } : {}),
        ...(isOwn ? { isOwn } : {}),
      }
      text = ''
      struck = ''
      isOwn = false
      return whole
    },
  }
}

/** Characters that XML has no place for are written as `_x000D_` (ECMA-376 §22.9.2.19). */
export function unescaped(text: string): string {
  if (!text.includes('_x')) return text
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}
