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
    formats: styles !== null && pack.has(styles) ? await readFormats(pack, styles) : [],
    sharedStrings: partOf('sharedStrings'),
  }
}

export function isTrue(value: string | undefined): boolean {
  return value === '1' || value === 'true'
}

type Relation = { type: string; part: string }

/** The parts that a part refers to, by the id that it refers with. */
async function relations(pack: Package, part: string): Promise<Map<string, Relation>> {
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

async function readFormats(pack: Package, part: string): Promise<Format[]> {
  const codes = new Map<number, string>()
  const formats: Format[] = []
  let isOfCells = false
  await walkXml(pack.read(part), {
    open(name, attributes) {
      if (name === 'numFmt') {
        const { numFmtId, formatCode = '' } = attributes()
        codes.set(Number(numFmtId), formatCode)
      } else if (name === 'cellXfs') isOfCells = true
      else if (name === 'xf' && isOfCells) {
        const id = Number(attributes().numFmtId ?? 0)
        formats.push(formatOf(id, codes.get(id)))
      }
    },
    close(name) {
      if (name === 'cellXfs') isOfCells = false
    },
  })
  return formats
}
