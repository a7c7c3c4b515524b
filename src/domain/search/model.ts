/** What can be found, in the order in which it is shown where one thing fits as well as another. */
export const KINDS = ['person', 'unit', 'area', 'place', 'campaign', 'warning'] as const
export type Kind = (typeof KINDS)[number]

/** Those that are found through the index of names; a campaign is found by its playbook's title and its district's name. */
export const NAMED = ['person', 'unit', 'area', 'place', 'warning'] as const
export type NamedKind = (typeof NAMED)[number]

/** By what something was found. `close`: the name is one slip away from what was asked. */
export const MATCHED = ['name', 'pinyin', 'initials', 'code', 'close'] as const
export type Matched = (typeof MATCHED)[number]

export interface Hit {
  kind: Kind
  /** An id; an area's code. */
  id: string
  /** Null for a warning, which belongs to none. */
  district: string | null
  /** The kind of unit, area or place, the level of a campaign or warning; null for a person. */
  type: string | null
  name: string
  /** In other languages, by language. */
  names: Record<string, string>
  code: string | null
  /** Names of the areas above, shallow first; of a person's first unit, a unit's own, a campaign's district. */
  path: string[]
  /** Names of the same areas in other languages, by language. */
  pathNames: Record<string, string>[]
  /** A Chinese name in Latin letters, made by rule: a reading aid. Null for a name that is not Chinese. */
  latin: string | null
  matched: Matched
}

export interface SearchRequest {
  q: string
  /** All when left out. */
  kinds?: readonly Kind[] | undefined
  /** Only what is in this district. Households are found only in a district that is named. */
  district?: string | undefined
  /** The lane of campaigns and warnings; everything else is in all of them. */
  lane: string
  /** What was there at a moment past; now when left out. */
  at?: Date | undefined
  limit: number
  /** The register lies in parts on several nodes (`can.distributed`): then bearers are asked for in another way. */
  spread?: boolean | undefined
}

/** How a key matches, as its first character: see migration 0011. */
export const HOW = { name: '1', inside: '2', pinyin: '3', pinyinInside: '4', initials: '5' } as const
