import { Button, Group, Loader, Progress, Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import { stopPlanning, useDoing, usePlanning } from '../api/acts.ts'
import { useWords } from '../words/words.ts'

/** A plan is mostly there at once; of one that is not by then, it is told how far it is. */
const SOON_MS = 1500

/** A plan that is being made under a key: how far it is, and the way to be content with what was found. */
export function Planning({ district, planning }: { district: string; planning: string | null }) {
  const { say } = useWords()
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), SOON_MS)
    return () => clearTimeout(timer)
  }, [])
  const { data } = usePlanning(district, late ? planning : null)
  const stopping = useDoing([], (key: string) => stopPlanning(district, key))
  if (!data || data.of === null || planning === null) return <Loader size="sm" />
  const { done, of } = data
  const stopped = stopping.isPending || stopping.isSuccess || data.stopping
  return (
    <div>
      <Text size="sm" aria-live="polite">
        {say('planning.done', { done, of })}
      </Text>
      <Progress value={of === 0 ? 0 : (100 * done) / of} aria-label={say('planning.bar')} my="xs" />
      <Group gap="sm">
        <Button loading={stopped} onClick={() => stopping.mutate(planning)}>
          {say('planning.stop')}
        </Button>
      </Group>
    </div>
  )
}
