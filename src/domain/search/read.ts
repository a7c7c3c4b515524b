import type { Tx } from '../../db/connect.ts'
import type { Viewer } from '../audit/model.ts'
import { readDistrict } from '../places/read.ts'
import type { Bearer, Scope } from './bearers.ts'
import { type Candidate, choose } from './choose.ts'
import { campaignsOf, titles } from './find-campaigns.ts'
import { bearersCoded, bearersEnding } from './find-codes.ts'
import { bearersIn, beginningsKnown, wordsNear } from './find-names.ts'
import { areasOfPeople, pathsOf } from './find-paths.ts'
import { fold, hasHan } from './fold.ts'
import { FORGIVEN_FROM, isClose, slipsTyped } from './forgive-slips.ts'
import { soundsMeant } from './forgive-sounds.ts'
import { latinForm } from './latin-form.ts'
import { LAST, looksFor, looksForWord, type Range } from './look-where.ts'
import { keysOf } from './make-keys.ts'
import { type Hit, HOW, KINDS, type Matched, NAMED, type NamedKind, type SearchRequest } from './model.ts'
import { typedSound } from './sound.ts'

/** What fits exactly; names from their beginning; codes; then the other ranges in their order. */
const RANK = { exact: 0, along: 0, first: 1, code: 2, tail: 2.5, others: 3, patient: 20, close: 30 } as const
/** Words that one with a slip in it may have been meant for. */
const MEANT = 8
/** The end of a code is looked for from so many characters on. */
const TAIL_FROM = 3

type Fit = Candidate & Omit<Hit, 'path' | 'pathNames' | 'latin'> & { area: string | null }

/**
 * What somebody means who typed this: people, units, areas, places, campaigns and warnings, best first. It looks where most
 * is found first, and on only while there is room: names, pinyin and codes; then words in another order and what is half
 * spelt; then what is one slip away. Nothing typed finds nothing. DISTRICT_UNKNOWN.
 */
export async function search(tx: Tx, viewer: Viewer, now: Date, request: SearchRequest): Promise<Hit[]> {
  const { q, lane, limit, kinds = KINDS } = request
  if (request.district !== undefined) await readDistrict(tx, viewer, request.district)
  const scope: Scope = {
    at: request.at ?? now,
    lane,
    district: request.district ?? null,
    limit,
    spread: request.spread ?? false,
  }
  const named = NAMED.filter((kind) => kinds.includes(kind))
  const { plain, along, patient } = looksFor(q)
  const places = named.filter((kind) => kind === 'place')

  const [byName, byCode, byDam] = await Promise.all([
    inRanges(tx, named, plain, scope, q),
    byCodes(tx, named, q, scope),
    inRanges(tx, places, along, scope, q, RANK.along),
  ])
  const found = [...byName, ...byCode, ...byDam]
  if (choose(found, limit).length < limit) found.push(...(await byTails(tx, named, q, scope)))
  if (kinds.includes('campaign')) found.push(...(await campaigns(tx, found, plain, scope)))
  if (choose(found, limit).length < limit) found.push(...(await inRanges(tx, named, patient, scope, q, RANK.patient)))
  if (choose(found, limit).length < limit) {
    const close = await rangesClose(tx, q)
    // Letters that fit as they are were meant so: half of what is spelt is a slip away from something else.
    if (found.length === 0) close.push(...(await rangesMeant(tx, named, q)))
    found.push(...(await inRanges(tx, named, close, scope, q, RANK.close)))
  }
  return withPaths(tx, choose(found, limit), scope.at)
}

async function inRanges(
  tx: Tx,
  kinds: readonly NamedKind[],
  ranges: readonly Range[],
  scope: Scope,
  typed: string,
  after?: number,
): Promise<Fit[]> {
  const whole = fold(typed)
  const rankOf = (range: number, key: string): number => {
    if (after !== undefined) return after + range
    if (range > 1) return RANK.others + range
    return key.slice(1) === whole ? RANK.exact : RANK.first
  }
  const rows = await bearersIn(tx, kinds, ranges, scope)
  rows.sort((a, b) => a.range - b.range)
  return rows.map((row) => fit(row, rankOf(row.range, row.key), ranges[row.range - 1]?.matched ?? 'name'))
}

async function byCodes(tx: Tx, kinds: readonly NamedKind[], q: string, scope: Scope): Promise<Fit[]> {
  const typed = q.normalize('NFKC').trim()
  const rows = await bearersCoded(tx, kinds, typed, scope)
  const isWhole = (code: string | null) => code?.toLowerCase() === typed.toLowerCase()
  return rows.map((row) => fit(row, isWhole(row.code) ? RANK.exact : RANK.code, 'code'))
}

