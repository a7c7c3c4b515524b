import { Alert, Button, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { RequestFault } from '../api/request.ts'
import { tellFault } from '../words/faults.ts'
import { useWords } from '../words/words.ts'

/** What could not be shown, why, and what helps: never an empty pane that looks like "nothing there". */
export function Faulty({ error, again }: { error: unknown; again?: (() => void) | undefined }) {
  const { say, lang } = useWords()
  const fault = error instanceof RequestFault ? error : null
  const offline = fault?.code === 'OFFLINE'
  const told = fault && tellFault(lang, { ...fault, says: fault.message, do: fault.advice })
  return (
    <Alert color="red" variant="light" icon={<IconAlertTriangle />} title={say('fault.title')} role="alert">
      <Text size="sm">{offline ? say('fault.offline') : (told?.says ?? String(error))}</Text>
      <Text size="sm" c="var(--quiet)">
        {offline ? say('fault.offline.do') : told?.does}
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
