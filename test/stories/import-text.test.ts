import { describe, expect, it } from 'vitest'
import { recognise } from '../../src/domain/imports/encodings.ts'
import { readPeople } from '../../src/domain/imports/read-people.ts'
import { readTable } from '../../src/domain/imports/table.ts'

const read = (bytes: Uint8Array | string, options: { encoding?: string; headerRows?: string } = {}) =>
  readTable(typeof bytes === 'string' ? Buffer.from(bytes) : bytes, { name: 'list.csv', ...options })
const cells = (table: Awaited<ReturnType<typeof read>>) => table.rows.map((row) => Object.values(row.cells))
const lines = (table: Awaited<ReturnType<typeof read>>) => table.rows.map((row) => row.line)
const told = (table: Awaited<ReturnType<typeof read>>) => (table.notes ?? []).map(({ line, code }) => [line, code])

/** ASCII with some bytes of another encoding, in hexadecimal: `a,{d0d5}`. */
const bytes = (text: string) =>
  Buffer.concat(
    text
      .split(/(\{[0-9a-f]+\})/)
      .map((part) => (part.startsWith('{') ? Buffer.from(part.slice(1, -1), 'hex') : Buffer.from(part))),
  )

describe('an encoding', () => {
  const asked: readonly [string, string, string, Buffer][] = [
    ['gb18030', '林', 'GBK under headers in Latin', bytes('code,name\n1,{c1d6}\n')],
    ['big5', '陳志豪', 'Big5', bytes('code,name\n1,{b3afa7d3bba8}\n')],
    ['shift_jis', '山田', 'Shift_JIS', bytes('code,name\n1,{8e529363}\n')],
    ['windows-1252', 'São Tomé', 'Western Europe', bytes('code,name\n1,S{e3}o Tom{e9}\n')],
    ['windows-1250', 'Łukasz', 'Central Europe', bytes('code,name\n1,{a3}ukasz\n')],
    ['windows-1251', 'Иванов', 'Cyrillic', bytes('code,name\n1,{c8e2e0edeee2}\n')],
    ['windows-1258', 'Đăng', 'Vietnamese', bytes('code,name\n1,{d0e3}ng\n')],
  ]

  it('that its bytes do not tell is asked for, with a sample of each that it may be', async () => {
    for (const [encoding, name, what, file] of asked) {
      const found = recognise(file)
      expect(found.encoding, what).toBeNull()
      const samples = found.candidates?.map((each) => each.sample) ?? []
      expect(samples, what).toContain(name)
      await expect(read(file), what).rejects.toMatchObject({ code: 'IMPORT_ENCODING_UNSURE' })
      expect(cells(await read(file, { encoding })), what).toEqual([['1', name]])
    }
  })

  it('is sure by its mark, by zeros in every other byte, and by headers that read so in it alone', async () => {
    for (const [file, encoding] of [
      [Buffer.from('\ufeffcode,name\n1,王芳\n'), 'utf-8'],
      [Buffer.from('\ufeffcode,name\n1,王芳\n', 'utf16le'), 'utf-16le'],
      [Buffer.from('code,name\n1,王芳\n', 'utf16le'), 'utf-16le'],
      [Buffer.from('code,name\n1,王芳\n', 'utf16le').swap16(), 'utf-16be'],
      [bytes('{b1e0bac5},{d0d5c3fb}\n1,{cdf5b7bc}\n'), 'gb18030'],
    ] as const) {
      const table = await read(file)
      expect(table.encoding).toBe(encoding)
      expect(cells(table)).toEqual([['1', '王芳']])
    }
    const russian = bytes('{caeee4},{d4c8ce}\n1,{c8e2e0edeee2}\n')
    expect(await read(russian)).toMatchObject({ encoding: 'windows-1251', rows: [{ cells: { ФИО: 'Иванов' } }] })
  })

  it('is sure where much of a text keeps to the common signs of GB 2312', async () => {
    const names = '{c0eec7bf}{cdf5b7bc}{d5c5ceb0}{c1f5d1f4}{b3c2bebb}{d6dcbdad}{d5d4d3c0}{cbefcfe8}{d6a3c3f4}{cbceb3c9}'
    expect(recognise(bytes(`code,name\n1,${names}\n2,${names}\n3,${names}\n`)).encoding).toBe('gb18030')
  })

  it('of two files pasted together is asked for, and read line by line', async () => {
    const mixed = Buffer.concat([Buffer.from('编号,姓名\nT-1,王五\n'), bytes('T-2,{c0eec1f9}\n')])
    const error = await read(mixed).catch((e) => e)
    expect(error).toMatchObject({
      code: 'IMPORT_ENCODING_UNSURE',
      details: { samples: expect.stringContaining('gb18030: 李六') },
    })
    expect(cells(await read(mixed, { encoding: 'gb18030' }))).toEqual([
      ['T-1', '王五'],
      ['T-2', '李六'],
    ])
  })

  it('that was chosen wrongly is refused by its line, and one that is none by its name', async () => {
    const file = bytes('code,name\n1,a\n2,{c1d6}\n')
    const reason = expect.stringContaining('line 3')
    await expect(read(file, { encoding: 'utf-8' })).rejects.toMatchObject({
      code: 'IMPORT_UNREADABLE',
      details: { reason },
    })
    await expect(read(file, { encoding: 'klingon' })).rejects.toMatchObject({ code: 'IMPORT_ENCODING_UNKNOWN' })
  })
})

