import { Group, ScrollArea, Stack, Table, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { SubjectLink } from '../ui/subject-link.tsx'
import { tellFault } from '../words/faults.ts'
import { useWords } from '../words/words.ts'
import { Frame } from './frame.tsx'

/** One of several that was not done: what it was about, and why. */
export interface NotDone {
  kind: 'place' | 'person'
  id: string
  name: string
  code: string
  says: string
  do: string
  /** Who holds already what one alone may have. */
  holder?: string | null
}

/** What became of an act on several, when some of them were refused: what was done, then each refusal with its reason. */
export function Outcome(of: { title: string; done: string | null; refused: readonly NotDone[]; close: () => void }) {
  const { title, done, refused, close } = of
  const { say, lang } = useWords()
  return (
    <Frame title={title} close={close}>
      <Stack gap="sm" role="status">
        <Text size="sm">{done ?? say('act.refused.none-done')}</Text>
        <Group gap="xs">
          <IconAlertTriangle size={16} aria-hidden="true" />
          <Text size="sm" fw={600}>
            {say('act.refused', { count: refused.length })}
          </Text>
        </Group>
      </Stack>
      <ScrollArea.Autosize mah={320}>
        <Table layout="fixed">
          <Table.Thead>
            <Table.Tr>
              <Table.Th w="36%">{say('act.refused.what')}</Table.Th>
              <Table.Th>{say('act.refused.why')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {refused.map((row) => {
              const told = tellFault(lang, row)
              return (
                <Table.Tr key={`${row.id} ${row.code}`}>
                  <Table.Td>
                    <SubjectLink kind={row.kind} id={row.id} name={row.name} />
                  </Table.Td>
                  <Table.Td>
                    {told.says} {row.holder && <strong>{say('act.refused.holder', { name: row.holder })} </strong>}
                    <Text span size="sm" c="var(--quiet)">
                      {told.does}
                    </Text>
                  </Table.Td>
                </Table.Tr>
              )
            })}
          </Table.Tbody>
        </Table>
      </ScrollArea.Autosize>
    </Frame>
  )
}
