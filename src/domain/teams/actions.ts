import { MusterError } from '../../base/errors.ts'
import { newId } from '../../base/ids.ts'
import { ask } from '../../db/agenda.ts'
import type { Db } from '../../db/connect.ts'
import { noteChange } from '../audit/changes.ts'
import { ACTUAL, type Actor } from '../audit/model.ts'
import { once } from '../audit/once.ts'
import { audit } from '../audit/store.ts'
import { insertDuty } from '../duties/store.ts'
import { afterClosing } from '../gaps/leaving.ts'
import { isTeam, LEADER } from '../people/model.ts'
import { holdPeople, unitAnywhere } from '../people/store.ts'
import { dissolve, insertUnit, putUnder } from '../people/tree.ts'
import { readPeople } from './comers.ts'
import type { DissolvedTeam, FormedTeam, TeamToForm } from './model.ts'
import { hostOf, readSite, spanFrom } from './site.ts'
import { dissolvedAt, nextCode, recallPeople, sendPeople } from './store.ts'

/**
 * Forms a team of people who are named, in one transaction: the unit under the one that answers for the site, the people sent
 * to it by their branches for the span, the leader who answers for it. Whoever is named need not fit any wish; but nobody is
 * in two teams at once, and who has gone is not sent. PLACE_UNKNOWN, AREA_UNKNOWN, UNIT_UNKNOWN, UNIT_ELSEWHERE, TEAM_UNDER,
 * TEAM_SPAN, PERSON_GONE, TEAM_TAKEN, UNIT_TAKEN, BAD_INPUT, KEY_USED.
 */
export async function formTeam(
  db: Db,
  now: Date,
  actor: Actor,
  district: string,
  input: TeamToForm,
  key?: string,
): Promise<FormedTeam> {
  const people = [input.leader, ...input.members]
  if (new Set(people).size < people.length)
    throw new MusterError('BAD_INPUT', { what: 'members: somebody is named twice.' })
  const revive = (answer: FormedTeam) => ({
    ...answer,
    from: new Date(answer.from),
    until: answer.until && new Date(answer.until),
  })
  return db.write(now, (tx) =>
    once(tx, now, { district, key, act: 'unit.form', asked: input }, revive, async () => {
      const span = spanFrom(now, input)
      const site = await readSite(tx, actor, input.site, district)
      const host = await hostOf(tx, now, site, input.under)
      await holdPeople(tx, district, people)
      const sought = { ...span, now, district, at: site.at, kinds: [], skills: [], busy: true }
      const sent = await readPeople(tx, sought, people)
      const { kind, name, leader } = input
      const code = input.code ?? (await nextCode(tx, host))
      const unit = { district, id: newId(now), code, name, kind, area: site.area.code }
      await insertUnit(tx, now, unit)
      if (span.until) await dissolve(tx, span.until, unit)
      await putUnder(tx, now, unit, host)
      const memberships = sent.map(({ id, unit: sentBy }) => ({ person: id, sentBy }))
      await sendPeople(tx, unit, memberships, span)
      await insertDuty(tx, now, actor, ACTUAL, {
        district,
        subjectKind: 'unit',
        subject: unit.id,
        role: LEADER,
        sole: true,
        holder: leader,
        starts: span.from,
        ends: span.until,
      })
      await ask(tx, ACTUAL, district, 'index', now)
      await audit(tx, now, actor, {
        district,
        act: 'unit.form',
        subject: unit.id,
        detail: {
          kind,
          under: host.id,
          leader,
          people: people.length,
          place: site.place?.id ?? null,
          area: site.area.code,
        },
      })
      await noteChange(tx, ACTUAL, [district], 'duties')
      return { district, unit: unit.id, code, name, under: host.id, people: people.length, ...span }
    }),
  )
}

/**
 * Dissolves a team now: its people are their branches' alone again, nobody leads it, and what it answered for as a unit is
 * open. What was stays in the register. UNIT_UNKNOWN, UNIT_ELSEWHERE, UNIT_NO_TEAM, TEAM_OVER, KEY_USED.
 */
export async function dissolveTeam(
  db: Db,
  now: Date,
  actor: Actor,
  district: string,
  { unit: key, reason }: { unit: string; reason: string },
  sentAs?: string,
): Promise<DissolvedTeam> {
  const sent = { district, key: sentAs, act: 'unit.dissolve', asked: { unit: key, reason } }
  return db.write(now, (tx) =>
    once(
      tx,
      now,
      sent,
      (answer: DissolvedTeam) => answer,
      async () => {
        const unit = await unitAnywhere(tx, key)
        if (!unit) throw new MusterError('UNIT_UNKNOWN', { unit: key })
        if (unit.district !== district) throw new MusterError('UNIT_ELSEWHERE', { unit: unit.name, district })
        if (!isTeam(unit.kind)) throw new MusterError('UNIT_NO_TEAM', { unit: unit.name })
        const over = await dissolvedAt(tx, unit)
        if (over <= now) throw new MusterError('TEAM_OVER', { unit: unit.name, at: over.toISOString() })
        const people = await recallPeople(tx, now, unit)
        await dissolve(tx, now, unit)
        const duties = await afterClosing(tx, now, actor, district, [unit.id], reason)
        await audit(tx, now, actor, {
          district,
          act: 'unit.dissolve',
          subject: unit.id,
          detail: { reason, people, duties },
        })
        await noteChange(tx, ACTUAL, [district], 'duties')
        return { unit: unit.id, people, duties }
      },
    ),
  )
}
