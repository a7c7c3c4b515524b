import { cleanText } from './clean.ts'
import type { ReasonCode } from './reasons.ts'

/** What is counted. */
const COUNTED =
  '(?:[人户戶个個名位条條项項]|people|persons?|members?|households?|rows|entries|personen|mitglieder|orang|người|человек)'

/** Words for a sum, in the first cell of a row that is filled. */
const TOTAL = new RegExp(
  '^(?:(?:以上|本页|本頁|本表)?\\s*(?:合\\s*计|总\\s*计|小\\s*计|共\\s*计|总\\s*共|总\\s*数|总\\s*人\\s*数|人\\s*数|累\\s*计|合計|總計|小計|共計|總數|總人數|計)|합계|총계|소계|' +
    '(?:grand |sub)?totals?(?: (?:number|of|people|persons|members)){0,3}|in total|sum|count|jumlah|summe|(?:ins)?gesamt(?:zahl)?|anzahl|итого|всего|tổng(?: cộng| số)?)' +
    `(?:\\s*[:：(（=].*|\\s*\\d+\\s*${COUNTED}?\\s*[。.]?)?$`,
  'iu',
)

/** A sum without such a word: 以上共2人, 共 20 户, 20 people. */
const COUNT = new RegExp(
  `^(?:(?:以上|本页|本頁|本表)?\\s*(?:总|總)?共(?:有)?\\s*\\d+\\s*${COUNTED}|以上\\s*\\d+\\s*${COUNTED}|\\d+\\s*(?:people|persons|members|households|entries|人|户|戶|名))\\s*[。.]?$`,
  'iu',
)

/** A number that is dialled: whoever has one, and something else beside the name, is a person, whatever the name. */
const DIALLED = /^(?:(?:\+|00)\d{8,14}|0\d{8,12}|(?:86)?1[3-9]\d{9})$/

/** Labels of lines below a table, or of a note in it; a colon and the rest follow. */
const NOTE =
  /^[*※]?\s*(?:填表人|填报人|制表人?|审核人?|审批人?|负责人|单位负责人|经办人|联系人|填表日期|填报日期|制表日期|填报单位|数据来源|来源|备注|说明|注|附注|備註|說明|註|填表說明|note|notes|source|remarks?|prepared by|checked by|approved by|signed|signature|date|catatan|sumber|hinweis|quelle|примечание|источник|ghi chú|nguồn)\s*\d*\s*[:：]/iu

/** Why a row below the headers is no row of data; null for one that is. `headers`: repeated on each page of a printed list. */
export function leftOut(cells: readonly string[], headers: readonly string[]): ReasonCode | null {
  const filled = cells.map(cleanText).filter(Boolean)
  const [first] = filled
  if (first === undefined) return null
  const isPerson = filled.length > 2 && filled.some((cell) => DIALLED.test(cell.replace(/[\s()-]/g, '')))
  if (!isPerson && (TOTAL.test(first) || COUNT.test(first))) return 'TOTAL_LEFT_OUT'
  if (filled.every((cell) => NOTE.test(cell)) || (new Set(filled).size === 1 && /^[*※]|^注\d*[:：、.]/.test(first))) {
    return 'NOTE_LEFT_OUT'
  }
  const isAgain = filled.length > 1 && cells.every((cell, i) => cleanText(cell) === (headers[i] ?? ''))
  return isAgain ? 'HEADERS_LEFT_OUT' : null
}
