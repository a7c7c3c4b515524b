import { type Format, formatOf } from './formats.ts'
import { type Attributes, isOn, walkXml } from './walk-xml.ts'

/** What cells look like, by the number of their style (ECMA-376 §18.8). */
export interface Styles {
  /** What is made of a number. */
  formats: Format[]
  /** Those whose font is struck through. */
  struck: ReadonlySet<number>
  /**
   * Those whose text nobody sees: it is in the colour of the cell's fill, on white where there is none, or its format shows nothing
   * (`;;;`). Colours that come from elsewhere are not followed: of rules for cells, of styles for tables, of a text's own runs, and of
   * another theme than the usual one of black on white. Each would mean to work out what a spreadsheet draws.
   */
  unseen: ReadonlySet<number>
}

export const NO_STYLES: Styles = { formats: [], struck: new Set(), unseen: new Set() }

export async function readStyles(pieces: AsyncIterable<string>): Promise<Styles> {
  const codes = new Map<number, string>()
  const [formats, struck, unseen] = [[] as Format[], new Set<number>(), new Set<number>()]
  const fonts: Font[] = []
  const fills: Fill[] = []
  let inside: 'fonts' | 'fills' | 'cellXfs' | null = null
  await walkXml(pieces, {
    open(name, attributes) {
      if (name === 'numFmt') {
        const { numFmtId, formatCode = '' } = attributes()
        codes.set(Number(numFmtId), formatCode)
      } else if (name === 'fonts' || name === 'fills' || name === 'cellXfs') inside = name
      else if (inside === 'fonts') readFont(name, attributes, fonts)
      else if (inside === 'fills') readFill(name, attributes, fills)
      else if (name === 'xf' && inside === 'cellXfs') {
        const { numFmtId = '0', fontId = '0', fillId = '0' } = attributes()
        const [font, code] = [fonts[Number(fontId)], codes.get(Number(numFmtId))]
        const fill = fills[Number(fillId)] ?? NO_FILL
        const isLost = font !== undefined && font.color !== null && font.color === fill.color
        if (font?.isStruck) struck.add(formats.length)
        if (isLost || code?.replaceAll(/"[^"]*"|\s/g, '') === ';;;') unseen.add(formats.length)
        formats.push(formatOf(Number(numFmtId), code))
      }
    },
    close(name) {
      if (name === inside) inside = null
    },
  })
  return { formats, struck, unseen }
}

interface Font {
  isStruck: boolean
  color: string | null
}

/** What is behind a text; `color` is null where it is a pattern or a gradient, on which it is seen. */
interface Fill {
  isSolid: boolean
  color: string | null
}

function readFont(name: string, attributes: () => Attributes, fonts: Font[]): void {
  const font = fonts.at(-1)
  if (name === 'font') fonts.push({ isStruck: false, color: null })
  else if (font && name === 'strike' && isOn(attributes().val)) font.isStruck = true
  else if (font && name === 'color') font.color = colorOf(attributes())
}

function readFill(name: string, attributes: () => Attributes, fills: Fill[]): void {
  const fill = fills.at(-1)
  if (name === 'fill') fills.push({ isSolid: false, color: null })
  else if (fill && name === 'patternFill') {
    const { patternType = 'none' } = attributes()
    fill.isSolid = patternType === 'solid'
    if (patternType === 'none') fill.color = WHITE
  } else if (fill?.isSolid && name === 'fgColor') fill.color = colorOf(attributes())
}

const WHITE = 'white'
const NO_FILL: Fill = { isSolid: false, color: WHITE }

/** A colour as a text that is the same for the same colour; null for one that is left to the program. */
function colorOf({ rgb, theme, indexed, tint }: Attributes): string | null {
  const shade = tint === undefined || Number(tint) === 0 ? '' : ` ${Number(tint)}`
  if (rgb !== undefined)
    return /^(?:[0-9a-f]{2})?ffffff$/i.test(rgb) && shade === '' ? WHITE : `${rgb.slice(-6).toLowerCase()}${shade}`
  // The first of the theme is its light colour; 1 and 9 of the old palette are white, 65 is the window's background.
  if (theme !== undefined) return theme === '0' && shade === '' ? WHITE : `theme ${theme}${shade}`
  if (indexed !== undefined) return ['1', '9', '65'].includes(indexed) ? WHITE : `indexed ${indexed}`
  return null
}
