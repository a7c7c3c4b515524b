import { TextInput } from '@mantine/core'
import { useWords } from '../words/words.ts'

/** What was told besides, in words of the teller; up to 500 characters. */
export function NoteField({ note, write }: { note: string; write: (note: string) => void }) {
  const { say } = useWords()
  return (
    <TextInput
      label={say('act.record.note')}
      maxLength={500}
      value={note}
      onChange={(event) => write(event.currentTarget.value)}
    />
  )
}
