import { Text } from '@mantine/core'
import { useState } from 'react'
import { decide, useDoing } from '../api/acts.ts'
import { useWords } from '../words/words.ts'
import { Frame } from './frame.tsx'
import { useDecided } from './plan.tsx'
import { Reason } from './reason.tsx'
import { useTell } from './tell.tsx'
import type { ActsAbout } from './use-acts.ts'

/** A plan of so many duties is not accepted without a reason. */
const GRAVE = 1_000

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
  const [reason, setReason] = useState('')
  const lines = 'lines' in what ? what.lines : undefined
  const why = reason.trim()
  const count = lines?.length ?? what.duties
  const grave = accept && count >= GRAVE
  const deciding = useDoing(['gaps', 'duties', 'callouts', 'proposals'], (_: null) =>
    decide({
      district: what.district,
      proposal: what.proposal,
      accept,
      ...(lines && { lines }),
      ...(why && { reason: why }),
    }),
  )
  const done = (decided: { given: number; overtaken: number }) => {
    if (accept) tellGiven(decided)
    else tell(say('act.refuse.done'))
    close()
  }
  return (
    <Frame
      title={say(accept ? 'act.accept' : 'act.refuse')}
      says={accept ? say('act.accept.says', { count }) : say('act.refuse.says')}
      does={say(accept ? 'act.accept.do' : 'act.refuse.do')}
      ready={!grave || why !== ''}
      pending={deciding.isPending}
      error={deciding.error}
      onDo={() => deciding.mutate(null, { onSuccess: done })}
      close={close}
    >
      {accept && <Text size="sm">{say('act.ten-minutes')}</Text>}
      {accept && <Reason reason={reason} write={setReason} autoFocus={false} required={grave} />}
    </Frame>
  )
}