describe('a quote that does not close where its cell ends', () => {
  const HEAD = '编号,姓名,支部\r\n'

  it('swallows no rows: those below are read, and its line is named', async () => {
    const text = `${HEAD}1,"老王,B1\r\n2,甲,B1\r\n3,"乙, 丙",B1\r\n4,小李",B1\r\n5,丁,B1\r\n`
    const table = await read(text)
    expect(cells(table)).toEqual([
      ['1', '老王', 'B1'],
      ['2', '甲', 'B1'],
      ['3', '乙, 丙', 'B1'],
      ['4', '小李', 'B1'],
      ['5', '丁', 'B1'],
    ])
    expect(lines(table)).toEqual([2, 3, 4, 5, 6])
    expect(told(table)).toEqual([
      [2, 'STRAY_QUOTE'],
      [5, 'STRAY_QUOTE'],
    ])
  })

  it('to the end of the file swallows none either; a line that then fits no headers is refused', async () => {
    const table = await read(`${HEAD}1,甲,B1\r\n2,"乙,丙,B1\r\n3,丁,B1\r\n`)
    expect(lines(table)).toEqual([2, 4])
    expect(table.problems).toMatchObject([{ line: 3, code: 'STRAY_QUOTE_REFUSED' }])
  })

  it('is not meant where a cell holds lines of its own, with separators in them', async () => {
    const text = `${HEAD}1,"村东头\r\n近河, 三号\r\n问王芳, 李强",B1\r\n2,甲,B1\r\n`
    const table = await read(text)
    expect(lines(table)).toEqual([2, 5])
    expect(table.rows[0]?.cells.姓名).toContain('近河, 三号')
    expect(table.notes).toBeUndefined()
  })

  it('in a table of two columns is named by its line', async () => {
    const reason = expect.stringContaining('line 3')
    const text = 'code,name\n1,a\n2,"never closed\n3,b\n'
    await expect(read(text)).rejects.toMatchObject({ code: 'IMPORT_UNREADABLE', details: { reason } })
  })
})

describe('text', () => {
  it('is cut into lines whatever ends them, and into cells whatever parts them', async () => {
    const expected = [['1', 'a,b']]
    for (const end of ['\n', '\r\n', '\r']) {
      for (const file of [
        `code;name${end}1;a,b${end}`,
        `code\tname${end}1\ta,b${end}`,
        `code,name${end}1,"a,b"${end}`,
      ]) {
        const table = await read(file)
        expect(cells(table), JSON.stringify(file)).toEqual(expected)
        expect(lines(table)).toEqual([2])
      }
    }
  })

  it('with NUL in it is refused by its line', async () => {
    const table = await read('code,name\n1,a\n2,b\0c\n')
    expect(table.problems).toMatchObject([{ line: 3, code: 'BAD_CHARACTER', column: 'name' }])
    expect(lines(table)).toEqual([2])
  })
})

describe('letters', () => {
  const named = async (text: string) => readPeople(await read(text))

  it('in headers or titles that no text may have are refused by the line, and so is a file in UTF-32', async () => {
    for (const text of ['编号,姓\0名,支部\nN-1,x,B1\n', '名册\0,,\n编号,姓名,支部\nN-1,x,B1\n']) {
      await expect(read(text)).rejects.toMatchObject({
        code: 'IMPORT_UNREADABLE',
        details: { line: 1, reason: expect.stringContaining('line 1, column') },
      })
    }
    const total = await read('编号,姓名\n1,a\n合计\0,1\n')
    expect(total.problems).toMatchObject([{ line: 3, code: 'BAD_CHARACTER', value: '合计␀' }])
    const wide = Buffer.concat(
      [...'code,name\n1,王\n'].map((sign) => Buffer.from([...Buffer.from(sign, 'utf16le'), 0, 0])),
    )
    const format = { code: 'IMPORT_FORMAT', details: { format: 'text in UTF-32' } }
    await expect(read(wide)).rejects.toMatchObject(format)
    await expect(read(Buffer.concat([Buffer.from('fffe0000', 'hex'), wide]))).rejects.toMatchObject(format)
    await expect(read(Buffer.from(wide).swap32())).rejects.toMatchObject(format)
  })

  it('that were lost before are refused where they tell who is meant, and noted elsewhere', async () => {
    const reading = await named('code,name,unit,skills\nO-1,王��,B1,\nO-2,王二,B1,水�\nO-3,王三,B�,\n')
    expect(reading.rows.map((row) => row.code)).toEqual(['O-2'])
    expect(reading.problems).toMatchObject([
      { line: 2, code: 'LETTERS_LOST', column: 'name' },
      { line: 4, code: 'LETTERS_LOST', column: 'unit' },
    ])
    expect(reading.notes).toMatchObject([{ line: 3, code: 'LETTERS_LOST_HERE', column: 'skills' }])
  })

  it('that were encoded twice are made whole, with a note; what only looks like it is kept', async () => {
    const twice = (text: string) => new TextDecoder('windows-1252').decode(Buffer.from(text))
    const reading = await named(
      `code,${twice('姓名')},unit\nO-6,${twice('张伟')},B1\nO-7,${twice('Hà')},B1\nO-8,São Ångström,B1\n`,
    )
    expect(reading.rows.map((row) => row.name)).toEqual(['张伟', 'Hà', 'São Ångström'])
    expect(reading.notes).toContainEqual(
      expect.objectContaining({ line: 2, code: 'TWICE_ENCODED', value: twice('张伟') }),
    )
    const latin = await named(`code,name,unit\nO-6,${Buffer.from('张伟').toString('latin1')},B1\n`)
    expect(latin.rows.map((row) => row.name)).toEqual(['张伟'])
  })
})

