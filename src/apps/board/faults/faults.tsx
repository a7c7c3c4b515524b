import { Button, Text } from '@mantine/core'
import { type FlowFault, useFlowFaults, useTryAgain } from '../api/faults.ts'
import { Empty } from '../ui/empty.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Page } from '../ui/page.tsx'
import { Refused } from '../ui/refused.tsx'
import { useWords } from '../words/words.ts'
import { Fault } from './fault.tsx'
import classes from './faults.module.css'

/** What the flow could not do where one looks, each with its reason, and to be tried again. */
export function Faults() {
  const { say } = useWords()
  const faults = useFlowFaults()
  const again = useTryAgain()
  const items = faults.data?.items ?? []
  return (
    <Page
      title={say('faults.title')}
      acts={
        items.length > 1 && (
          <Button variant="default" loading={again.isPending} onClick={() => again.mutate(null)}>
            {say('faults.again.all')}
          </Button>
        )
      }
    >
      <Text size="sm" maw="80ch">
        {say('faults.about')}
      </Text>
      {again.isError && <Refused error={again.error} />}
      {again.data && (
        <Text size="sm" role="status">
          {say('faults.again.done', { count: again.data.count })}
        </Text>
      )}
      <Loaded query={faults}>
        {({ count }) => (
          <>
            {count > items.length && <Text size="sm">{say('faults.more', { shown: items.length, count })}</Text>}
            {items.length === 0 && <Empty says={say('faults.none')} />}
            <ul className={classes.list}>
              {items.map((fault) => (
                <Fault key={keyOf(fault)} fault={fault} again={(wanted) => again.mutate([wanted])} />
              ))}
            </ul>
          </>
        )}
      </Loaded>
    </Page>
  )
}

const keyOf = ({ district, step, item }: FlowFault) => `${district} ${step} ${item}`
