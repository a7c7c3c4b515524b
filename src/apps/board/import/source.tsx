import { NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { ENCODINGS } from '../../../domain/imports/encoding-names.ts'
import type { Import, SettingsChange } from '../api/imports.ts'
import { sayCode, useWords } from '../words/words.ts'
import { withOption, withSheet } from './settings.ts'

interface SourceOf {
  draft: Import
  set: (change: SettingsChange) => void
}

/** Which part of a file is read, and as what: its sheet, the lines of its headers, the encoding of its text. */
export function Source({ draft, set }: SourceOf) {
  const { say } = useWords()
  const isTable = draft.form === 'csv' || draft.form === 'xlsx'
  const sheets = draft.sheets.map((value) => ({
    value,
    label: draft.hiddenSheets.includes(value) ? say('import.sheet.hidden', { sheet: value }) : value,
  }))
  return (
    <>
      {sheets.length > 1 && (
        <NativeSelect
          label={say('import.sheet')}
          data={sheets}
          value={draft.read ?? draft.sheet ?? ''}
          onChange={({ currentTarget: { value } }) => set((now) => withSheet(now, value))}
        />
      )}
      {isTable && <HeaderRows key={draft.options.headerRows ?? ''} draft={draft} set={set} />}
      {draft.form !== 'xlsx' && draft.form !== 'popolo' && <Encoding draft={draft} set={set} />}
    </>
  )
}

/** The lines of the headers: where they were found, until somebody says another. */
function HeaderRows({ draft, set }: SourceOf) {
  const { say } = useWords()
  const [first, last] = draft.headerRows ?? [0, 0]
  const found = first === last ? String(first) : `${first}-${last}`
  const [text, write] = useState(draft.options.headerRows ?? found)
  const isRight = text.trim() === '' || /^\d{1,7}(-\d{1,7})?$/.test(text.trim())
  const take = () => isRight && text.trim() !== found && set((now) => withOption(now, 'headerRows', text))
  return (
    <TextInput
      label={say('import.headers')}
      description={say('import.headers.hint')}
      value={text}
      error={isRight ? null : say('import.headers.wrong')}
      onChange={(event) => write(event.currentTarget.value)}
      onBlur={take}
      onKeyDown={(event) => event.key === 'Enter' && take()}
    />
  )
}

function Encoding({ draft, set }: SourceOf) {
  const { say } = useWords()
  const known = ENCODINGS.map((value) => ({ value, label: sayCode(say, 'import.encoding', value) }))
  return (
    <NativeSelect
      label={say('import.encoding')}
      data={known}
      value={draft.encoding}
      onChange={({ currentTarget: { value } }) => set((now) => withOption(now, 'encoding', value))}
    />
  )
}
