import { cleanText } from './clean.ts'
import type { ReasonCode } from './reasons.ts'

/** Words for a sum, in the first cell of a row that is filled. */
const TOTAL =
  /^(?:合\s*计|总\s*计|小\s*计|共\s*计|总\s*数|总\s*人数|累\s*计|合計|總計|小計|計|합계|총계|소계|(?:grand |sub)?totals?|jumlah|summe|gesamt|итого|всего|tổng(?: cộng| số)?)(?:\s*[:：(（].*|\s*\d+\s*[人户个名]?)?$/iu

/** Labels of lines below a table, or of a note in it; a colon and the rest follow. */
const NOTE =
  /^[*※]?\s*(?:填表人|填报人|制表人?|审核人?|审批人?|负责人|单位负责人|经办人|联系人|填表日期|填报日期|制表日期|填报单位|数据来源|来源|备注|说明|注|附注|備註|說明|註|填表說明|note|notes|source|remarks?|prepared by|checked by|approved by|signed|signature|date|catatan|sumber|hinweis|quelle|примечание|источник|ghi chú|nguồn)\s*\d*\s*[:：]/iu

/** Why a row below the headers is no row of data; null for one that is. `headers`: repeated on each page of a printed list. */
export function leftOut(cells: readonly string[], headers: readonly string[]): ReasonCode | null {
  const filled = cells.map(cleanText).filter(Boolean)
  const [first] = filled
  if (first === undefined) return null
  if (TOTAL.test(first)) return 'TOTAL_LEFT_OUT'
  if (filled.every((cell) => NOTE.test(cell)) || (new Set(filled).size === 1 && /^[*※]|^注\d*[:：、.]/.test(first))) {
    return 'NOTE_LEFT_OUT'
  }
  const isAgain = filled.length > 1 && cells.every((cell, i) => cleanText(cell) === (headers[i] ?? ''))
  return isAgain ? 'HEADERS_LEFT_OUT' : null
}