describe('rows that are no data', () => {
  it('are left out with a note: totals, who drew it up, and headers that come again', async () => {
    const text = [
      '编号,姓名,支部,人数',
      'T-1,郑七,B1,3',
      ',小计,B1,1',
      '编号,姓名,支部,人数',
      'T-2,合计明,B1,4',
      '合 计,,,7',
      'Total: 2,,,',
      ',填表人：王某,,',
      '制表：李某,,审核：赵某,',
      '注：以上为6月数据,,,',
      '',
    ].join('\n')
    const table = await read(text)
    expect(cells(table).map(([code]) => code)).toEqual(['T-1', 'T-2'])
    expect(told(table)).toEqual([
      [3, 'TOTAL_LEFT_OUT'],
      [4, 'HEADERS_LEFT_OUT'],
      [6, 'TOTAL_LEFT_OUT'],
      [7, 'TOTAL_LEFT_OUT'],
      [8, 'NOTE_LEFT_OUT'],
      [9, 'NOTE_LEFT_OUT'],
      [10, 'NOTE_LEFT_OUT'],
    ])
  })

  it('are totals however they are worded; a person who is called so is one', async () => {
    const totals = [
      '以上共2人',
      '共计',
      '总计：',
      '总人数 20',
      '总共20人',
      'Total:',
      'Sum',
      'Gesamt: 3',
      '20 people',
      '共 20 户。',
    ]
    const text = [
      '编号,姓名,支部,手机',
      '1,甲一,B1,13900002001',
      ...totals.map((word) => `,${word},,`),
      '总计：,2人,,',
      '',
    ]
    const table = await read(text.join('\n'))
    expect(cells(table).map(([, name]) => name)).toEqual(['甲一'])
    expect(told(table)).toHaveLength(totals.length + 1)
    const named = '姓名,支部,手机\n共计,B1,13900002003\n共田英子,B1,\n共田,B1,0793-8251234\n'
    expect(cells(await read(named)).map(([name]) => name)).toEqual(['共计', '共田英子', '共田'])
  })

  it('stand above headers of two rows in separated text too', async () => {
    const table = await read('党员名册,,,\n编号,姓名,联系方式,\n,,手机,邮箱\n1,甲,138,a@b.cn\n')
    expect(table).toMatchObject({ headers: ['编号', '姓名', '手机', '邮箱'], headerRows: [2, 3] })
    expect(cells(table)).toEqual([['1', '甲', '138', 'a@b.cn']])
    expect((await read('a,b\n\n1,2\n3,4\n', { headerRows: '3' })).headers).toEqual(['1', '2'])
  })
})

describe('bounds', () => {
  it('hold for a line, a cell, columns and the depth of JSON', async () => {
    const bound = async (text: string, name = 'list.csv') =>
      readTable(Buffer.from(text), { name }).then(
        () => 'read',
        ({ code, details }) => (code === 'IMPORT_TOO_LARGE' ? details.bound : code),
      )
    expect(await bound(`code,name\n1,${'x'.repeat(1_100_000)}\n`)).toBe('lineChars')
    expect(await bound(`a,b,c\n1,2,"${'x'.repeat(1_100_000)}"\n`)).toBe('lineChars')
    expect(await bound(`${'a,'.repeat(1_500)}b\n`)).toBe('columns')
    expect(await bound(`a,b,c\n1,"${'x\n'.repeat(1_100_000)}`)).toBe('rows')
    const deep = '['.repeat(100_000)
    expect(await bound(`{"type":"FeatureCollection","features":[{"properties":{"a":${deep}`, 'a.geojson')).toBe('depth')
    expect(await bound(`{"type":"FeatureCollection","features":[${'[],'.repeat(10_000_001)}[]]}`, 'a.geojson')).toBe(
      'containers',
    )
    const quoted = `{"type":"FeatureCollection","features":[{"properties":{"a":"\\\\\\"${deep}"},"geometry":null}]}`
    expect(await bound(quoted, 'a.geojson')).toBe('read')
    const table = await read(`code,name\n1,${'x'.repeat(40_000)}\n2,b\n`)
    expect(table.problems).toMatchObject([{ line: 2, code: 'CELL_TOO_LONG' }])
  })
})
