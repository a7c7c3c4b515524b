import { Radio, Stack } from '@mantine/core'
import { useHazardsOf } from '../api/hazards.ts'
import { useWords } from '../words/words.ts'
import { useHazardWords } from './hazard-words.ts'

/** Two reports that lie so near may be of one hazard. */
const NEAR_M = 100

/**
 * Asks whether what is reported is one of the hazards that stand on the place already, near the chainage that is given. It is
 * never taken to be: two boils ten metres apart are two.
 */
export function SameHazard({
  district,
  place,
  metres,
  same,
  choose,
}: {
  district: string
  place: string
  metres: number | null
  same: string
  choose: (hazard: string) => void
}) {
  const { say } = useWords()
  const words = useHazardWords()
  const { data } = useHazardsOf(district, place)
  const near = (data?.items ?? []).filter(
    (h) => metres === null || h.chainageM === null || Math.abs(h.chainageM - metres) <= NEAR_M,
  )
  if (near.length === 0) return null
  return (
    <Radio.Group label={say('hazards.same')} value={same} onChange={choose}>
      <Stack gap="xs" pt="xs">
        <Radio value="" label={say('hazards.same.new')} />
        {near.map((h) => (
          <Radio key={h.id} value={h.id} label={`${words.title(h)} · ${words.since(h)} · ${words.state(h)}`} />
        ))}
      </Stack>
    </Radio.Group>
  )
}
