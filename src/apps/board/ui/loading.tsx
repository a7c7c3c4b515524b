import { Group, Loader, Text } from '@mantine/core'
import { useTimeout } from '@mantine/hooks'
import { useState } from 'react'
import { useWords } from '../words/words.ts'

/** Says that something is being read, and after five seconds that it takes long: "no data" would be a lie. */
export function Loading() {
  const { say } = useWords()
  const [long, setLong] = useState(false)
  useTimeout(() => setLong(true), 5000, { autoInvoke: true })
  return (
    <Group gap="sm" p="md" role="status">
      <Loader size="sm" />
      <Text size="sm" c="var(--quiet)">
        {say(long ? 'wait.long' : 'wait.loading')}
      </Text>
    </Group>
  )
}
