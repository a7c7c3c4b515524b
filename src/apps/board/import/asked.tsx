import { Button, Group, NativeSelect, Table, Text } from '@mantine/core'
import { useState } from 'react'
import type { Import, useImportRows } from '../api/imports.ts'
import { useWords } from '../words/words.ts'
import classes from './import.module.css'
import { tellReason } from './reasons.ts'

type Row = NonNullable<ReturnType<typeof useImportRows>['data']>['pages'][number]['items'][number]

/** Answers to who is meant, by line; `all` for every row that has none of its own. */
export type Answers = NonNullable<Import['options']['answers']>

/** Rows of which nobody can tell who is meant: each with its choices. What is chosen is taken by reading the file again. */
export function Asked({ rows, decide }: { rows: readonly Row[]; decide: (answers: Answers) => void }) {
  const { say, lang } = useWords()
  const [answers, setAnswers] = useState<Answers>({})
  const chosen = Object.keys(answers).length
  const set = (line: string, choice: string) => {
    const { [line]: _, ...rest } = answers
    setAnswers(choice === '' ? rest : { ...rest, [line]: choice })
  }
  return (
    <>
      <Text size="sm" mb="sm">
        {say('import.asked.says')}
      </Text>
      <Table className={classes.table}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th ta="right" w={72}>
              {say('import.rows.line')}
            </Table.Th>
            <Table.Th>{say('import.asked.question')}</Table.Th>
            <Table.Th w={{ base: 150, sm: 260 }}>{say('import.asked.answer')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.line}>
              <Table.Td ta="right">{row.line}</Table.Td>
              <Table.Td className={classes.why}>
                {row.reason && tellReason(lang, row.reason, (field) => field)}
              </Table.Td>
              <Table.Td>
                <Choose
                  label={say('import.asked.of', { line: row.line })}
                  choices={String(row.reason?.details.choices ?? '').split(',')}
                  value={answers[row.line] ?? ''}
                  set={(choice) => set(String(row.line), choice)}
                />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Group gap="sm" mt="sm">
        <Button variant="filled" disabled={chosen === 0} onClick={() => decide(answers)}>
          {say('import.asked.decide', { n: chosen })}
        </Button>
        <Button onClick={() => decide({ ...answers, all: 'leave' })}>{say('import.asked.leave-rest')}</Button>
      </Group>
    </>
  )
}

interface Choice {
  label: string
  choices: readonly string[]
  value: string
  set: (choice: string) => void
}

function Choose({ label, choices, value, set }: Choice) {
  const { say } = useWords()
  const words: Readonly<Record<string, string>> = {
    same: say('import.asked.same'),
    other: say('import.asked.other'),
    take: say('import.asked.take'),
    gone: say('import.asked.gone'),
    leave: say('import.asked.leave'),
  }
  // `same+take` answers both who is meant and whether they are still there.
  const sayChoice = (choice: string) => {
    const parts = /\+(?:take|gone)$/.test(choice) ? choice.split(/\+(?=\w+$)/) : [choice]
    return parts.map((part) => words[part] ?? say('import.asked.is', { code: part })).join(', ')
  }
  return (
    <NativeSelect
      aria-label={label}
      data={[
        { value: '', label: say('import.asked.not-yet') },
        ...choices.map((choice) => ({
          value: choice,
          label: sayChoice(choice),
        })),
      ]}
      value={value}
      onChange={(event) => set(event.currentTarget.value)}
    />
  )
}
