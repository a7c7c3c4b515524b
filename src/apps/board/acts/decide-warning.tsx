import { decideWarning, useDoing } from '../api/acts.ts'
import { useWords } from '../words/words.ts'
import { Frame } from './frame.tsx'
import { useTell } from './tell.tsx'
import type { ActsAbout } from './use-acts.ts'

/** Puts a warning in force of which only the headline speaks of what a playbook answers, or says that it is not ours. */
export function DecideWarning({ what, close }: { what: ActsAbout['decideWarning']; close: () => void }) {
  const { say } = useWords()
  const tell = useTell()
  const { id, name, ours } = what
  const deciding = useDoing(['gaps', 'duties', 'callouts', 'warnings'], decideWarning)
  const done = () => {
    tell(say(ours ? 'act.ours.done' : 'act.not-ours.done'))
    close()
  }
  return (
    <Frame
      title={say(ours ? 'act.ours' : 'act.not-ours')}
      says={say(ours ? 'act.ours.says' : 'act.not-ours.says', { name })}
      does={say(ours ? 'act.ours.do' : 'act.not-ours.do')}
      ready
      pending={deciding.isPending}
      error={deciding.error}
      onDo={() => deciding.mutate({ id, ours }, { onSuccess: done })}
      close={close}
    />
  )
}
