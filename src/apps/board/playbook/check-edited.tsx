import { Button, Paper, Table, Text, Textarea, Title } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { CheckedShape } from '../../client/playbooks.ts'
import { act } from '../api/request.ts'
import { Faulty } from '../ui/faulty.tsx'
import { useWords } from '../words/words.ts'
import { Rules } from './rules.tsx'

/** Reads an edited playbook without storing it: what it would say in sentences, or its faults line by line. */
export function CheckEdited() {
  const { say } = useWords()
  const [text, setText] = useState('')
  const check = useMutation({ mutationFn: () => act(CheckedShape, 'POST', '/playbooks/check', { body: { text } }) })
  const faults = check.data?.faults ?? []
  return (
    <Paper withBorder p="md" component="section">
      <Title order={2} size="h5">
        {say('playbook.check')}
      </Title>
      <Text size="sm" mb="sm">
        {say('playbook.check.says')}
      </Text>
      <Textarea
        aria-label={say('playbook.check')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        minRows={6}
        maxRows={20}
        autosize
        spellCheck={false}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      />
      <Button mt="sm" disabled={text.trim() === ''} loading={check.isPending} onClick={() => check.mutate()}>
        {say('playbook.check.do')}
      </Button>
      <div aria-live="polite">
        {check.isError && <Faulty error={check.error} />}
        {faults.length > 0 && (
          <>
            <Text size="sm" fw={600} mt="md">
              {say('playbook.check.faults', { count: faults.length })}
            </Text>
            <Table>
              <Table.Tbody>
                {faults.map((f) => (
                  <Table.Tr key={`${f.line} ${f.column} ${f.says}`}>
                    <Table.Th scope="row" style={{ whiteSpace: 'nowrap' }}>
                      {say('playbook.check.line', { n: f.line })}
                    </Table.Th>
                    <Table.Td>
                      {f.says} {f.do}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </>
        )}
        {check.data?.playbook && (
          <>
            <Text size="sm" fw={600} my="md">
              {say('playbook.check.good')}
            </Text>
            <Rules playbook={check.data.playbook} />
          </>
        )}
      </div>
    </Paper>
  )
}
