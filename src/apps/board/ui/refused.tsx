import { Alert, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { RequestFault } from '../api/request.ts'
import { tellFault } from '../words/faults.ts'
import { useWords } from '../words/words.ts'

/** Why something that was asked for was not done, and what helps. */
export function Refused({ error }: { error: Error }) {
  const { lang } = useWords()
  const fault = error instanceof RequestFault ? error : null
  const told = fault
    ? tellFault(lang, { code: fault.code, says: fault.message, do: fault.advice, details: fault.details })
    : { says: error.message, does: '' }
  return (
    <Alert color="red" variant="light" icon={<IconAlertTriangle />} role="alert">
      <Text size="sm" fw={600}>
        {told.says}
      </Text>
      <Text size="sm">{told.does}</Text>
    </Alert>
  )
}
