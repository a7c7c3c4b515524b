import type { Lang } from './table.ts'
import { ACTS_TOLD } from './told/acts.ts'
import { REGISTER_TOLD } from './told/register.ts'
import { SERVED_TOLD } from './told/served.ts'
import type { FaultWords } from './told/told.ts'

/** What the server refused or could not do. `details` fill the sentences; a row among several that was refused has none. */
export interface FaultTold {
  code: string
  says: string
  do: string
  details?: Record<string, unknown>
}

const FAULTS: FaultWords = { ...REGISTER_TOLD, ...ACTS_TOLD, ...SERVED_TOLD }

/** What is wrong and what helps, in the reader's language where we have words for it, and else in the server's. */
export function tellFault(lang: Lang, fault: FaultTold): { says: string; does: string } {
  const told = FAULTS[fault.code]?.[lang]
  const [says, does] = told ?? [fault.says, fault.do]
  const details = lang === 'zh' ? inChinese(fault.details ?? {}) : (fault.details ?? {})
  return { says: fill(says, details) ?? fault.says, does: fill(does, details) ?? fault.do }
}

/** Words among the details of a fault that are the server's own. */
const DETAILS_ZH: Readonly<Record<string, string>> = {
  rows: '行',
  columns: '列',
  'filled cells': '个非空单元格',
  'characters in a cell': '个字符（每格）',
  'characters in a line': '个字符（每行）',
  'characters of text': '个字符',
  'bytes in one part of the workbook': '字节（工作簿的一个部分）',
  parts: '个部分',
  'merged ranges': '处合并单元格',
  'cells in one merged range': '格（每处合并）',
  'levels of nesting': '层嵌套',
  'arrays and objects': '个数组和对象',
  'an old workbook (.xls)': '旧版工作簿（.xls）',
  'a workbook with a password': '加了密码的工作簿',
  'a binary workbook (.xlsb)': '二进制工作簿（.xlsb）',
  'an OpenDocument file (.ods)': 'OpenDocument文件（.ods）',
  'a Word document (.docx)': 'Word文档（.docx）',
  'a Numbers file': 'Numbers文件',
  'a workbook in XML of 2003': '2003版XML工作簿',
  'a web page, whatever its name': '网页文件（无论其扩展名为何）',
  XML: 'XML文件',
  'a PDF': 'PDF文件',
  'a picture': '图片',
  'a RAR archive': 'RAR压缩包',
  'a 7-Zip archive': '7-Zip压缩包',
  'a gzip archive': 'gzip压缩包',
}

function inChinese(details: Record<string, unknown>): Record<string, unknown> {
  const told = (value: unknown) => (typeof value === 'string' ? (DETAILS_ZH[value] ?? value) : value)
  return Object.fromEntries(Object.entries(details).map(([name, value]) => [name, told(value)]))
}

/** Null where something that the sentence needs is not known. */
function fill(text: string, details: Record<string, unknown>): string | null {
  let whole = true
  const filled = text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = details[name]
    if (value === undefined || value === null) whole = false
    return String(value ?? '')
  })
  return whole ? filled : null
}
