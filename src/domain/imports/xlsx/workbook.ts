import { type Format, formatOf } from './formats.ts'
import type { Package } from './open-package.ts'
import { walkXml } from './walk-xml.ts'

export interface Sheet {
  name: string
  /** The part that holds it. */
  part: string
  hidden: boolean
}

export interface Workbook {
  sheets: Sheet[]
  /** How many days to add to a count of days: workbooks of old Macs count from 1904. */
  dayZero: 0 | 1462
  /** By a cell's style. */
  formats: Format[]
  /** Cell styles whose font is struck through. */
  struck: ReadonlySet<number>
  /** The part with the texts that cells share; null without one. */
  sharedStrings: string | null
}

/** What a workbook's own part says: its sheets and what their cells look like (ECMA-376 §18.2, §18.8). */
export async function readWorkbook(pack: Package): Promise<Workbook> {
  const root = await relations(pack, '')
  const main = [...root.values()].find((each) => each.type === 'officeDocument')?.part ?? 'xl/workbook.xml'
  const related = await relations(pack, main)
  const sheets: Sheet[] = []
  let dayZero: Workbook['dayZero'] = 0
  await walkXml(pack.read(main), {
    open(name, attributes) {
      if (name === 'workbookPr' && isTrue(attributes().date1904)) dayZero = 1462
      if (name !== 'sheet') return
      const { name: title = '', state = 'visible', id = '' } = attributes()
      const relation = related.get(id)
      if (relation?.type === 'worksheet') sheets.push({ name: title, part: relation.part, hidden: state !== 'visible' })
    },
  })
  const partOf = (type: string) => [...related.values()].find((each) => each.type === type)?.part ?? null
  const styles = partOf('styles')
  return {
    sheets,
    dayZero,
    ...(styles !== null && pack.has(styles) ? await readStyles(pack, styles) : { formats: [], struck: new Set() }),
    sharedStrings: partOf('sharedStrings'),
  }
}

export function isTrue(value: string | undefined): boolean {
  return value === '1' || value === 'true'
}

type Relation = { type: string; part: string }

/** The parts that a part refers to, by the id that it refers with. */
export async function relations(pack: Package, part: string): Promise<Map<string, Relation>> {
  const slash = part.lastIndexOf('/') + 1
  const folder = part.slice(0, slash)
  const own = `${folder}_rels/${part.slice(slash)}.rels`
  const found = new Map<string, Relation>()
  if (!pack.has(own)) return found
  await walkXml(pack.read(own), {
    open(name, attributes) {
      if (name !== 'Relationship') return
      const { Id = '', Type = '', Target = '' } = attributes()
      const path = new URL(Target.replaceAll('\\', '/'), `zip:///${folder}`).pathname.slice(1)
      found.set(Id, { type: Type.slice(Type.lastIndexOf('/') + 1), part: decodeURI(path) })
    },
  })
  return found
}

async function readStyles(pack: Package, part: string): Promise<Pick<Workbook, 'formats' | 'struck'>> {
  const codes = new Map<number, string>()
  const formats: Format[] = []
  const struckFonts = new Set<number>()
  const struck = new Set<number>()
  let inside: 'fonts' | 'cellXfs' | null = null
  let font = -1
  await walkXml(pack.read(part), {
    open(name, attributes) {
      if (name === 'numFmt') {
        const { numFmtId, formatCode = '' } = attributes()
        codes.set(Number(numFmtId), formatCode)
      } else if (name === 'fonts' || name === 'cellXfs') inside = name
      else if (name === 'font' && inside === 'fonts') font++
      else if (name === 'strike' && inside === 'fonts' && isOn(attributes().val)) struckFonts.add(font)
      else if (name === 'xf' && inside === 'cellXfs') {
        const { numFmtId = '0', fontId = '0' } = attributes()
        if (struckFonts.has(Number(fontId))) struck.add(formats.length)
        formats.push(formatOf(Number(numFmtId), codes.get(Number(numFmtId))))
      }
    },
    close(name) {
      if (name === inside) inside = null
    },
  })
  return { formats, struck }
}

/** A property of a font that stands there is on, unless it says that it is not. */
export function isOn(value: string | undefined): boolean {
  return value === undefined || isTrue(value)
}
