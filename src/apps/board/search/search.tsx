import { createSpotlight, Spotlight } from '@mantine/spotlight'
import '@mantine/spotlight/styles.css'
import { useDebouncedValue } from '@mantine/hooks'
import {
  IconAlertTriangle,
  IconArrowRight,
  IconMapPin,
  IconPolygon,
  IconSearch,
  IconSitemap,
  IconUser,
} from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { z } from 'zod'
import type { HitShape } from '../../client/search.ts'
import { useSearch } from '../api/search.ts'
import { searchOf } from '../looking.ts'
import { nameIn } from '../words/format.ts'
import { useWords, type WordKey } from '../words/words.ts'

const [store, spotlight] = createSpotlight()

/** Opens the search from anywhere; so does ⌘K or Ctrl-K. */
export const openSearch = () => spotlight.open()

const ICONS = {
  person: IconUser,
  unit: IconSitemap,
  area: IconPolygon,
  place: IconMapPin,
  campaign: IconAlertTriangle,
  warning: IconAlertTriangle,
} as const

/** The screens and what may be begun, found by their words as names are. */
const SCREENS = [
  ['shell.picture', '/'],
  ['shell.lists', '/lists'],
  ['shell.import', '/import'],
  ['shell.playbooks', '/playbooks'],
  ['shell.exercise', '/exercise'],
  ['shell.print', '/print/ics204'],
] as const satisfies readonly (readonly [WordKey, string])[]

/** People, places, units, areas, codes and actions, found as one types. An area opens in the tree, all else on its page. */
export function Search() {
  const { say, lang } = useWords()
  const navigate = useNavigate()
  const [text, setText] = useState('')
  const [typed] = useDebouncedValue(text, 120)
  const { data, isFetching } = useSearch(typed)
  const hits = typed.trim() === '' ? [] : (data?.items ?? [])
  const screens = SCREENS.filter(([key]) => say(key).toLowerCase().includes(text.trim().toLowerCase()))

  const open = (hit: z.output<typeof HitShape>) => {
    if (hit.kind === 'area') void navigate({ to: '/', search: searchOf({ tree: 'area', node: hit.id }) })
    else void navigate({ to: '/subjects/$kind/$id', params: { kind: hit.kind, id: hit.id } as never })
  }
  return (
    <Spotlight.Root
      store={store}
      query={text}
      onQueryChange={setText}
      shortcut={['mod + K', '/']}
      scrollable
      maxHeight={480}
    >
      <Spotlight.Search
        placeholder={say('search.prompt')}
        aria-label={say('shell.search')}
        leftSection={<IconSearch size={18} />}
      />
      <Spotlight.ActionsList>
        {hits.length > 0 && (
          <Spotlight.ActionsGroup label={say('search.found')}>
            {hits.map((hit) => {
              const Icon = ICONS[hit.kind]
              const told = [say(`kind.${hit.kind}`), ...hit.path, hit.code ?? '']
              if (hit.matched === 'close') told.push(say('search.close'))
              return (
                <Spotlight.Action
                  key={`${hit.kind} ${hit.id} ${hit.district}`}
                  label={nameIn(lang, hit)}
                  description={told.filter((part) => part !== '').join(' · ')}
                  leftSection={<Icon size={18} aria-hidden="true" />}
                  onClick={() => open(hit)}
                />
              )
            })}
          </Spotlight.ActionsGroup>
        )}
        {screens.length > 0 && (
          <Spotlight.ActionsGroup label={say('search.actions')}>
            {screens.map(([key, to]) => (
              <Spotlight.Action
                key={key}
                label={say(key)}
                leftSection={<IconArrowRight size={18} aria-hidden="true" />}
                onClick={() => void navigate({ to: to as never })}
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {hits.length === 0 && (
          <Spotlight.Empty>
            {say(typed.trim() === '' ? 'search.hint' : isFetching ? 'search.wait' : 'search.none')}
          </Spotlight.Empty>
        )}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  )
}
