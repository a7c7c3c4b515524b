import { describe, expect, it } from 'vitest'
import { cellsOf, notesOf, readBook } from '../harness/read-workbook.ts'
import type { MadeCell } from '../harness/workbook.ts'

/** What stands in a workbook and nobody sees is read only with a note that says so. */

const color = (of: string) => `<font><color ${of}/></font>`
const solid = (of: string) => `<fill><patternFill patternType="solid"><fgColor ${of}/></patternFill></fill>`
const plain = '<fill><patternFill patternType="none"/></fill>'

/** A list of one person, whose name is written in a font on a fill. */
function lookingLike(font: string, fill: string, format = 0) {
  const styles = `<numFmts><numFmt numFmtId="164" formatCode=";;;"/></numFmts><fonts><font/>${font}</fonts><fills>${plain}${fill}</fills><cellXfs><xf/><xf fontId="1" fillId="1" numFmtId="${format}"/></cellXfs>`
  const name: MadeCell = { xml: '<is><t>赵一</t></is>', type: 'inlineStr', style: 1 }
  return {
    styles,
    sheets: [
      {
        name: 'Sheet1',
        rows: [
          ['编号', '姓名'],
          ['T-1', name],
        ],
      },
    ],
  }
}

describe('a cell whose text nobody sees', () => {
  it.each([
    ['white on nothing', color('rgb="FFFFFFFF"'), plain],
    ['white of the theme on white', color('theme="0"'), solid('rgb="FFFFFFFF"')],
    ['white of the old palette on nothing', color('indexed="9"'), plain],
    ['red on red', color('rgb="FFFF0000"'), solid('rgb="00ff0000"')],
    ['a tint of the theme on itself', color('theme="4" tint="0.4"'), solid('theme="4" tint="0.4"')],
    ['in a format that shows nothing', color('rgb="FF000000"'), plain, 164],
  ])('is read and noted: %s', async (_, font, fill, format = 0) => {
    const table = await readBook(lookingLike(font as string, fill as string, format as number))
    expect(cellsOf(table)).toEqual([['T-1', '赵一']])
    expect(notesOf(table)).toEqual([[2, 'UNSEEN_CELLS', 'B2']])
  })

  it.each([
    ['white on blue', color('rgb="FFFFFFFF"'), solid('rgb="FF0000FF"')],
    ['black on nothing', color('rgb="FF000000"'), plain],
    ['in a colour that is left to the program', '<font/>', plain],
    ['white on a pattern', color('rgb="FFFFFFFF"'), '<fill><patternFill patternType="gray125"/></fill>'],
    ['another tint than what is behind it', color('theme="4" tint="0.4"'), solid('theme="4"')],
  ])('is not one that is seen: %s', async (_, font, fill) => {
    const table = await readBook(lookingLike(font, fill))
    expect(cellsOf(table)).toEqual([['T-1', '赵一']])
    expect(table.notes).toBeUndefined()
  })

  it('is counted with others, of which the first are named', async () => {
    const { styles } = lookingLike(color('rgb="FFFFFFFF"'), plain)
    const white = (text: string): MadeCell => ({ xml: `<is><t>${text}</t></is>`, type: 'inlineStr', style: 1 })
    const rows = [['编号', '姓名'], ...Array.from({ length: 12 }, (_, i) => [`T-${i}`, white(`人${i}`)])]
    const table = await readBook({ styles, sheets: [{ name: 'Sheet1', rows, hiddenRows: [3] }] })
    const note = table.notes?.find((each) => each.code === 'UNSEEN_CELLS')
    expect(note).toMatchObject({ line: 2, details: { count: 11, value: 'B2, B4, B5, B6, B7, B8, B9, B10, …' } })
    expect(note?.reason).toContain('11 cells')
  })
})
