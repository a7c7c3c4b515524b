import { Button } from '@mantine/core'
import type { SubjectShape } from '../../client/subjects.ts'
import { useWords } from '../words/words.ts'
import { useDoingsOf } from './doings-of.ts'

/** What the server says may be done with this, as buttons; what is about one of those who answer stands beside them. */
export function Doings({ subject, title }: { subject: SubjectShape; title: string }) {
  const { say } = useWords()
  const doingsOf = useDoingsOf()
  return doingsOf(subject, title).map(({ says, act, first }) => (
    <Button key={says} variant={first ? 'filled' : 'default'} onClick={act}>
      {say(says)}
    </Button>
  ))
}
