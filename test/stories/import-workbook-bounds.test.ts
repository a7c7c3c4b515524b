import { describe, expect, it } from 'vitest'
import { readTable } from '../../src/domain/imports/table.ts'
import { cellsOf, readBook, sheetOf } from '../harness/read-workbook.ts'
import { type MadeBook, workbook, zipped } from '../harness/workbook.ts'

describe('other workbooks', () => {
  it('are read whatever prefix their XML bears', async () => {
    const table = await readBook({
      ...sheetOf([
        ['code', 'name'],
        ['1', 'a'],
      ]),
      prefix: 'x',
    })
    expect(cellsOf(table)).toEqual([['1', 'a']])
  })

  it('and files that are none are named for what they are', async () => {
    const named = async (bytes: Uint8Array, name = 'list.xls') =>
      readTable(bytes, { name }).then(
        () => 'read',
        (error) => `${error.code} ${error.details.format ?? ''}`,
      )
    const ole = Buffer.from('d0cf11e0a1b11ae1', 'hex')
    expect(await named(ole)).toBe('IMPORT_FORMAT an old workbook (.xls)')
    const secret = Buffer.concat([ole, Buffer.alloc(512), Buffer.from('EncryptedPackage', 'utf16le')])
    expect(await named(secret, 'a.xlsx')).toBe('IMPORT_FORMAT a workbook with a password')
    expect(await named(Buffer.from('<html><table><tr><td>编号</td></tr></table></html>'))).toContain('a web page')
    expect(await named(Buffer.from('<?xml version="1.0"?><Workbook xmlns="urn:x">'))).toContain('XML of 2003')
    expect(await named(Buffer.from('%PDF-1.7'))).toContain('a PDF')
    expect(await named(await zipped({ 'content.xml': '<a/>' }), 'a.ods')).toContain('OpenDocument')
    expect(await named(await zipped({ 'xl/workbook.bin': 'x' }), 'a.xlsb')).toContain('binary')
  })

  it('that are damaged, or not well-formed, are refused with the reason', async () => {
    const whole = await workbook([
      ['code', 'name'],
      ['1', 'a'],
    ])
    await expect(readTable(whole.subarray(0, whole.length - 30), { name: 'a.xlsx' })).rejects.toMatchObject({
      code: 'IMPORT_UNREADABLE',
    })
    const torn = { sheets: [{ name: 'Sheet1', rows: [], xml: '<sheetData><row r="1"><c r="A1"></row></sheetData>' }] }
    await expect(readBook(torn)).rejects.toMatchObject({ code: 'IMPORT_UNREADABLE' })
  })
})

describe('bounds', () => {
  const bound = (book: MadeBook) => expect(readBook(book)).rejects
  const xml = (text: string): MadeBook => ({ sheets: [{ name: 'Sheet1', rows: [], xml: text }] })

  it('hold for a cell at the far end of a sheet, and not for one there that is blank', async () => {
    const far = (value: string) =>
      xml(
        `<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row r="2"><c r="A2"><v>3</v></c><c r="B2"><v>4</v></c></row><row r="1048576"><c r="XFD1048576" t="str"><v>${value}</v></c></row></sheetData>`,
      )
    await bound(far('x')).toMatchObject({ code: 'IMPORT_TOO_LARGE', details: { bound: 'columns', limit: 1_000 } })
    expect(cellsOf(await readBook(far(' ')))).toEqual([['3', '4']])
  })

  it('hold for a cell of many characters, and for what a part unpacks to', async () => {
    await bound(
      sheetOf([
        ['a', 'b'],
        ['x'.repeat(40_000), 'c'],
      ]),
    ).toMatchObject({ details: { bound: 'cellChars' } })
    const bomb = await zipped({
      '_rels/.rels': '<Relationships/>',
      'xl/workbook.xml': `<workbook>${' '.repeat(1024 * 1024)}<sheets><sheet/>`,
    })
    await expect(readTable(bomb, { name: 'bomb.xlsx' })).rejects.toMatchObject({
      code: 'IMPORT_UNREADABLE',
      details: { reason: expect.stringContaining('more than 500000 characters') },
    })
  })

  it('hold for a tag, a text or a comment that does not end', async () => {
    const long = 'x'.repeat(700_000)
    for (const endless of [
      `<row r="${long}"/>`,
      `<row r="1"><c t="str"><v>${long}</v></c></row>`,
      `<!-- > ${long} -->`,
      long,
    ]) {
      await bound(xml(`<sheetData>${endless}</sheetData>`)).toMatchObject({
        code: 'IMPORT_UNREADABLE',
        details: { reason: expect.stringContaining('more than 500000 characters') },
      })
    }
  })

  it('hold for merged ranges without number', async () => {
    const merges = '<mergeCell ref="A1:B2"/>'.repeat(100_001)
    await bound(xml(`<sheetData/><mergeCells>${merges}</mergeCells>`)).toMatchObject({ details: { bound: 'merges' } })
  })
})
