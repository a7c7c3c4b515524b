import { createSpotlight, Spotlight } from '@mantine/spotlight'
import '@mantine/spotlight/styles.css'
import { useDebouncedValue } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import {
  IconAlertTriangle,
  IconArrowRight,
  IconBolt,
  IconMapPin,
  IconPolygon,
  IconSearch,
  IconSitemap,
  IconUser,
} from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import type { z } from 'zod'
import type { HitShape } from '../../client/search.ts'
import { useSearch } from '../api/search.ts'
import { subjectOf } from '../api/subjects.ts'
import { searchOf, useLooking } from '../looking.ts'
import { useDoingsOf } from '../subject/doings-of.ts'
import { nameIn } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { type BarCommand, useCommands } from './commands.ts'
import { isMeant, isMeantFirst } from './match-command.ts'

type Hit = z.output<typeof HitShape>

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

/** Enter takes the first of what is there, also where that came after the last letter: Mantine chooses when a letter is typed. */
function selectFirst(anew: boolean): void {
  const list = document.getElementById(store.getState().listId)
  const selected = list?.querySelector('[data-action][data-selected]')
  if (!list || (selected && !anew)) return
  selected?.removeAttribute('data-selected')
  list.querySelector('[data-action]')?.setAttribute('data-selected', 'true')
  store.updateState((state) => ({ ...state, selected: 0 }))
}

/** Commands that stand there before anything was typed. */
const FEW = 12

/** People, places, units, areas, codes, screens and acts, found as one types. An area opens in the tree, all else on its page. */
export function Search() {
  const { say } = useWords()
  const navigate = useNavigate()
  const [text, setText] = useState('')
  const [who, setWho] = useState(false)
  const [waiting, setWaiting] = useState(false)
  const [typed] = useDebouncedValue(text, 120)
  const { data, isFetching, isPlaceholderData } = useSearch(typed, who ? 'person' : undefined)
  const noteAbsence = useNoteAbsence()
  const all = useCommands(() => {
    setWho(true)
    setText('')
  })
  const empty = text.trim() === ''
  // What was found for fewer letters stays in sight, and is not what Enter means.
  const fresh = text === typed && !isPlaceholderData && !isFetching
  const hits = empty ? [] : (data?.items ?? [])
  const meant = who ? [] : all.filter((each) => isMeant(each.words, text))
  const commands = empty ? meant.slice(0, FEW) : meant
  const before = !empty && commands.some((each) => isMeantFirst(each.label, text))

  const open = (hit: Hit) => {
    if (who) void noteAbsence(hit)
    else if (hit.kind === 'area') void navigate({ to: '/', search: searchOf({ tree: 'area', node: hit.id }) })
    else void navigate({ to: '/subjects/$kind/$id', params: { kind: hit.kind, id: hit.id } as never })
  }
  const [first] = hits
  // What was chosen by the arrows stays so, until something else was found.
  const told = `${typed} ${fresh}`
  const toldLast = useRef('')
  useEffect(() => {
    selectFirst(fresh && told !== toldLast.current)
    toldLast.current = told
    if (!fresh || !waiting) return
    setWaiting(false)
    if (!first) return
    spotlight.close()
    open(first)
  })
  const begin = () => {
    setText('')
    setWho(false)
    setWaiting(false)
  }
  const found = hits.length > 0 && (
    <Spotlight.ActionsGroup key="found" label={say('search.found')}>
      {hits.map((hit) => (
        <FoundAction
          key={`${hit.kind} ${hit.id} ${hit.district}`}
          hit={hit}
          stays={!fresh}
          choose={() => (fresh ? open(hit) : setWaiting(true))}
        />
      ))}
    </Spotlight.ActionsGroup>
  )
  const doable = commands.length > 0 && (
    <Spotlight.ActionsGroup key="doable" label={say('search.actions')}>
      {commands.map((each) => (
        <CommandAction key={each.label} command={each} />
      ))}
    </Spotlight.ActionsGroup>
  )
  return (
    <Spotlight.Root
      store={store}
      query={text}
      onQueryChange={setText}
      onSpotlightOpen={begin}
      onSpotlightClose={begin}
      shortcut={['mod + K', '/']}
      scrollable
      maxHeight={480}
    >
      <Spotlight.Search
        placeholder={say(who ? 'search.who-away' : 'search.prompt')}
        aria-label={say(who ? 'search.who-away' : 'shell.search')}
        leftSection={<IconSearch size={18} />}
      />
      <Spotlight.ActionsList>
        {before ? [doable, found] : [found, doable]}
        {hits.length === 0 && (empty || commands.length === 0) && (
          <Spotlight.Empty>
            {say(who && empty ? 'search.who-away' : empty ? 'search.hint' : fresh ? 'search.none' : 'search.wait')}
          </Spotlight.Empty>
        )}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  )
}

function CommandAction({ command: { label, acts, stays, run } }: { command: BarCommand }) {
  const Icon = acts ? IconBolt : IconArrowRight
  return (
    <Spotlight.Action
      label={label}
      leftSection={<Icon size={18} aria-hidden="true" />}
      closeSpotlightOnTrigger={!stays}
      onClick={run}
    />
  )
}

function FoundAction({ hit, stays, choose }: { hit: Hit; stays: boolean; choose: () => void }) {
  const { say, lang } = useWords()
  const Icon = ICONS[hit.kind]
  const path = hit.path.map((name, i) => nameIn(lang, { name, names: hit.pathNames[i] }))
  const name = nameIn(lang, hit)
  const told = [say(`kind.${hit.kind}`), ...path, hit.code ?? '']
  // A name that the reader may not be able to read, spelt out beside it; it is no name, and never stands in its place.
  if (lang === 'en' && hit.latin && name === hit.name) told.unshift(say('search.latin', { latin: hit.latin }))
  if (hit.matched === 'close') told.push(say('search.close'))
  return (
    <Spotlight.Action
      label={name}
      description={told.filter((part) => part !== '').join(' · ')}
      leftSection={<Icon size={18} aria-hidden="true" />}
      closeSpotlightOnTrigger={!stays}
      onClick={choose}
    />
  )
}

/** Asks when somebody is away who was found by name, as the button on their page does. */
function useNoteAbsence(): (hit: Hit) => Promise<void> {
  const { say, lang } = useWords()
  const queries = useQueryClient()
  const looking = useLooking()
  const doingsOf = useDoingsOf()
  return async (hit) => {
    const subject = await queries.fetchQuery(subjectOf('person', hit.id, looking))
    const note = doingsOf(subject, nameIn(lang, hit)).find((doing) => doing.says === 'absence.note')
    if (note) note.act()
    else notifications.show({ message: say('search.none-away') })
  }
}
