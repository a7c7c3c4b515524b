import { Alert, Button, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { GATEWAY, RequestFault } from '../api/request.ts'
import { tellFault } from '../words/faults.ts'
import { useFormat } from '../words/use-format.ts'
import { useWords } from '../words/words.ts'

interface FaultyProps {
  error: unknown
  again?: (() => void) | undefined
  /** When what stands below was read, where a later read failed. */
  shownOf?: Date
}

/** What could not be shown, why, and what helps: never an empty pane that looks like "nothing there". */
export function Faulty({ error, again, shownOf }: FaultyProps) {
  const { say, lang } = useWords()
  const format = useFormat()
  const fault = error instanceof RequestFault ? error : null
  const gateway = fault?.code === GATEWAY
  const offline = gateway || fault?.code === 'OFFLINE'
  const told = fault && tellFault(lang, { ...fault, says: fault.message, do: fault.advice })
  return (
    <Alert
      color="red"
      variant="light"
      icon={<IconAlertTriangle />}
      title={say(shownOf ? 'fault.title.again' : 'fault.title')}
      role="alert"
    >
      <Text size="sm">
        {gateway
          ? say('fault.gateway', { status: String(fault.status) })
          : offline
            ? say('fault.offline')
            : (told?.says ?? String(error))}
      </Text>
      <Text size="sm" c="var(--quiet)">
        {offline ? say('fault.offline.do') : told?.does}
        {fault && !offline && <> ({fault.code})</>}
      </Text>
      {shownOf && <Text size="sm">{say('fault.shown-of', { moment: format.moment(shownOf) })}</Text>}
      {again && (
        <Button mt="sm" onClick={again}>
          {say('do.again')}
        </Button>
      )}
    </Alert>
  )
}
