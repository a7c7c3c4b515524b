import type { Tx } from '../../db/connect.ts'
import { chainsOf, isYounger, lanedKey, referrer, weighedOf } from './chains.ts'
import {
  type AreaSet,
  type Compared,
  type Comparison,
  compareAreas,
  type NamedAreas,
  namedAreas,
} from './compare-areas.ts'
import { whyIgnored } from './explain.ts'
import { type AreaCover, type CoverOf, isDeclined, isEnder } from './replace.ts'
import { type SpokenAreas, spokenIn } from './spoken.ts'
import type { KeptMessage } from './store.ts'

/** So many comparisons of shapes are made in one run; beyond, both messages stand. */
const MOST_COMPARED = 2_000

type Look = (comparison: Comparison) => Compared

const NOTHING: Compared = { cover: 'none', more: false }
const ALL: Compared = { cover: 'all', more: false }

/** How much of each other's area the messages of a chain name, for those of which it is not settled. */
export async function coversOf(tx: Tx, messages: readonly KeptMessage[]): Promise<CoverOf> {
  const usable = messages.filter((m) => whyIgnored(m) === null)
  const means = referrer(usable)
  const chains = chainsOf(usable, means)
    .map(weighedOf)
    .filter((chain) => chain.length > 1 && chain.some(isLive))
  const read = new Map(chains.flatMap((chain) => chain.map((m) => [m.id, m])))
  const areas = await namedAreas(tx, [...read.keys()])
  const spoken = await spokenIn(tx, [...read.values()])
  const said = new Map(
    [...read.values()].map((m) => {
      const named = new Set(m.references.map((ref) => means(m, ref).key))
      return [m.id, { m, named, ...areasSaid(m.id, areas.get(m.id), spoken.get(m.id)) }]
    }),
  )
  const wanted = new Map<string, Comparison>()
  for (const chain of chains) lookThrough(chain, said, wanted)
  const found = await compareAreas(tx, [...wanted.values()])
  const compared = new Map([...wanted.keys()].map((key, n) => [key, found[n]]))
  return (newer, older) => {
    const [a, b] = [said.get((newer as KeptMessage).id), said.get((older as KeptMessage).id)]
    // Where nothing is new, what stands beside another was compared before.
    return a && b ? coverOf(a, b, (comparison) => compared.get(keyOf(comparison)) ?? NOTHING) : 'weighed'
  }
}

/** A message with what is compared of it. */
interface Said extends AreasSaid {
  m: KeptMessage
  /** Keys of what it refers to. */
  named: ReadonlySet<string>
}

/** The areas of a message that are known here. */
interface AreasSaid {
  /** All of them; null: none is. */
  whole: AreaSet | null
  /** Whether it says anything that a playbook answers, or that a coordinator has said yes to. */
  isUnderstood: boolean
  /** Of which it surely speaks as what a playbook answers, and those of which it may besides. */
  sureOf(playbook: string): AreaSet
  furtherOf(playbook: string): AreaSet | null
  /** Where it stands, by playbook. */
  stands: readonly (readonly [playbook: string, AreaSet])[]
}

function areasSaid(warning: string, known: NamedAreas = new Map(), says?: SpokenAreas): AreasSaid {
  const setOf = (areas: Iterable<number>): AreaSet => {
    const own = [...new Set(areas)].filter((n) => known.has(n)).sort((a, b) => a - b)
    return {
      key: `${warning}:${own.join(',')}`,
      warning,
      areas: own,
      kinds: new Set(own.flatMap((n) => known.get(n) ?? [])),
    }
  }
  const [sure, further] = [new Map<string, AreaSet>(), new Map<string, AreaSet | null>()]
  const sureOf = (playbook: string) => {
    const set = sure.get(playbook) ?? setOf([...(says?.by.get(playbook) ?? []), ...(says?.any ?? [])])
    sure.set(playbook, set)
    return set
  }
  return {
    whole: known.size > 0 ? setOf(known.keys()) : null,
    isUnderstood: says !== undefined && says.by.size + says.any.size > 0,
    sureOf,
    furtherOf(playbook) {
      const had = further.get(playbook)
      if (had !== undefined) return had
      const { kinds } = sureOf(playbook)
      const set = setOf([...(says?.unsure ?? [])].filter((n) => !kinds.has(known.get(n) ?? '')))
      further.set(playbook, set.areas.length > 0 ? set : null)
      return further.get(playbook) ?? null
    },
    stands: [...(says?.stands ?? [])].map(([playbook, areas]) => [playbook, setOf(areas)] as const),
  }
}

