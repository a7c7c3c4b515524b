import { describe, expect, it } from 'vitest'
import { MAX_BYTES } from '../../src/domain/warnings/decode-xml.ts'
import { cap, read, refusal } from '../harness/cap-message.ts'

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
