import { z } from 'zod'
import type { Fragment, Tx } from '../../../db/connect.ts'
import { hasState, isKnown, known, statesOf } from '../../callouts/said.ts'
import { dutyEnds } from '../../duties/known-then.ts'
import { ANSWER_STATES } from '../subjects/model.ts'
import type { Ask, List } from './ask.ts'
import { pointer, type RawRow } from './refs.ts'
import { unitsOf } from './units-of.ts'
import { all, sift, walk } from './walk.ts'

const ASKED_AS = ['holder', 'deputy', 'superior'] as const

/**
 * Those who were called, of a call-out by their ids, which ranks nobody (its key); or what one person was called for, last
 * first (summons_by_person). Who was stood down is still found by what they had said.
 */
export const summonses: List = {
  list: 'summonses',
  columns: [
    { key: 'person', kind: 'person', sort: 'person' },
    { key: 'unit', kind: 'unit' },
    { key: 'askedAs', kind: 'state', choices: ASKED_AS },
    { key: 'state', kind: 'states', choices: ANSWER_STATES },
    { key: 'calledAt', kind: 'moment' },
    { key: 'acknowledgedAt', kind: 'moment' },
    { key: 'acceptedAt', kind: 'moment' },
    { key: 'arrivedAt', kind: 'moment' },
    { key: 'declinedAt', kind: 'moment', aside: true },
    { key: 'declineReason', kind: 'text' },
    { key: 'stoodDownAt', kind: 'moment', aside: true },
    { key: 'duties', kind: 'number' },
    { key: 'step', kind: 'number', aside: true },
    { key: 'tries', kind: 'number' },
    { key: 'nextAt', kind: 'moment' },
    { key: 'unreachable', kind: 'flag' },
    { key: 'handedTo', kind: 'person', aside: true },
    { key: 'callout', kind: 'callout', aside: true },
  ],
  filters: [
    { key: 'district', kind: 'district' },
    { key: 'area', kind: 'area' },
    { key: 'callout', kind: 'callout' },
    { key: 'person', kind: 'person' },
    { key: 'unit', kind: 'unit' },
    { key: 'state', kind: 'choice', choices: ANSWER_STATES, many: true },
    { key: 'askedAs', kind: 'choice', choices: ASKED_AS, many: true },
  ],
  needs: [
    ['district', 'area'],
    ['callout', 'person'],
  ],
  sorts: [{ key: 'person', index: 'summons_pkey' }],
  lane: true,
  past: true,
  async page(tx: Tx, ask: Ask) {
    const mark = ask.mark(Mark)
    const [callout, person] = [ask.value('callout'), ask.value('person')]
    const [states, askedAs] = [ask.values('state'), ask.values('askedAs')]
    const at = ask.past ? ask.moment : null
    const mine = callout === null
    const w = {
      columns: tx`s.callout, s.person, s.asked_as as "askedAs", ${statesOf(tx, at)} as state, s.called_at as "calledAt",
        ${known(tx, 'acknowledged_at', at)} as "acknowledgedAt", ${known(tx, 'accepted_at', at)} as "acceptedAt",
        ${known(tx, 'declined_at', at)} as "declinedAt", ${known(tx, 'arrived_at', at)} as "arrivedAt",
        ${known(tx, 'stood_down_at', at)} as "stoodDownAt", 
        case when ${isKnown(tx, 'declined_at', at)} then s.decline_reason end as "declineReason", s.step, s.tries,
        ${stillAsked(tx, at, ask.moment)} as duties, nullif(s.next_at, 'infinity') as "nextAt", s.unreachable, s.handed_to as "handedTo"`,
      from: tx`summons s`,
      where: all(tx, [
        tx`s.district = ${ask.district}`,
        callout !== null && tx`s.callout = ${callout}`,
        person !== null && tx`s.person = ${person}`,
        mark &&
          (mine
            ? tx`(s.called_at, s.callout) < (${mark[1]}::timestamptz, ${mark[0]}::uuid)`
            : tx`s.person > ${mark[0]}::uuid`),
      ]),
      order: mine ? tx`s.called_at desc, s.callout desc` : tx`s.person`,
      keep: sift(tx, [
        tx`s.lane = ${ask.lane}`,
        ask.past && tx`s.called_at <= ${ask.moment}`,
        states.length > 0 && hasState(tx, states, at),
        askedAs.length > 0 && tx`s.asked_as = any(${askedAs}::text[])`,
        ask.units &&
          tx`exists (select from membership m where m.district = s.district and m.person = s.person
            and m.unit = any(${ask.units}::uuid[]) and m.starts <= ${ask.moment} and m.ends > ${ask.moment})`,
      ]),
    }
    const { rows, next } = await walk<Listed>(tx, w, ask.limit, (s) => [mine ? s.callout : s.person, s.calledAt])
    const units = await unitsOf(
      tx,
      ask,
      rows.map((s) => s.person),
    )
    return { next, rows: rows.map((s) => rowOf(ask, s, units.get(s.person) ?? null)) }
  },
}

/**
 * How many duties a summons `s` asks for: of one that stands, those that nobody has ended or taken over since (primary key of
 * duty); of one that was stood down, as many as it asked for.
 */
const stillAsked = (tx: Tx, at: Date | null, moment: Date): Fragment => tx`
  case when ${isKnown(tx, 'stood_down_at', at)} then cardinality(s.duties) else (
    select count(*)::int from duty d where d.district = s.district and d.id = any(s.duties)
      and (d.end_reason is null or ${dutyEnds(tx, at)} > greatest(d.starts, ${moment}))) end`

interface Listed {
  callout: string
  person: string
  askedAs: string
  state: string[]
  calledAt: Date
  acknowledgedAt: Date | null
  acceptedAt: Date | null
  declinedAt: Date | null
  arrivedAt: Date | null
  stoodDownAt: Date | null
  declineReason: string | null
  duties: number
  step: number | null
  tries: number | null
  nextAt: Date | null
  unreachable: boolean | null
  handedTo: string | null
}

const Mark = z.tuple([z.uuid(), z.iso.datetime()])

function rowOf(ask: Ask, s: Listed, unit: string | null): RawRow {
  const { callout, person, askedAs, state, duties } = s
  const { calledAt, acknowledgedAt, acceptedAt, declinedAt, arrivedAt, declineReason, stoodDownAt } = s
  // How far the ladder is now says nothing of how far it was, which is not kept.
  const { handedTo, ...ladder } = ask.past
    ? { step: null, tries: null, nextAt: null, unreachable: null, handedTo: null }
    : { step: s.step, tries: s.tries, nextAt: s.nextAt, unreachable: s.unreachable, handedTo: s.handedTo }
  return {
    id: `${callout} ${person}`,
    ref: pointer('person', person, ask.district),
    cells: {
      askedAs,
      state,
      calledAt,
      acknowledgedAt,
      acceptedAt,
      arrivedAt,
      declinedAt,
      declineReason,
      stoodDownAt,
      duties,
      ...ladder,
      person: pointer('person', person, ask.district),
      unit: pointer('unit', unit, ask.district),
      handedTo: pointer('person', handedTo, ask.district),
      callout: pointer('callout', callout, ask.district),
    },
  }
}
