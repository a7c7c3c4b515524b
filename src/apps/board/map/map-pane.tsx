import { Button } from '@mantine/core'
import { useElementSize, useMergedRef } from '@mantine/hooks'
import { IconMap } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { HazardCount } from '../hazard/hazard-count.tsx'
import { Empty } from '../ui/empty.tsx'
import { useWords } from '../words/words.ts'
import classes from './map.module.css'
import { MapTable } from './map-table.tsx'
import { MapView } from './map-view.tsx'
import { useMapAddress } from './use-address.ts'
import { useNodeExtent } from './use-following.ts'
import type { NoMap } from './use-map.ts'
import { boxOfView } from './view.ts'

/** The map, or the same as a table: for who wishes it so, and where the browser cannot draw. It fills its pane. */
export function MapPane() {
  const { say } = useWords()
  const pane = useRef<HTMLElement>(null)
  const { ref, width, height } = useElementSize()
  const extent = useNodeExtent()
  const { view, table, put } = useMapAddress()
  const [none, setNone] = useState<NoMap | null>(null)
  const drawn = none === null
  return (
    <section ref={useMergedRef(pane, ref)} className={classes.pane} aria-label={say('map.title')}>
      {drawn && !table ? (
        <MapView pane={pane} extent={extent} stop={setNone} />
      ) : (
        <>
          {none && <Empty says={say(`map.${none}`)} />}
          <MapTable extent={extent} sight={view && width > 0 ? boxOfView(view, width, height) : null}>
            <HazardCount />
            {drawn && (
              <Button size="compact-sm" leftSection={<IconMap size={16} />} onClick={() => put({ table: false })}>
                {say('map.table.back')}
              </Button>
            )}
          </MapTable>
        </>
      )}
    </section>
  )
}
