import { Checkbox, Radio, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useRows } from '../api/lists.ts'
import { useSearch } from '../api/search.ts'
import { useLooking } from '../looking.ts'
import { useCellText } from '../ui/cell.tsx'
import { useName } from '../ui/terms.ts'
import { sayCode, useWords } from '../words/words.ts'
import { useScope } from './address.ts'
import classes from './list.module.css'
import { cellKindOf, type Filter, useSuggestions } from './suggestions.ts'

interface Props {
  filter: Filter
  list: string
  value: string
  /** `done`: nothing more can be chosen. */
  set: (value: string, done: boolean) => void
}

/** How a filter is filled: found by name where it is somebody or something, ticked where it is one of a few, else typed. */
export function FilterInput(props: Props) {
  const { filter } = props
  switch (filter.kind) {
    case 'area':
    case 'unit':
    case 'person':
    case 'place':
      return <Find {...props} kind={filter.kind} />
    case 'district':
      return <Find {...props} kind="area" />
    case 'campaign':
      return <Campaigns {...props} />
    case 'choice':
    case 'slug':
      return <Tick {...props} />
    default:
      return filter.key === 'act' ? <Tick {...props} /> : <Type {...props} />
  }
}

function Find({ filter, kind, set }: Props & { kind: string }) {
  const { say } = useWords()
  const name = useName()
  const [text, setText] = useState('')
  const { data } = useSearch(text, kind)
  return (
    <div className={classes.choices}>
      <TextInput
        data-autofocus
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        placeholder={say('list.filter.find')}
        aria-label={sayCode(say, 'field', filter.key)}
      />
      <div aria-live="polite">
        {data?.items.map((hit) => (
          <button
            type="button"
            key={`${hit.district} ${hit.id}`}
            className={classes.choice}
            onClick={() => set(hit.id, true)}
          >
            {name(hit)}
            <small>{[hit.code ?? '', ...hit.path].filter(Boolean).join(' · ')}</small>
          </button>
        ))}
        {text.trim() !== '' && data?.items.length === 0 && say('list.filter.none')}
      </div>
    </div>
  )
}

/** The campaigns where the reader looks: there are few. */
function Campaigns({ set }: Props) {
  const { say } = useWords()
  const { lane, at } = useLooking()
  const name = useName()
  const scope = useScope()
  const filters: Record<string, string> = scope?.filters.area ? { area: scope.filters.area } : {}
  const { data } = useRows('campaigns', { lane, at, filters })
  const rows = data?.pages.flatMap((p) => p.items) ?? []
  const text = useCellText()
  if (data && rows.length === 0) return say('list.filter.nothing')
  return (
    <div className={classes.choices}>
      {rows.map(({ id, ref, cells }) => (
        <button type="button" key={id} className={classes.choice} onClick={() => set(id, true)}>
          {ref && name(ref)}
          <small>
            {(['level', 'state'] as const)
              .map((key) => text({ kind: key, name: key, list: 'campaigns' }, cells[key] ?? null))
              .join(' · ')}
            {' · '}
            {text({ kind: 'moment', name: 'starts' }, cells.starts ?? null)}
          </small>
        </button>
      ))}
    </div>
  )
}

function Tick({ filter, list, value, set }: Props) {
  const { say } = useWords()
  const text = useCellText()
  const chosen = value === '' ? [] : value.split(',')
  const codes = [...new Set([...useSuggestions(filter, list), ...chosen])]
  const label = sayCode(say, 'field', filter.key)
  const word = (code: string) => text({ kind: cellKindOf(filter), name: filter.key, list }, code)
  if (codes.length === 0) return say('list.filter.nothing')
  return filter.many ? (
    <Checkbox.Group value={chosen} onChange={(next) => set(next.join(), false)} aria-label={label}>
      <div className={classes.choices}>
        {codes.map((code) => (
          <Checkbox key={code} size="xs" value={code} label={word(code)} />
        ))}
      </div>
    </Checkbox.Group>
  ) : (
    <Radio.Group value={value} onChange={(next) => set(next, true)} aria-label={label}>
      <div className={classes.choices}>
        {codes.map((code) => (
          <Radio key={code} size="xs" value={code} label={word(code)} />
        ))}
      </div>
    </Radio.Group>
  )
}

function Type({ filter, value, set }: Props) {
  const { say } = useWords()
  const [text, setText] = useState(value)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        set(text.trim(), true)
      }}
    >
      <TextInput
        data-autofocus
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        aria-label={sayCode(say, 'field', filter.key)}
        placeholder={sayCode(say, 'field', filter.key)}
      />
    </form>
  )
}
