import { describe, expect, it } from 'vitest'
import { readDuties } from '../../src/domain/imports/read-duties.ts'
import { readPeople } from '../../src/domain/imports/read-people.ts'
import { readPopolo } from '../../src/domain/imports/read-popolo.ts'
import { readUnits } from '../../src/domain/imports/read-units.ts'
import { readTable } from '../../src/domain/imports/table.ts'

const csv = (text: string) => readTable(new TextEncoder().encode(text), { name: 'list.csv' })

describe('units', () => {
  it('are found by Chinese or English headers, parents first, by code or by name', async () => {
    const chinese = readUnits(
      await csv(
        '组织代码,组织名称,上级组织,类别,成立日期\nB1,双港村支部,双港镇委员会,支部,2001年7月\nT1,双港镇委员会,,委员会,1999\n',
      ),
    )
    expect(chinese.rows).toMatchObject([
      { line: 3, code: 'T1', parent: null, kind: '委员会', founded: '1999-01-01' },
      { line: 2, code: 'B1', parent: 'T1', kind: '支部', founded: '2001-07-01' },
    ])
    const english = readUnits(await csv('unit_code;name;parent_code;area_code\nB1;Branch 1; T1 ;361128100001\n'))
    expect(english.rows).toMatchObject([{ code: 'B1', parent: 'T1', kind: 'branch', area: '361128100001' }])
  })

  it('get a code from their names where they have none', async () => {
    const { rows } = readUnits(await csv('name,parent\nTown committee,\nBranch 2,Town committee\n'))
    expect(rows.map((row) => [row.code, row.parent])).toEqual([
      ['TOWN-COMMITTEE', null],
      ['TOWN-COMMITTEE-BRANCH-02', 'TOWN-COMMITTEE'],
    ])
  })

  it('are refused where their place in the tree is not clear', async () => {
    const reading = readUnits(
      await csv(
        'code,name,parent,from,to\nA,Twin,,,\nB,Twin,,,\nC,Below,Twin,,\nD,Round,E,,\nE,About,D,,\nA,Again,,,\n' +
          'F,,,,\nG,Late,,2020,2019\nH,Odd,,soon,\n',
      ),
    )
    expect(reading.rows.map((row) => row.code)).toEqual(['A', 'B'])
    expect(reading.problems.map(({ line, code }) => [line, code])).toEqual([
      [4, 'AMBIGUOUS'],
      [5, 'CYCLE'],
      [6, 'CYCLE'],
      [7, 'DUPLICATE'],
      [8, 'MISSING'],
      [9, 'DATES_CROSSED'],
      [10, 'BAD_DATE'],
    ])
  })
})

