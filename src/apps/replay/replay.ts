import { MINUTE, type MovableClock } from '../../base/clock.ts'
import { nextDue, type StepName } from '../../db/agenda.ts'
import type { Db } from '../../db/connect.ts'
import { causeOf, isItemFault } from '../../db/set-aside.ts'
import type { Actor } from '../../domain/audit/model.ts'
import { takeAnswers } from '../../domain/callouts/actions.ts'
import { decideProposal } from '../../domain/gaps/accept.ts'
import { afterDecline, afterRecords } from '../../domain/gaps/actions.ts'
import { openProposals } from '../../domain/gaps/proposals.ts'
import { takeRecords } from '../../domain/records/actions.ts'
import { runNext } from '../../engine/loop.ts'
import type { Gear } from '../../engine/step.ts'
import { fieldReports } from './field.ts'
import type { PlayedPhones } from './phones.ts'
import type { ReplayFault } from './report.ts'

/** Something that happens to Muster from outside at a moment of the script. */
export interface Happening {
  at: Date
  what: string
  act: (now: Date) => Promise<void>
}

export interface Replay {
  db: Db
  lane: string
  clock: MovableClock
  gear: Gear
  phones: PlayedPhones
  script: Happening[]
  until: Date
  seed: number
  /** Districts in which people report and coordinators decide; they are asked for anew at each look. */
  districts: () => Promise<string[]>
  /** The smallest step of time: what falls within one is done together. */
  stepMs?: number
  /** How often the people in the field are looked to. */
  fieldMs?: number
  /** Whether whatever is offered is accepted at once, as it is where nobody else decides. Asked at each look. */
  accepts?: () => Promise<boolean>
  /** Steps that are left to somebody for now. */
  without?: () => ReadonlySet<StepName>
  /**
   * Waits until the clock may move on to `next`; `work` does meanwhile what is due where it stands, and returns how much. `again`:
   * something was done, so that another moment may come first.
   */
  wait?: (next: Date, work: () => Promise<number>) => Promise<'on' | 'again' | 'stop'>
  /** Told when the clock has moved (`what` null), before anything is done there, and after each happening. False ends it. */
  onMoment?: (now: Date, what: string | null) => unknown
}

const PLAYER: Actor = { kind: 'console', id: 'exercise' }

/**
 * Plays a script on a clock that jumps from one moment at which anything happens to the next: the script's own
 * happenings, what the agenda says is due, answers from phones, reports from the field. Everything goes in by the same
 * actions as real life; only the far end is played, and the coordinator who accepts what is proposed, where nobody sits there. What fails ends it as
 * little as real life: it is put off or passed over, and returned at the end.
 */
export async function replay(r: Replay): Promise<ReplayFault[]> {
  const faults = new Map<string, ReplayFault>()
  const note = (what: string, error: unknown) => {
    const { code, reason } = causeOf(error)
    const times = (faults.get(what)?.times ?? 0) + 1
    faults.set(what, { what, code, reason, times })
  }
  const attempt = async (what: string, act: () => Promise<unknown>) => {
    try {
      await act()
    } catch (error) {
      if (!isItemFault(error)) throw error
      note(what, error)
    }
  }

  const stepMs = r.stepMs ?? 3 * MINUTE
  const fieldMs = r.fieldMs ?? 15 * MINUTE
  const script = [...r.script].sort((a, b) => a.at.getTime() - b.at.getTime())
  let lookAt = r.clock.now().getTime() + fieldMs
  for (;;) {
    const now = r.clock.now()
    if ((await r.onMoment?.(now, null)) === false) return [...faults.values()]
    for (let first = script[0]; first && first.at <= now; first = script[0]) {
      script.shift()
      await attempt(first.what, () => first.act(now))
      await r.onMoment?.(now, first.what)
    }
    // What people said comes first: nobody is called again in the very minute in which the answer arrives.
    for (const [district, own] of Map.groupBy(r.phones.answersBy(now), (a) => a.district)) {
      await attempt('answers', () => takeAnswers(r.db, now, PLAYER, district, own, afterDecline))
    }
    if (now.getTime() >= lookAt) {
      for (const district of await r.districts()) {
        const reports = await fieldReports(r.db, district, r.lane, new Date(lookAt - fieldMs), now, r.seed)
        await attempt('records', () => takeRecords(r.db, now, PLAYER, district, r.lane, reports, afterRecords))
      }
      lookAt = now.getTime() + fieldMs
    }
    await settle(r, now, note)
    if (now >= r.until) return [...faults.values()]
    const next = await nextMoment(r, script, now, lookAt, stepMs)
    const may = (await r.wait?.(next, () => settle(r, now, note))) ?? 'on'
    if (may === 'stop') return [...faults.values()]
    if (may === 'on') r.clock.moveTo(next)
  }
}

type Note = (what: string, error: unknown) => void

/**
 * Runs what is due, and accepts what the engine offers, as the coordinator on duty would, unless somebody else is that. Returns how
 * many steps were done.
 */
async function settle(r: Replay, now: Date, note: Note): Promise<number> {
  const accepts = (await r.accepts?.()) ?? true
  for (let done = 0; ; ) {
    const offered = accepts ? await r.db.read((tx) => openProposals(tx, r.lane)) : []
    for (const p of offered) await decideProposal(r.db, now, PLAYER, p.district, p.id, true)
    const ran = await runLane(r, now, note)
    done += ran
    if (ran === 0) return done
  }
}

/** Runs all that is due and returns how many steps were done. One that fails is put off, as in real life, and noted. */
async function runLane(r: Replay, now: Date, note: Note): Promise<number> {
  for (let done = 0; ; ) {
    const ran = await runNext(r.db, r.lane, now, r.gear, r.without?.())
    if (ran.kind === 'nothing') return done
    if (ran.kind === 'done') done++
    if (ran.kind === 'failed') note(`${ran.due.step} ${ran.due.district}`, ran.error)
  }
}

async function nextMoment(r: Replay, script: Happening[], now: Date, lookAt: number, stepMs: number): Promise<Date> {
  const due = await r.db.read((tx) => nextDue(tx, r.lane))
  const moments = [due, r.phones.next(), script[0]?.at].flatMap((d) => (d ? [d.getTime()] : []))
  const next = Math.min(lookAt, r.until.getTime(), ...moments)
  return new Date(Math.min(r.until.getTime(), Math.max(next, now.getTime() + stepMs)))
}
