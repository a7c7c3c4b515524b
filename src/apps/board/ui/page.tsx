import { Group, Stack, Title } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'
import { useWords } from '../words/words.ts'

/** A screen that is read from top to bottom: its heading, which is also the window's title, what may be done, the rest. */
export function Page({ title, acts, children }: { title: string; acts?: ReactNode; children: ReactNode }) {
  const { say } = useWords()
  useEffect(() => {
    document.title = `${title} · ${say('app.name')}`
  }, [title, say])
  return (
    <Stack gap="md" p={{ base: 'sm', sm: 'lg' }} maw={1400} mx="auto" w="100%">
      <Group justify="space-between" align="start" gap="sm">
        <Title order={1} size="h3">
          {title}
        </Title>
        {acts && <Group gap="sm">{acts}</Group>}
      </Group>
      {children}
    </Stack>
  )
}