describe('people', () => {
  it('are read with their contacts, skills and posts, and nothing that no field asks for', async () => {
    const { rows, problems, notes } = readPeople(
      await csv(
        '编号,姓名,身份证号,所在支部,人员类别,职务,联系电话,技能,经度,纬度\n' +
          'P1,王芳,360000190001010000,B1,正式党员,支部书记,138 0013 8000/0793-6212345,驾船、急救,116.7,29.0\n' +
          'P2,李强,,B1,志愿者,,,,,\n',
      ),
    )
    expect([problems, notes]).toEqual([[], []])
    expect(rows[0]).toEqual({
      line: 2,
      code: 'P1',
      coded: true,
      name: '王芳',
      skills: ['驾船', '急救'],
      home: [116.7, 29],
      contacts: [
        { channel: 'phone', address: '13800138000' },
        { channel: 'phone', address: '07936212345' },
      ],
      memberships: [
        { unit: 'B1', kind: 'member', kindSaid: true, roles: ['secretary'], from: null, to: null, sentBy: null },
      ],
    })
    expect(rows[1]).toMatchObject({ home: null, contacts: [], memberships: [{ kind: 'volunteer', roles: [] }] })
  })

  it('are one person under one code, and never one by name alone', async () => {
    const text =
      'code,name,unit,phone\n1,Ann Lee,B1,0100100\n1,ANN  LEE,B2,0100100;0100200\n1,Bob,B3,\n,Ann Lee,B1,\n,Ann Lee,B1,0100300\n'
    const { rows, problems, notes } = readPeople(await csv(text))
    expect(rows.map((row) => [row.code, row.memberships.map((m) => m.unit), row.contacts.length])).toEqual([
      ['1', ['B1', 'B2'], 2],
      ['B-01-ANN-LEE', ['B1'], 0],
      ['B-01-ANN-LEE-2', ['B1'], 1],
    ])
    // Of a namesake without a number nobody can tell; it is asked once the register has been looked at.
    expect(rows.map((row) => row.namesake)).toEqual([undefined, undefined, 5])
    expect(problems.map(({ line, code }) => [line, code])).toEqual([[4, 'CONTRADICTS']])
    expect(notes).toMatchObject([{ line: 3, code: 'MERGED' }])
  })

  it('are kept without what is not understood, which is said', async () => {
    const { rows, notes, problems } = readPeople(
      await csv(
        'code,name,unit,kind,phone,email,lat,lon,since\n1,A,B1,knight,ask,a@,95,200,2020\n2,B,B1,,,,,,yesterday\n3,,B1,,,,,,\n',
      ),
    )
    expect(rows).toMatchObject([
      { code: '1', contacts: [], home: null, memberships: [{ kind: 'member', from: '2020-01-01' }] },
      // Since when somebody is a member need not be known.
      { code: '2', memberships: [{ from: null }] },
    ])
    expect(notes.map((note) => [note.code, note.value])).toEqual([
      ['DEFAULTED', 'knight'],
      ['OFF_GLOBE', '200, 95'],
      ['LEFT_OUT', 'ask'],
      ['LEFT_OUT', 'a@'],
      ['LEFT_OUT', 'yesterday'],
    ])
    expect(problems.map(({ line, code }) => [line, code])).toEqual([[4, 'MISSING']])
  })

  it('can be mapped from any column, and a wrong mapping is refused', async () => {
    const table = await csv('Who,Where\nAnn,B1\n')
    const columns = { name: 'Who', unit: 'Where' }
    expect(readPeople(table, { mapping: { columns, props: {} } }).rows[0]).toMatchObject({
      name: 'Ann',
      memberships: [{ unit: 'B1' }],
    })
    const wrong = (columns: Record<string, string>) => () => readPeople(table, { mapping: { columns, props: {} } })
    expect(wrong({ name: 'Whom' })).toThrow(expect.objectContaining({ code: 'IMPORT_COLUMN_UNKNOWN' }))
    expect(wrong({ nickname: 'Who' })).toThrow(expect.objectContaining({ code: 'IMPORT_COLUMN_UNKNOWN' }))
    expect(wrong({})).toThrow(
      expect.objectContaining({ code: 'IMPORT_COLUMN_MISSING', details: { field: 'name', known: 'Who, Where' } }),
    )
  })
})

