import { MINUTE } from '../../base/clock.ts'
import { fraction } from '../../base/random.ts'
import type { Channel } from '../../channels/channel.ts'
import type { AnswerInput, Outgoing } from '../../domain/callouts/model.ts'

/** Shares of people by how their phones are played, by default: most answer, some are late, some never do. */
export const PHONE_SHARES = { dead: 0.03, silent: 0.05, late: 0.12, declines: 0.04 }

/** An answer on its way back from a played phone. */
export interface ComingAnswer extends AnswerInput {
  at: Date
  callout: string
  district: string
}

/** The far end of an exercise: phones that behave by a seed, whatever order they are called in. */
export interface PlayedPhones {
  channel: Channel
  /** The answers given up to `now`, once each. */
  answersBy(now: Date): ComingAnswer[]
  /** When the next answer comes; null while nobody is about to. */
  next(): Date | null
}

/**
 * Plays the phone network. A dead number says so; a silent one takes the call and is never heard; the late answer after
 * twenty minutes to an hour; a few decline; the rest have heard it in minutes, accept soon after, and get there within
 * the hour. A message that is sent again under a key it knows changes nothing, as a real network would promise.
 */
export function playedPhones(name: string, seed: number, clock: () => Date, shares = PHONE_SHARES): PlayedPhones {
  const known = new Set<string>()
  const coming: ComingAnswer[] = []
  let sorted = true
  const answer = (m: Outgoing, kind: AnswerInput['kind'], at: number, reason?: string) => {
    coming.push({
      district: m.district,
      callout: m.callout,
      person: m.person,
      kind,
      at: new Date(at),
      ...(reason === undefined ? {} : { reason }),
    })
    sorted = false
  }
  const ring = (m: Outgoing) => {
    const kind = fraction(m.person, seed)
    const pace = fraction(m.person, seed + 1)
    const now = clock().getTime()
    const late = kind < shares.dead + shares.silent + shares.late
    const heard = now + (late ? 20 + 40 * pace : 0.5 + 5.5 * pace * pace) * MINUTE
    answer(m, 'acknowledged', heard)
    const answered = heard + (0.5 + 3 * fraction(m.person, seed + 2)) * MINUTE
    if (kind > 1 - shares.declines) return answer(m, 'declined', answered, 'ill, or too far away')
    answer(m, 'accepted', answered)
    answer(m, 'arrived', answered + (8 + 40 * fraction(m.person, seed + 3)) * MINUTE)
  }
  const order = () => {
    if (!sorted) coming.sort((a, b) => b.at.getTime() - a.at.getTime())
    sorted = true
  }
  return {
    channel: {
      name,
      contact: 'phone',
      async send(batch) {
        return batch.map((m) => {
          if (fraction(m.person, seed) < shares.dead)
            return { key: m.key, sent: false, dead: true, reason: 'number not in service' }
          const heard = `${m.callout}:${m.person}`
          const silent = fraction(m.person, seed) < shares.dead + shares.silent
          if (m.kind === 'call' && !silent && !known.has(heard)) ring(m)
          known.add(heard)
          return { key: m.key, sent: true }
        })
      },
    },
    answersBy(now) {
      order()
      const due: ComingAnswer[] = []
      for (let last = coming.at(-1); last && last.at <= now; last = coming.at(-1))
        due.push(coming.pop() as ComingAnswer)
      return due
    },
    next() {
      order()
      return coming.at(-1)?.at ?? null
    },
  }
}
