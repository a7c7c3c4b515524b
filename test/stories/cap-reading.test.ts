import { describe, expect, it } from 'vitest'
import { keyOf } from '../../src/domain/warnings/model.ts'
import { readCap } from '../../src/domain/warnings/read-cap.ts'
import { cap, read } from '../harness/cap-message.ts'

describe('a CAP message is read', () => {
  it('with its identity, times and shape, latitude put after longitude', () => {
    const w = read(cap({ expires: '2020-07-10T08:00:00+08:00' }))
    expect(keyOf(w)).toBe('["office@example.org","W-1","2020-07-09T00:00:00.000Z"]')
    expect(w).toMatchObject({ version: '1.2', status: 'Actual', severity: 'Severe', headlines: { 'en-US': 'Flood' } })
    expect(w.expires?.toISOString()).toBe('2020-07-10T00:00:00.000Z')
    expect(w.area?.coordinates[0]?.[0]?.[1]).toEqual([116.8, 28.9])
    expect(w.notes).toEqual([])
  })

  it.each([
    ['http://www.incident.com/cap/1.0', '1.0', 'it is in the namespace of CAP 1.0'],
    ['urn:oasis:names:tc:emergency:cap:1.1', '1.1', 'it is in the namespace of CAP 1.1'],
    ['', '1.2', 'it names no CAP namespace and was read as CAP 1.2'],
  ])('in the namespace "%s"', (xmlns, version, note) => {
    expect(read(cap({}, xmlns))).toMatchObject({ version, notes: [note] })
  })

  it('in the manner of CAP 1.0: no scope, "Very Likely", codes as name=value', () => {
    const old = { scope: null, category: null, certainty: 'Very Likely', geocode: 'SAME=006109', polygon: null }
    const w = read(cap(old, 'http://www.incident.com/cap/1.0'))
    expect(w).toMatchObject({
      scope: 'Public',
      certainty: 'Likely',
      geocodes: [{ valueName: 'SAME', value: '006109' }],
    })
  })

  it('with several infos as one: the union of areas, the gravest severity, the latest end, a headline a language', () => {
    const info = (
      language: string,
      severity: string,
      lon: number,
      expires: string,
    ) => `<info><language>${language}</language>
      <category>Met</category><event>Flood</event><urgency>Expected</urgency><severity>${severity}</severity>
      <certainty>Likely</certainty><expires>${expires}</expires><headline>${language}!</headline>
      <area><areaDesc>A</areaDesc><circle>29.0,${lon} 5</circle></area></info>`
    const infos = [
      info('en', 'Minor', 116, '2020-07-10T00:00:00+00:00'),
      info('zh', 'Minor', 116, '2020-07-10T00:00:00+00:00'),
      info('en', 'Extreme', 117, '2020-07-12T00:00:00+00:00'),
    ]
    const w = read(cap({ info: null, more: infos.join('') }))
    expect(w).toMatchObject({ severity: 'Extreme', events: ['Flood'], headlines: { en: 'en!', zh: 'zh!' } })
    expect(w.area?.coordinates).toHaveLength(2)
    expect(w.expires?.toISOString()).toBe('2020-07-12T00:00:00.000Z')
    const endless = read(cap({ more: infos.join('') }))
    expect(endless.expires).toBeNull()
    expect(endless.notes).toEqual(['one info has no expires: it holds until superseded'])
  })

  it('without geometry, by its geocodes; and it is said when there is nothing to match at all', () => {
    const code = '<valueName>GB/T 2260</valueName><value>361128</value>'
    const byCode = read(cap({ polygon: null, geocode: code }))
    expect(byCode).toMatchObject({ area: null, geocodes: [{ valueName: 'GB/T 2260', value: '361128' }] })
    expect(byCode.notes).toEqual(['it has no geometry: places are matched by geocode'])
    expect(read(cap({ polygon: null })).notes).toEqual(['it has neither geometry nor geocode: no place can be matched'])
    expect(read(cap({ info: null })).notes).toEqual(['it has no info: nobody can be matched to it'])
  })

  it.each([
    ['a slip of case', { status: 'actual' }, 'status: "actual" was read as Actual'],
    [
      'a time in Z',
      { sent: '2020-07-09T00:00:00Z' },
      'sent: "2020-07-09T00:00:00Z" is not written as CAP asks, but is clear',
    ],
    [
      'an end before the beginning',
      { expires: '2020-07-08T00:00:00+08:00' },
      'info[1]/expires is before it was sent and is not believed: somebody is asked',
    ],
    [
      'a reference to the future',
      { msgType: 'Update', references: 'a,b,2020-07-09T08:00:01+08:00' },
      'it was sent at 2020-07-09T00:00:00.000Z and refers to b of 2020-07-09T00:00:01.000Z, which is later: a clock was wrong',
    ],
    ['no scope', { scope: null }, 'scope is missing and was read as Public'],
    ['no category', { category: null }, 'info[1]/category is missing'],
    ['a category of its own', { category: 'Weather' }, 'info[1]/category[1]: "Weather" is not known'],
    ['an empty polygon', { polygon: ' ', circle: '29,116 1' }, 'info[1]/area[1]/polygon[1] is empty and was left out'],
    [
      'a signature',
      { more: '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/>' },
      'it is signed; the signature was not verified',
    ],
    ['an unknown entity', { event: 'Flood&nbsp;' }, 'the entity &nbsp; is not known and stays as it is written'],
    ['an Update of nothing', { msgType: 'Update' }, 'it is an Update of nothing: it starts anew'],
    [
      'something twice',
      { more: '<sent>2020-07-09T08:00:00+08:00</sent>' },
      'sent occurs more than once; the first was read',
    ],
  ])('in spite of %s, which is noted', (_what, change, note) => {
    expect(read(cap(change)).notes).toEqual([note])
  })

  it('in the encoding it declares, and as windows-1252 when it is not what it declares', () => {
    const latin = (encoding: string) =>
      Buffer.from(cap({ event: 'Überflutung' }).replace('?>', ` encoding="${encoding}"?>`), 'latin1')
    expect(read(latin('ISO-8859-1'))).toMatchObject({ events: ['Überflutung'], notes: [] })
    expect(read(latin('UTF-8'))).toMatchObject({
      events: ['Überflutung'],
      notes: [expect.stringContaining('windows-1252')],
    })
    expect(read(Buffer.from(`\ufeff${cap({ event: '洪水' })}`, 'utf16le')).events).toEqual(['洪水'])
    expect(read(cap({ event: '<![CDATA[a < b &amp; c]]> &amp; &#x6d2a;&#0;' })).events).toEqual([
      'a < b &amp; c & 洪\ufffd',
    ])
  })

  it('from a feed, where one bad message does not take the others with it', () => {
    const entry = (text: string) => `<entry><content>${text.replace(/<\?.*\?>/, '')}</content></entry>`
    const feed = [cap(), cap({ sender: null }), cap({ identifier: 'W-2' })].map(entry).join('')
    const { warnings, refused } = readCap(`<feed xmlns="http://www.w3.org/2005/Atom">${feed}</feed>`)
    expect(warnings.map((w) => w.identifier)).toEqual(['W-1', 'W-2'])
    expect(refused.map((e) => e.code)).toEqual(['CAP_MISSING'])
  })

  it('with references told apart by their moments, since identifiers hold spaces and commas', () => {
    const references = `a@b,id 1,2020-07-01T00:00:00+08:00\n http://c/,x,y,2020-07-02T00:00:00-00:00  junk`
    const w = read(cap({ msgType: 'Update', references }))
    expect(w.references.map((r) => [r.sender, r.identifier])).toEqual([
      ['a@b', 'id 1'],
      ['http://c/', 'x,y'],
    ])
    expect(w.notes).toEqual(['references: "junk" is not a sender,identifier,sent'])
  })

  it.each([
    ['no moment', 'a@b,W-0', null],
    ['an impossible day', 'a@b,W-0,2020-02-30T00:00:00+08:00', null],
    ['a year that nobody means', 'a@b,W-0,0000-01-01T00:00:00+14:00', null],
    ['a moment in words of its own', 'a@b,W-0,04/03/2020', null],
    ['semicolons', 'a@b;W-0;2020-07-01T00:00:00+08:00', '2020-06-30T16:00:00.000Z'],
    ['bars', 'a@b|W-0|2020-07-01T00:00:00+08:00', '2020-06-30T16:00:00.000Z'],
    ['spaces', 'a@b W-0 2020-07-01T00:00:00+08:00', '2020-06-30T16:00:00.000Z'],
    ['a comma at the end', ' a@b , W-0 , 2020-07-01T00:00:00+08:00, ', '2020-06-30T16:00:00.000Z'],
  ])('with a reference that has %s: sender and identifier are enough', (_, references, sent) => {
    const w = read(cap({ msgType: 'Update', references }))
    expect(w.references).toEqual([{ sender: 'a@b', identifier: 'W-0', sent: sent && new Date(sent) }])
    const noted = sent ? [] : [expect.stringContaining('says not when it was sent; sender and identifier are enough')]
    expect(w.notes).toEqual(noted)
  })

  it('with several references without moments, and one that has its own', () => {
    const references = 'a@b,W-0 a@b,W-00 c@d,id 1,2020-07-01T00:00:00+08:00 a@b,W-000'
    const w = read(cap({ msgType: 'Update', references: references.replace('id 1', 'id,1') }))
    expect(w.references.map((r) => [r.sender, r.identifier, r.sent !== null])).toEqual([
      ['a@b', 'W-0', false],
      ['a@b', 'W-00', false],
      ['c@d', 'id,1', true],
      ['a@b', 'W-000', false],
    ])
  })

  it('with a long run of spaces and marks among the references, at once', () => {
    const references = `a@b,W-0${' '.repeat(200_000)}${', '.repeat(100_000)};${' ;'.repeat(100_000)}`
    const started = performance.now()
    read(cap({ msgType: 'Update', references }))
    expect(performance.now() - started).toBeLessThan(2_000)
  })

  it.each(['0000-01-01T00:00:00+14:00', '9999-12-31T23:59:59-14:00', '1899-12-31T23:59:59+00:00'])(
    'without a moment of an info that cannot be: %s',
    (at) => {
      const times = `<effective>${at}</effective><onset>${at}</onset><expires>${at}</expires>`
      const w = read(cap().replace('<urgency>', `${times}<urgency>`))
      expect([w.effective, w.onset, w.expires]).toEqual([null, null, null])
      expect(w.notes).toEqual(
        ['onset', 'expires', 'effective'].map((name) =>
          expect.stringContaining(`info[1]/${name}: "${at}" is not in the years 1900 to 2199`),
        ),
      )
    },
  )

  it('with two geocodes that would be one text, joined', () => {
    const code = (name: string, value: string) => `<valueName>${name}</valueName><value>${value}</value>`
    const area = `<areaDesc>x</areaDesc><geocode>${code('a=b', 'c')}</geocode><geocode>${code('a', 'b=c')}</geocode>`
    expect(read(cap({ area })).geocodes).toEqual([
      { valueName: 'a=b', value: 'c' },
      { valueName: 'a', value: 'b=c' },
    ])
  })

  it('with a space or a comma in what names it, which CAP forbids', () => {
    const w = read(cap({ sender: 'our office', identifier: 'W,1' }))
    expect([w.sender, w.identifier]).toEqual(['our office', 'W,1'])
    expect(w.notes).toEqual([
      'identifier holds a space, a comma, < or &, which CAP does not allow',
      'sender holds a space, a comma, < or &, which CAP does not allow',
    ])
  })
})