describe('Popolo', () => {
  const popolo = (file: object) => readPopolo(new TextEncoder().encode(JSON.stringify(file)), 'popolo.json')

  it('gives units, people, posts and stationed members', () => {
    const { areas, units, people, memberships } = popolo({
      areas: [{ id: 'a1', identifier: '361128', name: 'Poyang', classification: 'county' }],
      organizations: [
        {
          id: 'o2',
          name: 'Branch',
          classification: 'branch',
          parent_id: 'o1',
          area_id: 'a1',
          dissolution_date: '2021',
        },
        { id: 'o1', name: 'Committee', founding_date: '1949-10' },
      ],
      persons: [
        {
          id: 'p1',
          name: 'Ann',
          email: 'ann@example.org',
          contact_details: [{ type: 'cell', value: '+86 138 0013 8000' }],
        },
        { id: 'p2', name: 'Bob', memberships: [{ organization_id: 'o1', role: 'member' }] },
      ],
      posts: [{ id: 's1', organization_id: 'o2', role: 'secretary' }],
      memberships: [
        { person_id: 'p1', post_id: 's1', on_behalf_of_id: 'o1', start_date: '2019-05', end_date: '2021-04-30' },
      ],
    })
    expect(areas.rows).toMatchObject([{ code: '361128', kind: 'county', parent: null }])
    expect(units.rows).toMatchObject([
      { code: 'o1', founded: '1949-10-01', dissolved: null },
      { code: 'o2', parent: 'o1', area: '361128', dissolved: '2022-01-01' },
    ])
    expect(people.rows).toMatchObject([
      {
        code: 'p1',
        contacts: [
          { channel: 'phone', address: '+8613800138000' },
          { channel: 'email', address: 'ann@example.org' },
        ],
        memberships: [
          { unit: 'o2', kind: 'seconded', roles: ['secretary'], from: '2019-05-01', to: '2021-05-01', sentBy: 'o1' },
        ],
      },
      { code: 'p2', memberships: [{ unit: 'o1', kind: 'member', roles: [] }] },
    ])
    expect(memberships.read).toBe(2)
  })

  it('names every item that cannot be filed', () => {
    const { units, people, memberships } = popolo({
      organizations: [{ id: 'o1' }, { id: 'o2', name: 'Branch', founding_date: 'long ago' }],
      persons: [{ id: 'p1', name: 'Ann' }, { id: 'p1', name: 'Ann' }, { name: 'Nobody' }],
      memberships: [{ person_id: 'p9', organization_id: 'o1' }, { person_id: 'p1' }],
    })
    expect(units.problems.map((p) => p.code)).toEqual(['MISSING', 'BAD_DATE'])
    expect(people.problems.map((p) => p.code)).toEqual(['DUPLICATE', 'MISSING'])
    expect(memberships.problems.map((p) => p.code)).toEqual(['UNKNOWN', 'MISSING'])
    expect(() => popolo({})).toThrow(expect.objectContaining({ code: 'IMPORT_EMPTY' }))
  })
})

describe('duties', () => {
  it('are read with their moments, in the zone of the file', async () => {
    const { rows } = readDuties(
      await csv(
        'place,role,holder,from,to\nD1/K0+000,patrol,P1,2020-07-09 02:00,2020-07-09 08:00\nD1/K0+000,person in charge,P2,2020-07-01,2020-07-12\n',
      ),
      { zone: '+08:00' },
    )
    expect(rows).toMatchObject([
      {
        subjectKind: 'place',
        from: new Date('2020-07-08T18:00Z'),
        to: new Date('2020-07-09T00:00Z'),
        holderKind: null,
      },
      { role: 'person in charge', from: new Date('2020-06-30T16:00Z'), to: new Date('2020-07-12T16:00Z') },
    ])
  })

  it('are refused where anything of who, what and when is wanting', async () => {
    const text =
      'place,unit,role,holder,holder_kind,from,to\nH1,,helper,P1,,2020,\nH1,,helper,P1,,2020,\n,,helper,P1,,2020,\n' +
      'H1,,,P1,,2020,\nH1,,helper,,,2020,\nH1,,helper,P1,robot,2020,\nH1,,helper,P2,,,\nH1,,helper,P2,,2020,then\n' +
      'H1,,helper,P2,,2020,2019\n,B1,secretary,P2,person,2020,\n'
    const { rows, problems } = readDuties(await csv(text), { zone: '+08:00' })
    expect(rows).toMatchObject([
      { subject: 'H1' },
      { subjectKind: 'unit', subject: 'B1', holderKind: 'person', to: null },
    ])
    expect(problems.map(({ line, code, column }) => [line, code, column])).toEqual([
      [3, 'DUPLICATE', null],
      [4, 'MISSING', 'place'],
      [5, 'MISSING', 'role'],
      [6, 'MISSING', 'holder'],
      [7, 'BAD_KIND', 'holder_kind'],
      [8, 'MISSING', 'from'],
      [9, 'BAD_DATE', 'to'],
      [10, 'DATES_CROSSED', null],
    ])
  })
})
