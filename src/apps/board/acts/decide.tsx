import { Loader, Text } from '@mantine/core'
import { useState } from 'react'
import { useDoing } from '../api/acts.ts'
import { decidePlan, usePlanEffect } from '../api/plans.ts'
import { EffectTable } from '../plan/effect.tsx'
import { Refused } from '../ui/refused.tsx'
import { useFormat } from '../words/use-format.ts'
import { useWords } from '../words/words.ts'
import { Frame } from './frame.tsx'
import { useDecided } from './plan.tsx'
import { Reason } from './reason.tsx'
import { RingsSize } from './size.tsx'
import { useTell } from './tell.tsx'
import type { PlanAct } from './use-acts.ts'

/** A plan of so many duties is not accepted without a reason. */
const GRAVE = 1_000

/** Accepts a plan, whole or some lines of it, or refuses it: with what that changes and whose telephones ring. */
export function DecidePlan({ accept, what, close }: { accept: boolean; what: PlanAct; close: () => void }) {
  const { say } = useWords()
  const tell = useTell()
  const tellGiven = useDecided()
  const [reason, setReason] = useState('')
  const { district, proposal, lines, filter, name } = what
  // Of lines that are ticked one by one the reader has seen who they are.
  const effect = usePlanEffect(district, proposal, filter, !lines)
  const grave = accept && (lines?.length ?? effect.data?.lines ?? what.duties) >= GRAVE
  const why = reason.trim()
  const deciding = useDoing(['gaps', 'duties', 'callouts', 'proposals'], (_: null, key) =>
    decidePlan({ district, proposal, accept, lines, filter, reason: why || undefined }, key),
  )
  const done = (decided: Awaited<ReturnType<typeof decidePlan>>) => {
    if (accept) tellGiven(decided, name)
    else {
      const part = lines !== undefined || filter !== undefined
      tell(part ? say('plan.decide.refused', { count: decided.lines }) : named(say('act.refuse.done'), name))
    }
    close()
  }
  return (
    <Frame
      title={named(say(accept ? 'act.accept' : 'act.refuse'), name)}
      says={useSentence(accept, what, effect.data)}
      does={say(accept ? 'act.accept.do' : 'act.refuse.do')}
      ready={!grave || why !== ''}
      pending={deciding.isPending}
      error={deciding.error}
      onDo={() => deciding.mutate(null, { onSuccess: done })}
      close={close}
    >
      {accept && !lines && <Size effect={effect} />}
      {accept && <Text size="sm">{say('act.ten-minutes')}</Text>}
      {accept && <Reason reason={reason} write={setReason} autoFocus={false} required={grave} />}
    </Frame>
  )
}

const named = (says: string, name: string | undefined) => (name ? `${says}: ${name}` : says)

type Effect = ReturnType<typeof usePlanEffect>

function useSentence(accept: boolean, { lines, filter, duties }: PlanAct, effect: Effect['data']): string {
  const { say } = useWords()
  const format = useFormat()
  const part = lines !== undefined || filter !== undefined
  const count = lines?.length ?? effect?.lines ?? duties
  if (part && effect) {
    const of = { count, open: format.number(effect.open) }
    return say(accept ? 'plan.decide.of' : 'plan.decide.refuse', of)
  }
  return accept ? say('act.accept.says', { count }) : say('act.refuse.says')
}

/** Whose telephones ring, who is called later, and how it stands before and after. */
function Size({ effect: { data, error } }: { effect: Effect }) {
  const { say } = useWords()
  if (error) return <Refused error={error} />
  if (!data) return <Loader size="xs" role="status" aria-label={say('act.size.wait')} />
  return (
    <>
      <RingsSize n={data.rings} names={data.names} />
      {data.later > 0 && <Text size="sm">{say('act.size.later', { count: data.later })}</Text>}
      {data.rules.length > 0 && <EffectTable rules={data.rules} waits />}
    </>
  )
}
