import { z } from 'zod'
import { MusterError } from '../../base/errors.ts'
import type { Position } from '../../base/geometry.ts'
import { keyOf, type Page, type PageRequest, pageOf } from '../../base/paging.ts'
import type { Tx } from '../../db/connect.ts'
import { ACTUAL, type Viewer } from '../audit/model.ts'
import { campaignById } from '../playbooks/store.ts'
import { proposalById } from './proposals.ts'

/** A line of a plan as it is drawn: from where its holder lives to where its place is. */
export interface DrawnLine {
  duty: string
  rule: string
  role: string
  place: Position
  /** Where the place lies, if it is a line: a section of a dam. */
  path: Position[] | null
  /** The place then has as many in this role as it needs. */
  enough: boolean
  home: Position
  /** Homes of those who hold the same place in that role without the plan. */
  beside: Position[]
  /** The plan whose place this one took gave it to nobody or to somebody else; null: it took no other's place. */
  changed: boolean | null
}

interface Row extends Pick<DrawnLine, 'duty' | 'rule' | 'role' | 'changed' | 'path' | 'enough'> {
  lon: number
  lat: number
  homeLon: number
  homeLat: number
  beside: Position[] | null
}

/**
 * A plan as the map draws it, a page by duty: what it would give, and who is there already and not away. A place that is a line or an
 * area is drawn at a point on it; a line whose holder has no home in the register any more is left out.
 * PROPOSAL_UNKNOWN, BAD_CURSOR.
 */
export async function readPlanPicture(
  tx: Tx,
  _viewer: Viewer,
  district: string,
  proposal: string,
  { limit, after }: PageRequest,
): Promise<Page<DrawnLine>> {
  const [last] = keyOf(after, z.tuple([z.uuid()])) ?? [null]
  const found = await proposalById(tx, district, proposal)
  const campaign = found && (await campaignById(tx, district, found.campaign))
  if (!campaign) throw new MusterError('PROPOSAL_UNKNOWN', { proposal })
  const lanes = [...new Set([ACTUAL, campaign.lane])]
  const instead = found.summary.asked?.instead ?? null
  const of = { district, proposal, instead, lanes, campaign: campaign.id }
  const rows = await drawnLines(tx, of, last, limit + 1)
  const drawn = rows.map(({ lon, lat, homeLon, homeLat, beside, ...line }) => ({
    ...line,
    place: [lon, lat] as Position,
    home: [homeLon, homeLat] as Position,
    beside: beside ?? [],
  }))
  return pageOf(drawn, limit, (l) => [l.duty])
}

/** Primary keys of proposal_line, place and person; index duty_by_subject. */
function drawnLines(
  tx: Tx,
  {
    district,
    proposal,
    instead,
    lanes,
    campaign,
  }: { district: string; proposal: string; instead: string | null; lanes: string[]; campaign: string },
  after: string | null,
  limit: number,
): Promise<Row[]> {
  return tx<Row[]>`
    select l.duty, l.rule, l.role, st_x(c.at) as lon, st_y(c.at) as lat, st_x(h.home) as "homeLon",
      st_y(h.home) as "homeLat", case when geometrytype(p.geom) = 'LINESTRING' then st_asgeojson(p.geom)::jsonb -> 'coordinates' end as path,
      coalesce((
        select r.held + l.n >= r.needed
        from (select * from requirement where district = ${district} and subject = l.subject offset 0) r
        where r.campaign = ${campaign} and r.rule = l.rule and r.ends = l.ends limit 1), true) as enough, (
        select json_agg(json_build_array(st_x(o.home), st_y(o.home)) order by d.id)
        from duty d join person o on o.district = ${district} and o.id = d.holder and o.home is not null
        where d.district = ${district} and d.subject = l.subject and d.role = l.role and d.starts <= l.starts
          and d.ends > l.starts and d.lane = any(${lanes}::text[]) and not exists (
            select from absence a where a.district = ${district} and a.person = d.holder and a.kind = 'away'
              and a.starts <= l.starts and a.ends > l.starts) and not exists (
            select from proposal_line x where x.district = ${district} and x.proposal = ${proposal} and x.duty = d.id)
      ) as beside, case when ${instead}::uuid is not null then not exists (
        select from proposal_line b where b.district = ${district} and b.proposal = ${instead} and b.subject = l.subject
          and b.rule = l.rule and b.starts = l.starts and b.holder = l.holder) end as changed
    from (
        select *, count(*) over (partition by subject, rule, ends) as n from proposal_line
        where district = ${district} and proposal = ${proposal}
      ) l join place p on p.district = ${district} and p.id = l.subject
      join person h on h.district = ${district} and h.id = l.holder and h.home is not null,
      lateral (select case when geometrytype(p.geom) = 'POINT' then p.geom else st_pointonsurface(p.geom) end as at) c
    where ${after}::uuid is null or l.duty > ${after}::uuid
    order by l.duty limit ${limit}`
}
