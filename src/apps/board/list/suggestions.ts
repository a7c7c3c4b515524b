import { useQueries } from '@tanstack/react-query'
import { PlaybookShape } from '../../client/playbooks.ts'
import type { ListDef } from '../api/lists.ts'
import { usePlaybooks } from '../api/playbooks.ts'
import { get } from '../api/request.ts'

export type Filter = ListDef['filters'][number]

/** Posts that an organisation has, whatever its playbooks say. */
const POSTS = ['secretary', 'deputy']
const PLACES = ['dam-section', 'household', 'shelter', 'gate']
const UNITS = ['committee', 'branch', 'group']
const ACTS = [
  'callout',
  'duty',
  'gaps',
  'import',
  'person',
  'place',
  'proposal',
  'record',
  'unit',
  'warning',
  'exercise',
]

/** Codes to choose from in a filter: what the playbooks speak of, and what every register has. Any other may stand in an address. */
export function useSuggestions(filter: Filter, list: string): string[] {
  const { data } = usePlaybooks()
  const items = data?.items ?? []
  const playbooks = useQueries({
    queries: items.map(({ id }) => ({
      queryKey: ['playbooks', id, null],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        get(PlaybookShape, `/playbooks/${encodeURIComponent(id)}`, {}, signal),
      staleTime: 600_000,
    })),
  })
  if (filter.choices) return [...filter.choices]
  const rules = playbooks.flatMap((p) => p.data?.rules ?? [])
  const found: Partial<Record<string, string[]>> = {
    rule: rules.map((r) => r.id),
    placeKind: rules.map((r) => r.kind),
    role: [...rules.map((r) => r.role), ...POSTS],
    level: items.flatMap((p) => p.levels.map((l) => l.id)),
    playbook: items.map((p) => p.id),
    membership: rules.flatMap((r) => r.holders.kinds),
    skill: rules.flatMap((r) => r.holders.skills),
    act: ACTS,
  }
  const kinds: Partial<Record<string, string[]>> = {
    places: [...rules.map((r) => r.kind), ...PLACES],
    records: [...rules.flatMap((r) => (r.evidence ? [r.evidence.record] : [])), 'hazard'],
    units: UNITS,
  }
  return [...new Set(filter.key === 'kind' ? kinds[list] : found[filter.key])]
}

/** As what kind of cell the value of a filter is said. */
export function cellKindOf({ kind, key }: Filter): 'state' | 'rule' | 'level' | 'playbook' | 'slug' | 'code' | 'text' {
  if (kind === 'choice') return 'state'
  if (key === 'rule' || key === 'level' || key === 'playbook') return key
  if (key === 'act') return 'code'
  return kind === 'slug' ? 'slug' : 'text'
}
