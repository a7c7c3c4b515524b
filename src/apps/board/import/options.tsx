import { NativeSelect, TextInput } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { isZone } from '../../../base/zones.ts'
import { useBoard } from '../api/board.ts'
import type { Import, Settings, SettingsChange } from '../api/imports.ts'
import { useTerms } from '../ui/terms.ts'
import { useWords, type WordKey } from '../words/words.ts'
import classes from './import.module.css'
import { Part } from './part.tsx'
import { withKind, withOption } from './settings.ts'
import { Source } from './source.tsx'

type Option = keyof Settings['options']
/** Whether what is written may stand so. */
type Right = (text: string) => boolean

const KINDS = ['areas', 'units', 'people', 'places', 'duties', 'absences'] as const

/** What the kinds of place, unit and member are that the register knows of itself. */
const PLACE_KINDS = ['household', 'dam-section', 'village', 'shelter', 'gate', 'grid', 'checkpoint'] as const
const UNIT_KINDS = ['committee', 'branch', 'group', 'team'] as const
const AREA_KINDS = ['county', 'district', 'prefecture'] as const
const isLength: Right = (text) => /^\d{1,6}$/.test(text)
const MEMBER_KINDS = ['member', 'official', 'volunteer', 'seconded'] as const

/** Kinds of file whose codes are those of one county. */
const WITHIN = new Set<Import['kind']>(['units', 'people', 'duties', 'absences'])

/**
 * Fills in the code of the county that the board looks at, once for each kind of file: what is shown there is what somebody has
 * chosen, and it can be changed or emptied.
 */
function useCountyHere({ id, kind, options, state }: Import, set: (change: SettingsChange) => void): void {
  const { data: board } = useBoard()
  const filled = useRef('')
  const district = board && !board.above ? board.district : ''
  const isOpen = state === 'draft' && WITHIN.has(kind) && options.district === undefined && district !== ''
  useEffect(() => {
    if (!isOpen || filled.current === `${id} ${kind}`) return
    filled.current = `${id} ${kind}`
    set((now) => withOption(now, 'district', district))
  }, [isOpen, district, id, kind, set])
}

/** What reading has to know beside the columns; changed at once, so that the fields below are those of what is chosen. */
export function Options({ draft, set }: { draft: Import; set: (change: SettingsChange) => void }) {
  const { say } = useWords()
  const { kind, options } = draft
  useCountyHere(draft, set)
  const isLine = draft.shapes.some((shape) => shape.endsWith('LineString'))
  const choose = (option: Option, label: WordKey, kinds: readonly string[], usual?: string) => (
    <Choice
      label={say(label)}
      usual={usual}
      kinds={kinds}
      value={typeof options[option] === 'string' ? options[option] : ''}
      write={(text) => set((now) => withOption(now, option, text))}
    />
  )
  const write = (option: Option, label: WordKey, hint?: WordKey, right?: Right, wrong?: WordKey) => (
    <Written
      key={`${option} ${String(options[option] ?? '')}`}
      label={say(label)}
      hint={hint && say(hint)}
      value={String(options[option] ?? '')}
      right={right}
      wrong={wrong && say(wrong)}
      write={(text) => set((now) => withOption(now, option, text))}
    />
  )
  return (
    <>
      <Part title={say('import.options')} />
      <div className={classes.options}>
        <NativeSelect
          label={say('import.kind')}
          data={KINDS.map((value) => ({ value, label: say(`import.kind.${value}`) }))}
          value={kind}
          onChange={(event) => {
            const next = KINDS.find((k) => k === event.currentTarget.value)
            if (next) set((now) => withKind(now, next))
          }}
        />
        <Source draft={draft} set={set} />
        {kind === 'places' && choose('kind', 'import.option.place-kind', PLACE_KINDS)}
        {kind === 'places' &&
          isLine &&
          write('section', 'import.option.section', 'import.option.section.hint', isLength)}
        {kind === 'units' && choose('kind', 'import.option.unit-kind', UNIT_KINDS, 'branch')}
        {kind === 'people' && choose('kind', 'import.option.member-kind', MEMBER_KINDS, 'member')}
        {kind === 'areas' && write('under', 'import.option.under', 'import.option.under.hint')}
        {kind === 'areas' && choose('districtKind', 'import.option.district-kind', AREA_KINDS, 'county')}
        {kind !== 'areas' &&
          kind !== 'places' &&
          write('district', 'import.option.district', 'import.option.district.hint')}
        {(kind === 'duties' || kind === 'absences') &&
          write('zone', 'import.option.zone', 'import.option.zone.hint', isZone, 'import.option.zone.wrong')}
      </div>
    </>
  )
}

interface Kinds {
  label: string
  kinds: readonly string[]
  /** What it is where nobody says; undefined: it has to be said. */
  usual: string | undefined
  value: string
  write: (text: string) => void
}

/** One of a few kinds, or whichever other the file was said to be before. */
function Choice({ label, kinds, usual, value, write }: Kinds) {
  const terms = useTerms()
  const all = value === '' || kinds.includes(value) ? kinds : [...kinds, value]
  const known = all.map((slug) => ({ value: slug === usual ? '' : slug, label: terms.slug(slug) }))
  return (
    <NativeSelect
      label={label}
      data={usual === undefined ? [{ value: '', label: '–' }, ...known] : known}
      value={value === usual ? '' : value}
      onChange={(event) => write(event.currentTarget.value)}
    />
  )
}

interface Text {
  label: string
  hint: string | undefined
  value: string
  right: Right | undefined
  wrong: string | undefined
  write: (text: string) => void
}

/** A few characters, taken when the field is left or Enter is pressed. */
function Written({ label, hint, value, right, wrong, write }: Text) {
  const [text, setText] = useState(value)
  const isRight = text.trim() === '' || !right || right(text.trim())
  const take = () => isRight && text.trim() !== value && write(text)
  return (
    <TextInput
      label={label}
      description={hint}
      value={text}
      error={isRight ? null : (wrong ?? true)}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={take}
      onKeyDown={(event) => event.key === 'Enter' && take()}
    />
  )
}
