import { Button, Group, Table, Tabs, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { type Import, type RowState, rowsFile, useImportRows } from '../api/imports.ts'
import { Faulty } from '../ui/faulty.tsx'
import { Loading } from '../ui/loading.tsx'
import { useFormat } from '../words/use-format.ts'
import { sayCode, useWords } from '../words/words.ts'
import { type Answers, Asked } from './asked.tsx'
import classes from './import.module.css'
import { Part } from './part.tsx'
import { tellReason } from './reasons.ts'

const SUMS = ['read', 'new', 'changed', 'same', 'asked', 'unplaced', 'noted'] as const
const TABS = ['asked', 'unplaced', 'noted', 'new', 'changed'] as const satisfies readonly RowState[]

interface Shown {
  draft: Import
  accept: ReactNode
  decide: (answers: Answers) => void
}

/** What was read or written: how many rows of each kind, then the rows themselves. */
export function Result({ draft, accept, decide }: Shown) {
  const { say } = useWords()
  const format = useFormat()
  const { summary } = draft
  if (!summary) return null
  const applied = draft.state === 'applied'
  // Once it is written, only what could not be placed, and what was mended, is still there to be worked through.
  const tabs = TABS.filter((tab) => summary[tab] > 0 && !(applied && (tab === 'new' || tab === 'changed')))
  const { ends } = summary
  return (
    <>
      <Part title={say(applied ? 'import.step.written' : 'import.step.result')} />
      {applied && <Text size="sm">{say('import.applied', { new: summary.new, changed: summary.changed })}</Text>}
      <dl className={classes.sums}>
        {SUMS.filter((sum) => sum !== 'asked' || summary.asked > 0).map((sum) => (
          <div key={sum}>
            <dt>{say(`import.sum.${sum}`)}</dt>
            <dd>{format.number(summary[sum])}</dd>
          </div>
        ))}
      </dl>
      {draft.unread.length > 0 && (
        <Text size="sm">{say('import.unread', { columns: draft.unread.join(say('import.unread.and')) })}</Text>
      )}
      {ends.people + ends.duties > 0 && (
        <Text size="sm" fw={600}>
          {say(applied ? 'import.ends.done' : 'import.ends', ends)}
        </Text>
      )}
      {accept}
      {tabs.length > 0 && <Rows draft={draft} tabs={tabs} decide={decide} />}
    </>
  )
}

function Rows({ draft, tabs, decide }: Pick<Shown, 'draft' | 'decide'> & { tabs: RowState[] }) {
  const { say } = useWords()
  const format = useFormat()
  const [chosen, choose] = useState<string | null>(tabs[0] ?? null)
  // What was shown may have no rows any more, once it is read in another way.
  const shown = tabs.find((tab) => tab === chosen) ?? tabs[0]
  return (
    <Tabs value={shown ?? null} onChange={choose} keepMounted={false}>
      <Tabs.List>
        {tabs.map((tab) => (
          <Tabs.Tab key={tab} value={tab}>
            {say(`import.tab.${tab}`)} {format.number(draft.summary?.[tab] ?? 0)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {tabs.map((tab) => (
        <Tabs.Panel key={tab} value={tab} pt="sm">
          <RowsOf draft={draft} state={tab} decide={decide} />
        </Tabs.Panel>
      ))}
    </Tabs>
  )
}

function RowsOf({ draft, state, decide }: Pick<Shown, 'draft' | 'decide'> & { state: RowState }) {
  const { say, lang } = useWords()
  const rows = useImportRows(draft.id, state, draft.changedAt)
  if (rows.isPending) return <Loading />
  if (rows.isError) return <Faulty error={rows.error} again={() => void rows.refetch()} />
  const items = rows.data.pages.flatMap((page) => page.items)
  if (items.length === 0) return <Text size="sm">{say('import.rows.none')}</Text>
  const more = rows.hasNextPage && (
    <Button mt="sm" loading={rows.isFetchingNextPage} onClick={() => void rows.fetchNextPage()}>
      {say('do.more')}
    </Button>
  )
  if (state === 'asked' && draft.state === 'read')
    return (
      <>
        <Asked rows={items} decide={decide} />
        {more}
      </>
    )
  const why = state === 'asked' || state === 'unplaced' || state === 'noted'
  // A row that was not understood has no name to be called by.
  const named = items.some((row) => row.name !== null || row.code !== null)
  const sayField = (field: string) =>
    draft.columns.some((column) => column.name === field) ? field : sayCode(say, 'import.field', field)
  return (
    <>
      <Group gap="sm" mb="sm">
        <Button component="a" href={rowsFile(draft.id, state)} download>
          {say('import.rows.file')}
        </Button>
        {state === 'unplaced' && (
          <Text size="sm" c="var(--quiet)">
            {say('import.rows.file.unplaced')}
          </Text>
        )}
      </Group>
      <Table className={classes.table}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th ta="right" w={72}>
              {say('import.rows.line')}
            </Table.Th>
            {named && <Table.Th>{say('import.rows.name')}</Table.Th>}
            {why && <Table.Th>{say('import.rows.why')}</Table.Th>}
            {state === 'changed' && <Table.Th>{say('import.rows.changes')}</Table.Th>}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((row) => (
            <Table.Tr key={`${row.line} ${row.code} ${row.reason?.code} ${row.reason?.column}`}>
              <Table.Td ta="right">{row.line}</Table.Td>
              {named && (
                <Table.Td className={classes.file}>
                  {row.name} <span className={classes.samples}>{row.code}</span>
                </Table.Td>
              )}
              {state === 'changed' && (
                <Table.Td className={classes.why}>
                  {row.changes?.map((change) => (
                    <div key={change.field}>
                      <span className={classes.samples}>{sayField(change.field)}</span> {change.old ?? '–'} →{' '}
                      {change.new ?? '–'}
                    </div>
                  ))}
                </Table.Td>
              )}
              {why && (
                <Table.Td className={classes.why}>{row.reason && tellReason(lang, row.reason, sayField)}</Table.Td>
              )}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {more}
    </>
  )
}
