import { beforeEach, expect } from 'vitest'
import type { Channel } from '../../src/channels/channel.ts'
import { nextDue } from '../../src/db/agenda.ts'
import type { Db } from '../../src/db/connect.ts'
import { ACTUAL, CONSOLE } from '../../src/domain/audit/model.ts'
import type { Board } from '../../src/domain/board/model.ts'
import { readBoard } from '../../src/domain/board/read.ts'
import { takeAnswers } from '../../src/domain/callouts/actions.ts'
import type { AnswerKind, Outgoing } from '../../src/domain/callouts/model.ts'
import { giveDuty } from '../../src/domain/duties/actions.ts'
import type { Duty, DutyInput } from '../../src/domain/duties/model.ts'
import { afterDecline } from '../../src/domain/gaps/actions.ts'
import { givingDuty } from '../../src/domain/gaps/stand-in.ts'
import { leastCost } from '../../src/domain/planner/least-cost.ts'
import { takeWarnings } from '../../src/domain/warnings/actions.ts'
import { readCap } from '../../src/domain/warnings/read-cap.ts'
import { runDue } from '../../src/engine/loop.ts'
import type { Gear } from '../../src/engine/step.ts'
import { cap } from './cap-message.ts'
import { COUNTY, type County, countyOf, polygonOf } from './county.ts'
import { START, useWorld, type World } from './world.ts'

/** A telephone exchange that is only played: what rang is noted, and some numbers are dead or engaged. */
export interface Phones {
  channel: Channel
  /** Everything that was sent, in order; the same message twice is there twice. */
  heard: Outgoing[]
  dead: Set<string>
  engaged: Set<string>
}

export function playedPhones(): Phones {
  const phones: Omit<Phones, 'channel'> = { heard: [], dead: new Set(), engaged: new Set() }
  const channel: Channel = {
    name: 'phone',
    contact: 'phone',
    async send(batch) {
      phones.heard.push(...batch)
      return batch.map(({ key, address }) => {
        const dead = phones.dead.has(address)
        if (!dead && !phones.engaged.has(address)) return { key, sent: true }
        return { key, sent: false, dead, reason: dead ? 'no such number' : 'engaged' }
      })
    },
  }
  return { ...phones, channel }
}

/** The little county in a fresh world, with an engine, phones, and the few verbs that stories are told in. */
export interface Scene {
  readonly world: World
  readonly db: Db
  readonly county: County
  readonly phones: Phones
  readonly gear: Gear
  now(): Date
  id(code: string): string
  /** Does all that is due now. */
  run(lane?: string): Promise<void>
  /** Lets `ms` pass as an engine would live it: every moment at which something falls due is one at which it is done. */
  pass(ms: number, lane?: string): Promise<void>
  /** A CAP message comes in, and is acted on. Villages or any element may be given. */
  warn(villages: number[], change?: Record<string, string | null>): Promise<void>
  board(node?: string, look?: { at?: Date | undefined; lane?: string; gaps?: number | undefined }): Promise<Board>
  give(subject: string, role: string, holder: string, more?: Partial<DutyInput>): Promise<Duty>
  answer(person: string, kind: AnswerKind, reason?: string): Promise<void>
  /** Rows of a table in a given order, for looking behind the curtain. */
  rows<T extends object>(table: string, where?: string): Promise<T[]>
}

export function useScene(): Scene {
  const world = useWorld(START, { settled: true })
  let county: County
  let phones: Phones
  let gear: Gear
  beforeEach(async () => {
    phones = playedPhones()
    gear = { planner: leastCost, channels: new Map([['phone', phones.channel]]) }
    county = await countyOf(world.db)
  })
  const scene: Scene = {
    world,
    get db() {
      return world.db
    },
    get county() {
      return county
    },
    get phones() {
      return phones
    },
    get gear() {
      return gear
    },
    now: () => world.now(),
    id: (code) => county.id(code),
    async run(lane = ACTUAL) {
      await runDue(world.db, lane, world.now(), gear)
    },
    async pass(ms, lane = ACTUAL) {
      const until = new Date(world.now().getTime() + ms)
      for (;;) {
        await scene.run(lane)
        const next = await world.db.read((tx) => nextDue(tx, lane))
        if (!next || next > until) break
        world.clock.moveTo(next)
      }
      world.clock.moveTo(until)
      await scene.run(lane)
    },
    async warn(villages, change = {}) {
      const area =
        villages.length > 0 ? `<areaDesc>villages</areaDesc><polygon>${polygonOf(...villages)}</polygon>` : null
      const usual = { sent: capTime(world.now()), ...(area ? { area } : {}) }
      const xml = cap({ ...usual, ...change })
      const { warnings, refused } = readCap(xml)
      expect(refused).toEqual([])
      const kept = await takeWarnings(world.db, world.now(), CONSOLE, {
        lane: ACTUAL,
        source: 'story',
        warnings,
        raw: xml,
      })
      expect(kept.refused).toEqual([])
      await scene.run()
    },
    board: (node = COUNTY, { at, lane, gaps = 10_000 } = {}) => {
      const tree = /^\d+$/.test(node) ? 'area' : 'unit'
      return world.db.read((tx) => readBoard(tx, CONSOLE, world.now(), { tree, node, lane, at, gaps }))
    },
    give: (subject, role, holder, more = {}) =>
      giveDuty(
        world.db,
        world.now(),
        CONSOLE,
        { district: COUNTY, subject: county.id(subject), role, holder: county.id(holder), ...more },
        givingDuty,
      ),
    async answer(person, kind, reason) {
      const [last] = await world.db.read(
        (tx) => tx<{ callout: string }[]>`
          select callout from summons where person = ${county.id(person)} order by called_at desc, callout desc limit 1`,
      )
      if (!last) throw new Error(`${person} was not called`)
      const answer = { callout: last.callout, person: county.id(person), kind, ...(reason ? { reason } : {}) }
      await takeAnswers(world.db, world.now(), CONSOLE, COUNTY, [answer], afterDecline)
    },
    rows: <T extends object>(table: string, where = 'true') =>
      world.db.read(async (tx) => [
        ...(await tx.unsafe<T[]>(`select * from ${table} where ${where} order by 1, 2, 3`)),
      ]),
  }
  return scene
}

/** A moment as CAP writes it: whole seconds and an offset. */
export function capTime(at: Date): string {
  return `${at.toISOString().slice(0, 19)}-00:00`
}

/** What `references` says of a message of ours. */
export function refTo(identifier: string, sent: Date): string {
  return `office@example.org,${identifier},${capTime(sent)}`
}

/** The short picture of a board: what most stories ask. */
export function figures(board: Board): { required: number; unheld: number; late: number } {
  const { required, unheld, late } = board.total
  return { required, unheld, late }
}
