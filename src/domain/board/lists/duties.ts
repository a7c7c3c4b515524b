import { z } from 'zod'
import type { Fragment, Tx } from '../../../db/connect.ts'
import { dutyEndReason, dutyEnds } from '../../duties/known-then.ts'
import { type Ask, fewPlaces, type List, placeIn } from './ask.ts'
import { pointer, type RawRow } from './refs.ts'
import { all, each, sift, walk } from './walk.ts'

/**
 * Who answers for what, what was recorded last first: in a lane (duty_by_time), of a campaign (duty_by_campaign), of one
 * subject (duty_by_subject) or of one holder (duty_by_holder), who both have few.
 */
export const duties: List = {
  list: 'duties',
  columns: [
    { key: 'subject', kind: 'subject' },
    { key: 'role', kind: 'slug' },
    { key: 'holder', kind: 'subject' },
    { key: 'state', kind: 'state', choices: ['to-come', 'in-force', 'over'] },
    { key: 'starts', kind: 'moment' },
    { key: 'ends', kind: 'moment' },
    { key: 'endReason', kind: 'text' },
    { key: 'sole', kind: 'flag', aside: true },
    { key: 'campaign', kind: 'campaign' },
    { key: 'recordedAt', kind: 'moment', sort: 'recorded', aside: true },
    { key: 'recordedBy', kind: 'text', aside: true },
    { key: 'lane', kind: 'code', aside: true },
    { key: 'backfilled', kind: 'flag', aside: true },
  ],
  filters: [
    { key: 'district', kind: 'district' },
    { key: 'area', kind: 'area' },
    { key: 'unit', kind: 'unit' },
    { key: 'subject', kind: 'subject' },
    { key: 'holder', kind: 'person' },
    { key: 'campaign', kind: 'campaign' },
    { key: 'role', kind: 'slug', many: true },
    { key: 'state', kind: 'choice', choices: ['to-come', 'in-force', 'over'] },
  ],
  needs: [['district', 'area', 'unit']],
  sorts: [{ key: 'recorded', index: 'duty_by_time' }],
  lane: true,
  past: true,
  async page(tx: Tx, ask: Ask) {
    const mark = ask.mark(Mark)
    const [subject, holder, campaign] = [ask.value('subject'), ask.value('holder'), ask.value('campaign')]
    const roles = ask.values('role')
    const holders = await fewHolders(tx, ask)
    const places = await fewPlaces(tx, ask)
    const one = subject !== null || holder !== null || holders !== null || places !== null
    const w = {
      columns: tx`d.id, d.subject_kind as "subjectKind", d.subject, d.role, d.sole, d.holder_kind as "holderKind", d.holder,
        nullif(d.starts, '-infinity') as starts, nullif(${endsOf(tx, ask)}, 'infinity') as ends, ${stateOf(tx, ask)} as state,
        ${dutyEndReason(tx, ask.past ? ask.moment : null)} as "endReason", d.campaign, d.recorded_at as "recordedAt", d.recorded_by as "recordedBy", d.lane, d.backfilled`,
      from: tx`duty d`,
      where: all(tx, [
        tx`d.district = ${ask.district}`,
        subject !== null && tx`d.subject = ${subject}`,
        holder !== null && tx`d.holder = ${holder}`,
        holders && tx`d.holder in (select k.id from ${each(tx, holders)})`,
        places && tx`d.subject in (select k.id from ${each(tx, places)})`,
        campaign !== null && tx`d.campaign = ${campaign}`,
        !one && campaign === null && tx`d.lane = ${ask.lane}`,
        mark && tx`(d.recorded_at, d.id) < (${mark[0]}::timestamptz, ${mark[1]}::uuid)`,
      ]),
      order: tx`d.recorded_at desc, d.id desc`,
      keep: sift(tx, [
        (one || campaign !== null) && tx`d.lane = any(${ask.lanes}::text[])`,
        roles.length > 0 && tx`d.role = any(${roles}::text[])`,
        ask.value('state') !== null && tx`${stateOf(tx, ask)} = ${ask.value('state')}`,
        ask.past && tx`(d.backfilled or d.recorded_at <= ${ask.moment})`,
        !places && placeIn(tx, ask, tx`d.district`, tx`d.subject`),
        ask.units && !holders && heldIn(tx, ask),
      ]),
    }
    const { rows, next } = await walk<Listed>(tx, w, ask.limit, (d) => [d.recordedAt, d.id])
    return { rows: rows.map((d) => rowOf(ask, d)), next }
  },
}

interface Listed {
  id: string
  subjectKind: 'place' | 'unit' | 'person'
  subject: string
  role: string
  sole: boolean
  holderKind: 'person' | 'unit'
  holder: string
  starts: Date | null
  ends: Date | null
  state: string
  endReason: string | null
  campaign: string | null
  recordedAt: Date
  recordedBy: string
  lane: string
  backfilled: boolean
}

const Mark = z.tuple([z.iso.datetime(), z.uuid()])

const endsOf = (tx: Tx, ask: Ask): Fragment => dutyEnds(tx, ask.past ? ask.moment : null)

const stateOf = (tx: Tx, ask: Ask): Fragment => tx`
  case when ${endsOf(tx, ask)} <= greatest(d.starts, ${ask.moment}) then 'over' when d.starts > ${ask.moment} then 'to-come' else 'in-force' end`

/** It is held by one of the units asked for, or by one of their members. */
const heldIn = (tx: Tx, ask: Ask): Fragment => tx`
  (d.holder = any(${ask.units ?? []}::uuid[]) or exists (
    select from membership m where m.district = d.district and m.person = d.holder and m.unit = any(${ask.units ?? []}::uuid[])
      and m.starts <= ${ask.moment} and m.ends > ${ask.moment}))`

/** Above so many members their duties are met soon enough on the way along all of them. */
const FEW = 500

/** The units asked for and their members, for duty_by_holder; null where they are many, or none are asked for. */
async function fewHolders(tx: Tx, ask: Ask): Promise<string[] | null> {
  if (!ask.units) return null
  const rows = await tx<{ person: string }[]>`
    select person from ${each(tx, ask.units)} join membership on district = ${ask.district} and unit = k.id
    where starts <= ${ask.moment} and ends > ${ask.moment} limit ${FEW + 1}`
  return rows.length > FEW ? null : [...ask.units, ...rows.map((r) => r.person)]
}

function rowOf({ district, lane }: Ask, d: Listed): RawRow {
  return {
    id: d.id,
    ref: pointer(d.subjectKind, d.subject, district),
    cells: {
      subject: pointer(d.subjectKind, d.subject, district),
      role: d.role,
      holder: pointer(d.holderKind, d.holder, district),
      state: d.state,
      starts: d.starts,
      ends: d.ends,
      endReason: d.endReason,
      sole: d.sole,
      // A real duty is seen in an exercise; the campaign that it was given for is not.
      campaign: d.lane === lane ? pointer('campaign', d.campaign, district) : null,
      recordedAt: d.recordedAt,
      recordedBy: d.recordedBy,
      lane: d.lane,
      backfilled: d.backfilled,
    },
  }
}
