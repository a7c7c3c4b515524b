import { existsSync, readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Warning } from '../../src/domain/warnings/model.ts'
import { readCap } from '../../src/domain/warnings/read-cap.ts'
import { cap, refusal } from '../harness/cap-message.ts'

describe('no input whatever makes the reader throw', () => {
  const sane = (input: string | Uint8Array) => {
    const { warnings, refused } = readCap(input)
    expect(warnings.length + refused.length).toBeGreaterThan(0)
    for (const w of warnings) Warning.parse(w)
  }

  it('a message cut off anywhere, which is refused', () => {
    const whole = cap()
    for (let length = 0; length < whole.length; length++) {
      expect(refusal(whole.slice(0, length))).toContain('CAP_NOT_XML')
    }
  })

  it('bytes', () => fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), sane)))
  it('texts', () => fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 400 }), sane)))
  it('messages with bytes changed', () => {
    const bytes = Buffer.from(cap({ references: 'a,b,2020-07-01T00:00:00Z', circle: '29,116 1' }))
    const change = fc.tuple(fc.nat(bytes.length - 1), fc.nat(255))
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
        const broken = Uint8Array.from(bytes)
        for (const [at, value] of changes) broken[at] = value
        sane(broken)
      }),
      { numRuns: 1000 },
    )
  })
  it('elements with any text', () => {
    const names = ['sent', 'status', 'references', 'polygon', 'circle', 'geocode', 'expires', 'scope', 'more']
    const text = fc.oneof(
      fc.string(),
      fc.array(fc.float().map(String)).map((n) => n.join(',')),
    )
    fc.assert(
      fc.property(fc.constantFrom(...names), text, (name, value) => sane(cap({ [name]: value }))),
      { numRuns: 1000 },
    )
  })
})

const DATA = new URL('../../../shared/data/cap/', import.meta.url)

const present = existsSync(DATA)

describe.skipIf(!present)('every real file is read or refused by name (needs ../shared/data)', () => {
  /** For each file: what it is (version, type, shapes, geocodes, references), or the code it is refused with. */
  const outcomes: Record<string, string> = {
    LICENSE: 'CAP_NOT_XML',
    'alabama_cancel.cap': '1.2 Cancel 0 1 1',
    'amber.atom': '1.1 Alert 0 1 0',
    'amber_oasis.cap': '1.2 Alert 0 1 0',
    'australia.cap': '1.2 Alert 1 2 0',
    'cap12.xsd': 'CAP_NOT_ALERT',
    'earthquake-iso8859-1.cap': '1.2 Alert 1 0 0',
    'earthquake.cap': '1.1 Alert 1 0 0',
    'earthquake_signed.cap': '1.1 Alert 1 0 0',
    'invalid.cap': '1.2 Alert 0 0 0',
    'no_optional_fields.cap': '1.1 Alert 0 0 0',
    'noaa_errors.cap': 'CAP_MISSING info[1]/urgency',
    'thunderstorm.cap': '1.2 Alert 1 3 0',
    'wcatwc-warning.cap': '1.2 Update 0 2 1',
    'weather.cap': '1.1 Alert 0 2 0',
    'xee.cap': 'CAP_ENTITY',
    '../jakarta/warning.cap.xml': '1.2 Alert 1 0 0',
  }
  it.each([...new Set([...Object.keys(outcomes), ...(present ? readdirSync(DATA) : [])])])('%s', (file) => {
    const { warnings, refused } = readCap(readFileSync(new URL(file, DATA)))
    const read = warnings.map(
      (w) => `${w.version} ${w.msgType} ${w.area?.coordinates.length ?? 0} ${w.geocodes.length} ${w.references.length}`,
    )
    const named = refused.map((e) => (e.details.field ? `${e.code} ${e.details.field}` : e.code))
    expect([...read, ...named]).toEqual([outcomes[file]])
  })

  it('the accents of El Salvador survive', () => {
    const { warnings } = readCap(readFileSync(new URL('earthquake-iso8859-1.cap', DATA)))
    expect(warnings[0]?.headlines['en-US']).toContain('Usulután')
  })

  it('none of them crashes when it is cut off', () => {
    for (const file of Object.keys(outcomes)) {
      const bytes = readFileSync(new URL(file, DATA))
      for (let length = 0; length < bytes.length; length += 97) readCap(bytes.subarray(0, length))
    }
  })
})
