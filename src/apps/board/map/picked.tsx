import { Button, CloseButton, Select } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Polygon } from '../../../base/geometry.ts'
import { ACT_LIMIT } from '../../client/acts.ts'
import { useActs } from '../acts/use-acts.ts'
import { useBoard } from '../api/board.ts'
import { allInside, type PlaceInside, usePlacesInside } from '../api/map.ts'
import { usePlaybookWords } from '../api/playbooks.ts'
import { useLooking } from '../looking.ts'
import { Faulty } from '../ui/faulty.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { useTerms } from '../ui/terms.ts'
import { useWords } from '../words/words.ts'
import { KindCounts, sumOf } from './kind-counts.tsx'
import classes from './map.module.css'

/** What was drawn round: how many of which kind in which state, and what may be done for all of them at once. */
export function Picked({ district, polygon, clear }: { district: string; polygon: Polygon; clear: () => void }) {
  const { say } = useWords()
  const inside = usePlacesInside(district, polygon)
  return (
    <section className={classes.picked} aria-label={say('pick.title')}>
      <div className={classes.pickedHead}>
        <h2>{say('pick.title')}</h2>
        <CloseButton size="sm" onClick={clear} aria-label={say('do.close')} />
      </div>
      {district === '' ? (
        <p className={classes.says}>{say('draw.needs-county')}</p>
      ) : (
        <Loaded query={inside}>
          {({ pages: [first] }) => {
            const sum = sumOf(first?.counts ?? {})
            if (!first || sum.n === 0) return <p className={classes.says}>{say('pick.none')}</p>
            return (
              <>
                <p className={classes.says} role="status">
                  {say('pick.count', { count: sum.n })}
                </p>
                <KindCounts counts={first.counts} />
                <ActsOn district={district} polygon={polygon} n={sum.n} unheld={sum.unheld} />
              </>
            )
          }}
        </Loaded>
      )}
    </section>
  )
}

interface Selection {
  district: string
  polygon: Polygon
  n: number
  unheld: number
}

function ActsOn({ district, polygon, n, unheld }: Selection) {
  const { say } = useWords()
  const { at, lane } = useLooking()
  const { data: board } = useBoard()
  const playbook = usePlaybookWords()
  const terms = useTerms()
  const acts = useActs()
  const campaigns = board?.campaigns ?? []
  const [chosen, choose] = useState<string | null>(null)
  const campaign = chosen ?? campaigns[0]?.id ?? null
  const area = say('pick.here')
  const all = useMutation({ mutationFn: () => allInside(district, polygon, lane) })
  /** All of them are read before anything is asked, so that what is said and what is done are about the same. */
  const withAll = (use: (places: PlaceInside[]) => void) =>
    all.mutate(undefined, { onSuccess: (places) => places && use(places) })
  if (at) return <p className={classes.says}>{say('pick.past')}</p>
  return (
    <>
      {unheld === 0 && <p className={classes.says}>{say('pick.no-gaps')}</p>}
      {campaigns.length > 1 && (
        <Select
          mt="sm"
          size="xs"
          allowDeselect={false}
          label={say('kind.campaign')}
          data={campaigns.map((c) => ({
            value: c.id,
            label: `${playbook.name(c.playbook)} · ${terms.level(c.level)}`,
          }))}
          value={campaign}
          onChange={choose}
        />
      )}
      <div className={classes.acts}>
        {campaign && unheld > 0 && (
          <Button
            variant="filled"
            loading={all.isPending}
            onClick={() =>
              withAll((places) => {
                const subjects = places.filter((p) => p.state === 'unheld' || p.state === 'few').map((p) => p.id)
                acts.plan({ district, campaign, subjects, n: subjects.length, area })
              })
            }
          >
            {say('pick.do.plan')}
          </Button>
        )}
        <Button
          loading={all.isPending}
          onClick={() =>
            withAll((places) =>
              acts.giveRole({
                district,
                places: places.map(({ id, name }) => ({ id, name })),
                kinds: [...new Set(places.map((p) => p.kind))],
              }),
            )
          }
        >
          {say('pick.do.give')}
        </Button>
      </div>
      {all.isError && <Faulty error={all.error} />}
      {(all.data === null || n > ACT_LIMIT) && <p className={classes.says}>{say('pick.most', { n: ACT_LIMIT })}</p>}
    </>
  )
}
