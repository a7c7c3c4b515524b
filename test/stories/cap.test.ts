import { describe, expect, it } from 'vitest'
import { positionsOf } from '../../src/base/geometry.ts'
import { MAX_BYTES } from '../../src/domain/warnings/decode-xml.ts'
import { keyOf, type Warning } from '../../src/domain/warnings/model.ts'
import { readCap } from '../../src/domain/warnings/read-cap.ts'
import { cap, read, refusal, SQUARE } from '../harness/cap-message.ts'

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

describe('shapes', () => {
  const area = (polygon: string) => read(cap({ polygon }))
  const ring = (w: Warning) => w.area?.coordinates[0]?.[0] ?? []

  it('are read over line breaks, plus signs and stray commas', () => {
    const w = area('+28.9,116.6\n 28.9,116.8, 29.1, 116.8\n29.1,116.6 28.9,116.6')
    expect(ring(w)).toEqual(ring(area(SQUARE)))
    expect(w.notes).toEqual([expect.stringContaining('read two by two')])
  })

  it('are closed if they were left open, for there is only one way to', () => {
    const w = area(SQUARE.split(' ').slice(0, 4).join(' '))
    expect(ring(w)).toEqual(ring(area(SQUARE)))
    expect(w.notes).toEqual([expect.stringContaining('was not closed')])
  })

  it('that cross themselves are noted', () => {
    expect(area('0,0 1,1 1,0 0,1 0,0').notes).toEqual([expect.stringContaining('crosses or touches itself')])
  })

  it('past the 180th meridian are wrapped', () => {
    const w = area('-21.3,-179.9 -21.359,-180.005 -21.5,-179.8 -21.3,-179.9')
    expect(w.notes).toEqual([expect.stringContaining('180th meridian')])
    for (const [lon] of positionsOf(w.area as never)) expect(Math.abs(lon)).toBeLessThanOrEqual(180)
    expect(w.area?.coordinates).toHaveLength(2)
    const whole = area('28.9,296.6 28.9,296.8 29.1,296.8 29.1,296.6 28.9,296.6')
    expect(whole.notes).toEqual([expect.stringContaining('wrapped')])
    expect(Math.min(...ring(whole).map(([lon]) => lon))).toBeCloseTo(-63.4)
  })

  it('that cross the 180th meridian are cut there', () => {
    const w = area('51,179 51,-179 52,-179 52,179 51,179')
    expect(w.notes).toEqual([expect.stringContaining('180th meridian')])
    const spans = w.area?.coordinates.map(([ring]) => ring?.map(([lon]) => lon).sort((a, b) => a - b))
    expect(spans?.map((lons) => [lons?.at(0), lons?.at(-1)])).toEqual([
      [-180, -179],
      [179, 180],
    ])
    const circle = read(cap({ polygon: null, circle: '-17,179.9 50' }))
    expect(circle.area?.coordinates).toHaveLength(2)
    for (const [lon] of positionsOf(circle.area as never)) expect(Math.abs(lon)).toBeLessThanOrEqual(180)
  })

  it('of radius 0 are a point, drawn 1 m wide', () => {
    const w = read(cap({ polygon: null, circle: '-16.053,-173.274 0.0' }))
    expect(w.notes).toEqual([expect.stringContaining('radius 0')])
    expect(ring(w)).toHaveLength(65)
  })

  it.each([
    ['0,0 0,1 0,0 0,0', 'fewer than three different points'],
    ['0,0,5 0,1,5 1,1,5 0,0,5', 'point 1, "0,0,5", is not a pair'],
    ['0,0 0,1 1 0,0', 'an odd number of coordinates, 7'],
    ['0,0 0,x 1,1 0,0', '"x" is not a number'],
    ['106.8,-6.1 106.9,-6.1 106.9,-6.2 106.8,-6.1', 'perhaps longitude was written first'],
    ['91,0 0,1 1,1 91,0', '91,0 is not on the globe'],
    ['0,0 0,361 1,1 0,0', '0,361 is not on the globe'],
  ])('like %s are refused, and the message with them', (polygon, reason) => {
    expect(refusal(cap({ polygon }))).toContain('CAP_BAD_POLYGON: info[1]/area[1]/polygon[1] is no polygon')
    expect(refusal(cap({ polygon }))).toContain(reason)
  })

  it('in numbers that no warning has are refused before they are drawn', () => {
    const circles = Array.from({ length: 10_001 }, (_, i) => `<circle>29,${(i / 100).toFixed(2)} 1</circle>`).join('')
    const area = `<areaDesc>A</areaDesc>${circles}`
    expect(refusal(cap({ area }))).toMatch(
      /^CAP_BAD_VALUE: .* is "more than 150000 corners" and should be at most 150000/,
    )
  })

  it.each(['29,116', '29,116 -1', '29,116 5 km', '29,116 99999'])('like the circle %s too', (circle) => {
    expect(refusal(cap({ circle }))).toContain('CAP_BAD_CIRCLE')
  })
})