function keyOf({ newer, further, older }: Comparison): string {
  return `${newer.key} ${further?.key ?? ''} ${older.key}`
}

/** Notes which comparisons a chain needs, the newest first: of an end with what it names, and of siblings. */
function lookThrough(
  chain: readonly KeptMessage[],
  said: ReadonlyMap<string, Said>,
  wanted: Map<string, Comparison>,
): void {
  const gone = new Set<string>()
  for (const m of chain.toReversed()) {
    const newer = said.get(m.id)
    if (!newer?.whole || m.references.length === 0 || isDeclined(m)) continue
    for (const o of chain) {
      const older = said.get(o.id)
      if (o === m || !older || o.settled || gone.has(o.id) || !(isLive(m) || isLive(o))) continue
      let isSure = true
      const cover = coverOf(newer, older, (comparison) => {
        isSure = false
        wanted.set(keyOf(comparison), comparison)
        return NOTHING
      })
      if (wanted.size >= MOST_COMPARED) return
      // What another takes the place of needs no further comparing.
      if (isSure && cover === 'all' && m.doubt === null && isYounger(m, o)) gone.add(o.id)
    }
  }
}

/**
 * How much a newer message says of where an older one stands: for each playbook by which it does, by what the newer one says that this
 * playbook answers. What no playbook answers, of either, is compared whole.
 */
function coverOf(newer: Said, older: Said, look: Look): AreaCover {
  const isNamed = newer.named.has(lanedKey(older.m))
  // What a message names it takes the place of, wherever that is.
  const isReplaced = isNamed && !isEnder(newer.m)
  if (newer.whole === null) return 'unplaced'
  if (older.whole === null) return 'all'
  // A Cancel means what it names, whatever its words are.
  const isOfAnyKind = !newer.isUnderstood || (isNamed && newer.m.msgType === 'Cancel')
  if (isOfAnyKind || older.stands.length === 0) {
    return isReplaced ? 'all' : coverBy({ newer: newer.whole, further: null, older: older.whole }, look).cover
  }
  const each = older.stands.map(([playbook, stands]) => {
    const [sure, further] = [newer.sureOf(playbook), newer.furtherOf(playbook)]
    const isAsked = !isReplaced || further !== null
    const found = isAsked ? coverBy({ newer: sure, further, older: stands }, look) : NOTHING
    return { ...found, isMeant: sure.areas.length > 0 }
  })
  if (each.some((found) => found.more)) return 'unsure'
  if (!each.some((found) => found.isMeant)) return 'other'
  if (isReplaced) return 'all'
  const covers = new Set(each.map((found) => found.cover))
  return covers.size === 1 ? (each[0]?.cover ?? 'none') : 'part'
}

function coverBy(comparison: Comparison, look: Look): Compared {
  const { newer, further, older } = comparison
  if (isWithin(older.kinds, newer.kinds)) return ALL
  return newer.areas.length === 0 && further === null ? NOTHING : look(comparison)
}

function isWithin(some: ReadonlySet<string>, all: ReadonlySet<string>): boolean {
  for (const each of some) if (!all.has(each)) return false
  return true
}

/** What becomes of it is decided in this run. */
function isLive(m: KeptMessage): boolean {
  return (
    m.state === 'received' ||
    m.state === 'set-aside' ||
    m.asks === 'ends' ||
    m.asks === 'ours' ||
    m.ends !== null ||
    m.ours !== null ||
    m.doubt !== null
  )
}
