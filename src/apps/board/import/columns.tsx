import { Badge, NativeSelect, Table, Text } from '@mantine/core'
import type { Import, SettingsChange } from '../api/imports.ts'
import { sayCode, useWords } from '../words/words.ts'
import classes from './import.module.css'
import { Part } from './part.tsx'
import { KEEPS, type Meaning, meaningOf, withMeaning } from './settings.ts'

/** The columns of the file as they are, each with some of what is in it and what it is read as. */
export function Columns({ draft, set }: { draft: Import; set: (change: SettingsChange) => void }) {
  const { say } = useWords()
  if (draft.columns.length === 0) return null
  return (
    <>
      <Part title={say('import.step.columns')} />
      {draft.fields.length === 0 && <Text size="sm">{say('import.by-itself')}</Text>}
      <Table className={classes.table}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{say('import.column')}</Table.Th>
            <Table.Th className={classes.wide}>{say('import.samples')}</Table.Th>
            {draft.fields.length > 0 && <Table.Th w={{ base: 160, sm: 260 }}>{say('import.means')}</Table.Th>}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {draft.columns.map((column) => (
            <Table.Tr key={column.name}>
              <Table.Td className={classes.file}>
                <b>{column.name}</b> {column.tag && <span className={classes.samples}>{column.tag}</span>}
                <div className={`${classes.samples} ${classes.narrow}`}>{column.samples.slice(0, 2).join(' · ')}</div>
              </Table.Td>
              <Table.Td className={`${classes.samples} ${classes.wide}`}>{column.samples.join(' · ')}</Table.Td>
              {draft.fields.length > 0 && (
                <Table.Td>
                  <Means draft={draft} column={column.name} set={set} />
                </Table.Td>
              )}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </>
  )
}

interface MeansOf {
  draft: Import
  column: string
  set: (change: SettingsChange) => void
}

/** A select for one column: the fields of the kind, those that are needed marked so. */
function Means({ draft, column, set }: MeansOf) {
  const { say } = useWords()
  const { means, guessed } = meaningOf(draft, column)
  const fields = draft.fields.map((f) => ({
    value: `field ${f.field}`,
    label: sayCode(say, 'import.field', f.field) + (f.required ? ` (${say('import.required')})` : ''),
  }))
  const keep = KEEPS.includes(draft.kind) ? [{ value: 'keep', label: say('import.means.keep') }] : []
  return (
    <div className={classes.row}>
      <NativeSelect
        className={classes.grow}
        aria-label={say('import.means.of', { column })}
        data={[{ value: 'not', label: say('import.means.not') }, ...fields, ...keep]}
        value={typeof means === 'object' ? `field ${means.field}` : means}
        onChange={({ currentTarget: { value } }) => set((now) => withMeaning(now, column, readMeaning(value)))}
      />
      {guessed && (
        <Badge variant="light" color="gray" size="sm" tt="none" fw={500} className={classes.wide} autoContrast={false}>
          {say('import.guessed')}
        </Badge>
      )}
    </div>
  )
}

function readMeaning(value: string): Meaning {
  if (value === 'keep' || value === 'not') return value
  return { field: value.slice('field '.length) }
}
