import { Alert, Button, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { RequestFault } from '../api/request.ts'
import { useWords } from '../words/words.ts'

/** What could not be shown, why, and what helps: never an empty pane that looks like "nothing there". */
export function Faulty({ error, again }: { error: unknown; again?: (() => void) | undefined }) {
  const { say } = useWords()
  const fault = error instanceof RequestFault ? error : null
  const offline = fault?.code === 'OFFLINE'
  return (
    <Alert color="red" variant="light" icon={<IconAlertTriangle />} title={say('fault.title')} role="alert">
      <Text size="sm">{offline ? say('fault.offline') : (fault?.message ?? String(error))}</Text>
      <Text size="sm" c="var(--quiet)">
        {offline ? say('fault.offline.do') : fault?.advice}
        {fault && !offline && <> ({fault.code})</>}
      </Text>
      {again && (
        <Button mt="sm" onClick={again}>
          {say('do.again')}
        </Button>
      )}
    </Alert>
  )
}