describe('a message is refused by name', () => {
  const required = ['identifier', 'sender', 'sent', 'status', 'msgType', 'areaDesc']
  it.each([...required, 'event', 'urgency', 'severity', 'certainty'])('without %s', (name) => {
    expect(refusal(cap({ [name]: null }))).toMatch(new RegExp(`^CAP_MISSING: .*${name} is missing`))
    expect(refusal(cap({ [name]: ' ' }))).toMatch(/^CAP_MISSING/)
  })

  it.each([
    ['an unknown status', cap({ status: 'Real' }), 'CAP_BAD_VALUE: status is "Real" and should be one of Actual'],
    ['an unknown severity', cap({ severity: 'Bad' }), 'CAP_BAD_VALUE: info[1]/severity is "Bad"'],
    ['a time without an offset', cap({ sent: '2020-07-09T08:00:00' }), 'CAP_BAD_VALUE: sent'],
    ['a year that nobody means', cap({ sent: '0000-01-01T00:00:00+14:00' }), 'CAP_BAD_VALUE: sent'],
    ['a year far ahead', cap({ sent: '9999-12-31T23:59:59-14:00' }), 'should be in the years 1900 to 2199'],
    ['a day no month has', cap({ expires: '2020-02-30T08:00:00+08:00' }), 'CAP_BAD_VALUE: info[1]/expires'],
    ['a Cancel of nothing', cap({ msgType: 'Cancel' }), 'CAP_MISSING: The required element references'],
    ['another root', '<html/>', 'CAP_NOT_ALERT: There is no CAP alert in it, but <html>'],
    ['another namespace', cap({}, 'urn:else'), 'CAP_NOT_ALERT'],
    ['two roots', '<a/><b/>', 'CAP_NOT_XML: It is not XML: two roots'],
    ['no root', '', 'CAP_NOT_XML'],
    ['a character XML forbids', cap({ event: 'a\0b' }), 'CAP_NOT_XML: It is not XML: a character U+0000'],
    ['an external entity', `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>${cap().slice(22)}`, 'CAP_ENTITY'],
    ['too many levels', `${'<a>'.repeat(50_000)}${'</a>'.repeat(50_000)}`, 'CAP_TOO_DEEP'],
    ['too many bytes', new Uint8Array(MAX_BYTES + 1), 'CAP_TOO_BIG'],
    ['an encoding nobody knows', Buffer.from('<?xml version="1.0" encoding="klingon"?><a/>'), 'CAP_ENCODING'],
    ['a name that would reach into objects', '<__proto__><constructor/></__proto__>', 'CAP_NOT_'],
  ])('with %s', (_what, input, reason) => {
    expect(refusal(input)).toContain(reason)
  })

  it('a type is not seen where there is none: in a comment or CDATA', () => {
    expect(read(cap({ event: '<!-- <!DOCTYPE a> --><![CDATA[<!ENTITY]]>' })).events).toEqual(['<!ENTITY'])
  })
})
