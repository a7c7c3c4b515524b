import { decide, useDoing } from '../api/acts.ts'
import { useWords } from '../words/words.ts'
import { Frame } from './frame.tsx'
import { useDecided } from './plan.tsx'
import { useTell } from './tell.tsx'
import type { ActsAbout } from './use-acts.ts'

/** Accepts a plan, whole or some lines of it, or refuses it. */
export function DecidePlan(of: {
  accept: boolean
  what: ActsAbout['acceptProposal'] | ActsAbout['refuseProposal']
  close: () => void
}) {
  const { accept, what, close } = of
  const { say } = useWords()
  const tell = useTell()
  const tellGiven = useDecided()
  const lines = 'lines' in what ? what.lines : undefined
  const deciding = useDoing(['gaps', 'duties', 'callouts', 'proposals'], (_: null) =>
    decide({ district: what.district, proposal: what.proposal, accept, ...(lines && { lines }) }),
  )
  const done = (decided: { given: number; overtaken: number }) => {
    if (accept) tellGiven(decided)
    else tell(say('act.refuse.done'))
    close()
  }
  return (
    <Frame
      title={say(accept ? 'act.accept' : 'act.refuse')}
      says={accept ? say('act.accept.says', { count: lines?.length ?? what.duties }) : say('act.refuse.says')}
      does={say(accept ? 'act.accept.do' : 'act.refuse.do')}
      pending={deciding.isPending}
      error={deciding.error}
      onDo={() => deciding.mutate(null, { onSuccess: done })}
      close={close}
    />
  )
}
