import { decideWarning, useDoing } from '../api/acts.ts'
import { useWords } from '../words/words.ts'
import { Frame } from './frame.tsx'
import { useTell } from './tell.tsx'
import type { ActsAbout, WarningAnswer } from './use-acts.ts'

const BODIES: Readonly<Record<WarningAnswer, { ours: boolean; ends: boolean }>> = {
  ours: { ours: true, ends: false },
  'not-ours': { ours: false, ends: false },
  over: { ours: false, ends: true },
  stays: { ours: false, ends: false },
}

/** Puts a warning in force that is in doubt, or says that it is not ours; and whether what it refers to is over. */
export function DecideWarning({ what, close }: { what: ActsAbout['decideWarning']; close: () => void }) {
  const { say } = useWords()
  const tell = useTell()
  const { id, name, answer } = what
  const deciding = useDoing(['gaps', 'duties', 'callouts', 'warnings'], decideWarning)
  const done = () => {
    tell(say(`act.${answer}.done`))
    close()
  }
  return (
    <Frame
      title={say(`act.${answer}`)}
      says={say(`act.${answer}.says`, { name })}
      does={say(`act.${answer}.do`)}
      ready
      pending={deciding.isPending}
      error={deciding.error}
      onDo={() => deciding.mutate({ id, ...BODIES[answer] }, { onSuccess: done })}
      close={close}
    />
  )
}
