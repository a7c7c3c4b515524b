import { Select } from '@mantine/core'
import { useHazardsOf } from '../api/hazards.ts'
import { useWords } from '../words/words.ts'
import { useHazardWords } from './hazard-words.ts'

/** Chooses one of the hazards that stand in a district. */
export function PickHazard({
  district,
  chosen,
  choose,
}: {
  district: string
  chosen: string | null
  choose: (hazard: string | null) => void
}) {
  const { say } = useWords()
  const words = useHazardWords()
  const { data } = useHazardsOf(district, null)
  return (
    <Select
      label={say('act.record.hazard')}
      data={(data?.items ?? []).map((h) => ({
        value: h.id,
        label: `${h.place} · ${words.title(h)} · ${words.since(h)}`,
      }))}
      value={chosen}
      onChange={choose}
      searchable
      required
    />
  )
}