/** By the end of a code, in a district that is named: what stands on a list or a badge is seldom typed from its beginning. */
async function byTails(tx: Tx, kinds: readonly NamedKind[], q: string, scope: Scope): Promise<Fit[]> {
  const typed = q.normalize('NFKC').trim()
  if (typed.length < TAIL_FROM || !/^[\x21-\x7e]*\d[\x21-\x7e]*$/.test(typed)) return []
  const rows = await bearersEnding(tx, kinds, typed, scope)
  return rows.map((row) => fit(row, RANK.tail, 'code'))
}

function fit({ kind, id, district, type, name, names, code, area }: Bearer, rank: number, matched: Matched): Fit {
  return { kind, id, district, type, name, names, code, area, rank, matched }
}

/** A campaign has no name of its own: it is found by what its playbook is called, and by its district where that is found. */
async function campaigns(tx: Tx, found: readonly Fit[], ranges: readonly Range[], scope: Scope): Promise<Fit[]> {
  const known = new Map((await titles(tx)).map((each) => [each.id, each.title]))
  const playbooks = new Map<string, { rank: number; matched: Matched }>()
  for (const [id, title] of known) {
    const keys = keysOf('unit', title.zh, [title.en])
    const first = ranges.findIndex((range) => keys.some((key) => key.startsWith(range.from)))
    const matched = ranges[first]?.matched
    if (matched) playbooks.set(id, { rank: first === 0 ? RANK.first : RANK.others + first + 1, matched })
  }
  const districts = new Map(found.filter((f) => f.kind === 'area' && f.id === f.district).map((f) => [f.id, f]))
  if (playbooks.size === 0 && districts.size === 0) return []
  const rows = await campaignsOf(tx, { playbooks: [...playbooks.keys()], districts: [...districts.keys()] }, scope)
  return rows.flatMap(({ id, district, playbook, level }) => {
    const by = playbooks.get(playbook) ?? districts.get(district)
    const title = known.get(playbook)
    if (!by || !title) return []
    const shown = { type: level, name: title.zh, names: { ...title }, code: null, area: district }
    return [{ kind: 'campaign' as const, id, district, ...shown, rank: by.rank, matched: by.matched }]
  })
}

/** The search again, with a word of it taken for one that the register has and that is one slip away. */
async function rangesClose(tx: Tx, typed: string): Promise<Range[]> {
  const folded = fold(typed)
  if (hasHan(folded)) return []
  const words = folded.split(' ').filter((word) => [...word].length >= FORGIVEN_FROM)
  const near = await wordsNear(tx, words.flatMap(slipsTyped))
  return words
    .flatMap((word) => {
      const meant = near.filter((each) => isClose(word, each) && !each.startsWith(word))
      const apart = (each: string) => Math.abs(each.length - word.length)
      meant.sort((a, b) => apart(a) - apart(b) || (a < b ? -1 : 1))
      return meant.slice(0, MEANT).map((each) => looksForWord(typed, word, each))
    })
    .flat()
}

/** Pinyin that names have and that is one slip away from what was typed. */
async function rangesMeant(tx: Tx, kinds: readonly NamedKind[], typed: string): Promise<Range[]> {
  const meant = soundsMeant(typedSound(typed))
  const known = new Set(
    await beginningsKnown(
      tx,
      kinds,
      meant.map((sound) => HOW.pinyin + sound),
    ),
  )
  return meant
    .map((sound) => HOW.pinyin + sound)
    .filter((from) => known.has(from))
    .slice(0, MEANT)
    .map((from) => ({ from, to: from + LAST, matched: 'close', key: '', name: '', code: '' }))
}

async function withPaths(tx: Tx, chosen: readonly Fit[], at: Date): Promise<Hit[]> {
  const people = await areasOfPeople(
    tx,
    chosen.filter((hit) => hit.kind === 'person'),
    at,
  )
  const areaOf = (hit: Fit) => {
    if (hit.kind === 'person') return people.get(hit.id) ?? hit.district
    return hit.area ?? (hit.kind === 'area' ? null : hit.district)
  }
  const paths = await pathsOf(tx, [...new Set(chosen.map(areaOf).filter((area) => area !== null))])
  return chosen.map((hit) => {
    const { area, rank, ...shown } = hit
    const steps = paths.get(areaOf(hit) ?? '') ?? []
    return {
      ...shown,
      path: steps.map((step) => step.name),
      pathNames: steps.map((step) => step.names),
      latin: latinForm(hit.name, hit.kind === 'person'),
    }
  })
}
