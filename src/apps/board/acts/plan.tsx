import { Button, List, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { planGaps, useDoing } from '../api/acts.ts'
import { decidePlan } from '../api/plans.ts'
import { useTerms } from '../ui/terms.ts'
import { useWords } from '../words/words.ts'
import { Frame } from './frame.tsx'
import { Planning } from './planning.tsx'
import { useTell } from './tell.tsx'
import type { ActsAbout } from './use-acts.ts'

/** Plans at once, since nobody is given anything by it, and then tells what the plan would give and leave. */
export function PlanGaps({ what, close }: { what: ActsAbout['plan']; close: () => void }) {
  const { say } = useWords()
  const terms = useTerms()
  const tell = useDecided()
  const { district, campaign, areas, subjects, n, area } = what
  const [under, setUnder] = useState<string | null>(null)
  const planning = useDoing(['proposals'], (_: null, key) => {
    setUnder(key)
    return planGaps({ district, campaign, ...(areas && { areas }), ...(subjects && { subjects }) }, key)
  })
  const accepting = useDoing(['gaps', 'duties', 'callouts', 'proposals'], (proposal: string, key) =>
    decidePlan({ district, proposal, accept: true }, key),
  )
  // Whoever cancels does not leave a plan waiting that nobody looked at.
  const dropping = useDoing(['proposals'], (proposal: string, key) =>
    decidePlan({ district, proposal, accept: false }, key),
  )
  const begun = useRef(false)
  useEffect(() => {
    if (begun.current) return
    begun.current = true
    planning.mutate(null)
  }, [planning])

  const plan = planning.data
  if (!plan) {
    const error = planning.error ?? null
    return (
      <Frame
        title={say('act.plan')}
        says={error ? undefined : say('act.plan.wait', { n, area })}
        error={error}
        close={close}
      >
        {!error && <Planning district={district} planning={under} />}
      </Frame>
    )
  }
  const { proposal, lines, people, left } = plan
  const accept = (id: string) =>
    accepting.mutate(id, {
      onSuccess(decided) {
        tell(decided)
        close()
      },
    })
  return (
    <Frame
      title={say('act.plan')}
      says={proposal ? say('act.plan.found', { lines, people }) : say('act.plan.none')}
      {...(proposal && { does: say('act.accept.do'), onDo: () => accept(proposal) })}
      pending={accepting.isPending}
      error={accepting.error}
      close={() => {
        if (proposal && accepting.isIdle) dropping.mutate(proposal)
        close()
      }}
      more={
        proposal && (
          <>
            <Button onClick={close}>{say('act.plan.later')}</Button>
            <Button
              component={Link}
              to="/subjects/$kind/$id"
              params={{ kind: 'proposal', id: proposal } as never}
              onClick={close}
            >
              {say('act.plan.look')}
            </Button>
          </>
        )
      }
    >
      {left.length > 0 && (
        <div>
          <Text size="sm" fw={600}>
            {say('act.plan.left')}
          </Text>
          <List size="sm">
            {left.map((l) => (
              <List.Item key={`${l.rule} ${l.reason}`}>
                {say('act.plan.left.n', { n: l.n, rule: terms.rule(l.rule) })}
                <Text size="xs" c="var(--quiet)">
                  {say(`act.none.${l.reason}` as 'act.none.no-capacity-left')}
                </Text>
              </List.Item>
            ))}
          </List>
        </div>
      )}
    </Frame>
  )
}

/** Says what an accepted plan, which may have a name, has given, and how much of it waits on. */
export function useDecided(): (decided: { given: number; overtaken: number; rest: number }, name?: string) => void {
  const { say } = useWords()
  const tell = useTell()
  return ({ given, overtaken, rest }, name) => {
    const parts = [
      say('act.accept.done', { count: given }),
      ...(name ? [name] : []),
      ...(overtaken > 0 ? [say('act.accept.overtaken', { count: overtaken })] : []),
      ...(rest > 0 ? [say('plan.decide.rest', { count: rest })] : []),
    ]
    tell(parts.join(' · '))
  }
}
