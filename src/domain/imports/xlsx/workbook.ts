import type { Package } from './open-package.ts'
import { NO_STYLES, readStyles, type Styles } from './read-styles.ts'
import { isTrue, walkXml } from './walk-xml.ts'

export interface Sheet {
  name: string
  /** The part that holds it. */
  part: string
  hidden: boolean
}

export interface Workbook extends Styles {
  sheets: Sheet[]
  /** How many days to add to a count of days: workbooks of old Macs count from 1904. */
  dayZero: 0 | 1462
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
    ...(styles !== null && pack.has(styles) ? await readStyles(pack.read(styles)) : NO_STYLES),
    sharedStrings: partOf('sharedStrings'),
  }
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
