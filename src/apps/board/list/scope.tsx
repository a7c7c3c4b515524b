import { Button, Group, Text } from '@mantine/core'
import { useOverview } from '../api/overview.ts'
import { useName } from '../ui/terms.ts'
import { useWords } from '../words/words.ts'
import type { ListAddress } from './address.ts'
import { FilterInput } from './filter-input.tsx'
import classes from './list.module.css'

/** A list that is kept county by county, asked for above them: says so, and offers those where something goes on. */
export function ChooseWhere({ change }: { change: ListAddress['change'] }) {
  const { say } = useWords()
  const name = useName()
  const { data } = useOverview()
  const districts = new Map(data?.campaigns.map((c) => [c.district, c]))
  const choose = (area: string) => change({ area, district: undefined, unit: undefined })
  return (
    <section className={classes.further} aria-label={say('list.scope')}>
      <Text size="sm" mb="sm">
        {say('list.scope.says')}
      </Text>
      <Group gap="sm" mb="sm">
        {[...districts.values()].map((c) => (
          <Button key={c.district} onClick={() => choose(c.district)}>
            {name(c)}
          </Button>
        ))}
      </Group>
      <FilterInput filter={{ key: 'area', kind: 'area' }} list="" value="" set={choose} />
    </section>
  )
}
