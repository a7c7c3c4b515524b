import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Message } from '../../src/domain/warnings/chains.ts'
import { decide, inForce } from '../../src/domain/warnings/decide.ts'
import { keyOf } from '../../src/domain/warnings/model.ts'

const hour = (h: number) => new Date(Date.UTC(2020, 6, 9, h))

/** A message named by its identifier, sent at that hour, about the messages it refers to. */
function message(
  identifier: string,
  sentAt: number,
  about: readonly Message[] = [],
  more: Partial<Message> = {},
): Message {
  const references = about.map(({ sender, identifier, sent }) => ({ sender, identifier, sent }))
  const msgType = about.length > 0 ? 'Update' : 'Alert'
  const usual = { status: 'Actual', msgType, scope: 'Public', references, expires: null, clear: false } as const
  return { sender: 'office', identifier, sent: hour(sentAt), ...usual, ...more }
}

/** Hears messages one after another: what each does, and which of them are in force in the end, by identifier. */
function hear(messages: readonly Message[], now = hour(12)) {
  const standing = new Set<string>()
  const acts = messages.map((m, i) => {
    const decision = decide(messages.slice(0, i), m, now)
    for (const key of decision.ends) standing.delete(key)
    for (const key of decision.starts) standing.add(key)
    return decision.act
  })
  return { acts, standing: [...standing].map((key) => (JSON.parse(key) as string[])[1]).sort() }
}

const alert = message('A', 1)
const update = message('U', 2, [alert])
const cancel = message('C', 3, [alert, update], { msgType: 'Cancel' })

describe('a chain of warnings', () => {
  it('starts with an Alert, moves with an Update, ends with a Cancel', () => {
    expect(hear([alert])).toEqual({ acts: ['start'], standing: ['A'] })
    expect(hear([alert, update])).toEqual({ acts: ['start', 'supersede'], standing: ['U'] })
    expect(hear([alert, update, cancel])).toEqual({ acts: ['start', 'supersede', 'cancel'], standing: [] })
    expect(decide([alert, update], cancel, hour(12)).ends).toEqual([keyOf(update)])
  })

  it('starts with an Update that overtook its Alert, which is then late', () => {
    expect(hear([update, alert])).toEqual({ acts: ['start', 'late'], standing: ['U'] })
    expect(decide([update], alert, hour(12)).by).toEqual([keyOf(update)])
    expect(hear([cancel, update, alert])).toEqual({ acts: ['cancel', 'late', 'late'], standing: [] })
  })

  it('is led by its newest Update, even if each refers to the first Alert only', () => {
    const sloppy = message('V', 4, [alert])
    expect(hear([alert, sloppy, update])).toEqual({ acts: ['start', 'supersede', 'late'], standing: ['V'] })
  })

  it('ties two chains together, and a late message that does so stands down what it shows to be old', () => {
    const [other, both] = [message('B', 1), message('U', 2, [alert, message('B', 1)])]
    expect(hear([alert, other, both])).toEqual({ acts: ['start', 'start', 'supersede'], standing: ['U'] })
    const last = message('V', 3, [both])
    expect(hear([alert, last, both])).toEqual({ acts: ['start', 'start', 'late'], standing: ['V'] })
    expect(decide([alert, last], both, hour(12)).ends).toEqual([keyOf(alert)])
  })

  it('may be cancelled in one part and prolonged in another by messages of the same second', () => {
    const part = message('C', 2, [alert], { msgType: 'Cancel' })
    expect(hear([alert, update, part]).standing).toEqual(['U'])
    expect(hear([alert, part, update]).standing).toEqual(['U'])
  })

  it('does not vanish when messages of one second refer to each other in a ring, nor come back once cancelled', () => {
    const [a, b] = [message('A', 1, [message('B', 1)]), message('B', 1, [message('A', 1)])]
    expect(hear([a, b]).standing).toEqual(['A', 'B'])
    const ended = message('X', 1)
    const ends = message('A', 1, [message('B', 1), ended], { msgType: 'Cancel' })
    expect(hear([ended, ends, b]).standing).toEqual(['B'])
  })

  it('ends when it expires, and what it superseded does not come back', () => {
    const short = message('U', 2, [alert], { expires: hour(6) })
    expect(inForce([alert, short], hour(5)).map((m) => m.identifier)).toEqual(['U'])
    expect(inForce([alert, short], hour(6))).toEqual([])
    expect(hear([alert, short], hour(7))).toEqual({ acts: ['start', 'expired'], standing: [] })
    expect(hear([message('X', 1, [], { expires: hour(2) })], hour(3)).acts).toEqual(['expired'])
  })

  it('is not moved by hearing the same twice, whatever zone it is written in', () => {
    expect(hear([alert, { ...alert, sent: new Date('2020-07-09T09:00:00+08:00') }]).acts).toEqual([
      'start',
      'duplicate',
    ])
  })

  it.each([
    [{ status: 'Test' }, 'not-actual'],
    [{ status: 'Draft' }, 'not-actual'],
    [{ status: 'System' }, 'not-actual'],
    [{ msgType: 'Ack' }, 'no-warning'],
    [{ msgType: 'Error' }, 'no-warning'],
    [{ scope: 'Private' }, 'private'],
  ] as const)('is not touched by %o', (more, reason) => {
    const stray = message('S', 2, [alert], more)
    expect(decide([alert], stray, hour(12))).toMatchObject({ act: 'ignored', reason, ends: [] })
    expect(hear([stray, alert]).standing).toEqual(['A'])
  })

  it('is a drill if it is an Exercise, which can neither end a real warning nor be ended by one', () => {
    const drill = message('E', 2, [alert], { status: 'Exercise' })
    expect(decide([alert], drill, hour(12))).toMatchObject({ act: 'start', drill: true, ends: [] })
    expect(hear([alert, drill, message('C', 3, [drill], { msgType: 'Cancel' })]).standing).toEqual(['A', 'E'])
  })
})

describe('the order of arrival', () => {
  const kind = fc.record({
    hour: fc.nat(4),
    about: fc.array(fc.nat(11), { maxLength: 3 }),
    msgType: fc.constantFrom('Alert', 'Update', 'Update', 'Cancel', 'Ack'),
    status: fc.constantFrom('Actual', 'Actual', 'Exercise', 'Test'),
    expires: fc.option(fc.integer({ min: 8, max: 16 }).map(hour)),
  })
  /** Any net of messages, none referring to one sent later; some of those referred to are never received. */
  const net = fc.array(kind, { minLength: 1, maxLength: 12 }).map((kinds) => {
    const bare = kinds.map((k, i) => message(`M${i}`, k.hour))
    return kinds.map(({ hour: at, about, ...more }, i) => {
      const older = about.map((j) => bare[j] ?? message(`lost${j}`, 0)).filter((m) => m.sent <= hour(at))
      return message(
        `M${i}`,
        at,
        older.filter((m) => m.identifier !== `M${i}`),
        more,
      )
    })
  })

  it('does not matter in the end', () => {
    const shuffled = net.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })))
    fc.assert(
      fc.property(shuffled, ([sent, arrived]) => {
        const expected = inForce(sent, hour(12)).map((m) => m.identifier)
        expect(hear(arrived).standing).toEqual(expected.sort())
      }),
      { numRuns: 1000 },
    )
  })
})
