import { Button } from '@mantine/core'
import { useTell } from '../acts/tell.tsx'
import { useDoing } from '../api/acts.ts'
import { swapHolder, useOthers } from '../api/plans.ts'
import planClasses from '../plan/plan.module.css'
import { Loading } from '../ui/loading.tsx'
import { Refused } from '../ui/refused.tsx'
import { useFormat } from '../words/use-format.ts'
import { useWords } from '../words/words.ts'

interface OfLine {
  district: string
  proposal: string
  line: string
  close: () => void
}

/** Gives a line of a plan to somebody else, and says so. */
export function useSwap({ district, proposal, line, close }: OfLine) {
  const { say } = useWords()
  const tell = useTell()
  const swapping = useDoing(['proposals'], (holder: string, key) =>
    swapHolder({ district, proposal, line, holder }, key),
  )
  const choose = (holder: string, name: string) =>
    swapping.mutate(holder, {
      onSuccess() {
        tell(say('plan.instead.done', { name }))
        close()
      },
    })
  return { choose, isPending: swapping.isPending, error: swapping.error }
}

/** Who could have a line in its holder's stead, the nearest first, each to be chosen. */
export function OtherHolders({ of, swap }: { of: OfLine; swap: ReturnType<typeof useSwap> }) {
  const { say } = useWords()
  const format = useFormat()
  const others = useOthers(of.district, of.proposal, of.line)
  return (
    <section aria-label={say('plan.instead')}>
      <strong>{say('plan.instead')}</strong>
      <span className={planClasses.quiet}>{say('plan.instead.says')}</span>
      {swap.error && <Refused error={swap.error} />}
      {others.error && <Refused error={others.error} />}
      {others.isPending && <Loading />}
      {others.data?.items.length === 0 && <p>{say('plan.instead.none')}</p>}
      <ul className={planClasses.list}>
        {others.data?.items.map(({ person, name, unit, distanceM, load, ratherNot }) => (
          <li key={person} className={planClasses.bar}>
            <Button size="compact-sm" loading={swap.isPending} onClick={() => swap.choose(person, name)}>
              {say('plan.instead.do', { name })}
            </Button>
            <span>
              {unit && <>{unit.name} · </>}
              {say('act.free.far', { distance: format.distance(distanceM) })}
              {load > 0 && <> · {say('act.free.load', { count: load })}</>}
              {ratherNot && <> · {say('act.free.rather-not')}</>}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
