import { Select, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useHolders } from '../api/acts.ts'
import { nameIn } from '../words/format.ts'
import { useWords } from '../words/words.ts'

export interface Holder {
  kind: 'person' | 'unit'
  id: string
  name: string
}

interface Pick {
  district: string
  label: string
  placeholder?: string
  /** What may be chosen; left out: a person. */
  kinds?: 'person' | 'person,unit' | 'place'
  chosen: Holder | null
  choose: (holder: Holder | null) => void
  autoFocus?: boolean
  /** Whether the field is empty again once somebody was chosen: for choosing one after another. */
  clears?: boolean
  /** Who is offered before anything is typed: those who are likeliest. */
  first?: readonly Holder[]
}

/** Finds somebody, or a place, of the district by name, pinyin or code, among however many there are. */
export function PickHolder(pick: Pick) {
  const {
    district,
    label,
    placeholder,
    kinds = 'person',
    chosen,
    choose,
    autoFocus = false,
    clears = false,
    first = [],
  } = pick
  const { say, lang } = useWords()
  const [text, setText] = useState('')
  const [typed] = useDebouncedValue(text === chosen?.name ? '' : text, 150)
  const { data, isFetching, isError } = useHolders(district, typed, kinds)
  const hits = typed.trim() === '' ? [] : (data?.items ?? [])
  const found = hits.map((hit) => ({
    value: hit.id,
    label: nameIn(lang, hit),
    kind: hit.kind === 'unit' ? ('unit' as const) : ('person' as const),
    // The district is the same for all of them: what tells namesakes apart is where they live in it.
    told: [hit.code, ...hit.path.slice(-2)].filter((part) => part !== null && part !== '').join(' · '),
  }))
  if (typed.trim() === '') found.push(...first.map((h) => ({ value: h.id, label: h.name, kind: h.kind, told: '' })))
  // Who was chosen stays among the choices, so that the field goes on showing the name.
  const options =
    chosen && !found.some((o) => o.value === chosen.id)
      ? [...found, { value: chosen.id, label: chosen.name, kind: chosen.kind, told: '' }]
      : found
  const nothing = isError
    ? 'fault.offline'
    : typed.trim() === ''
      ? 'act.find.type'
      : isFetching
        ? 'act.find.wait'
        : kinds === 'place'
          ? 'act.find.none.place'
          : 'act.find.none'
  return (
    <Select
      label={label}
      {...(placeholder && { placeholder })}
      data-autofocus={autoFocus || undefined}
      searchable
      clearable
      data={options}
      filter={({ options: all }) => all}
      value={chosen?.id ?? null}
      onChange={(id) => {
        const one = options.find((o) => o.value === id)
        choose(one ? { kind: one.kind, id: one.value, name: one.label } : null)
        // The field writes the name of whoever was chosen into itself after this.
        if (clears) setTimeout(() => setText(''))
      }}
      searchValue={text}
      onSearchChange={setText}
      nothingFoundMessage={say(nothing)}
      clearButtonProps={{ 'aria-label': say('act.find.clear') }}
      maxDropdownHeight={240}
      renderOption={({ option }) => {
        const told = options.find((o) => o.value === option.value)?.told
        return (
          <span>
            {option.label}
            {told && (
              <Text size="xs" c="var(--quiet)">
                {told}
              </Text>
            )}
          </span>
        )
      }}
    />
  )
}
