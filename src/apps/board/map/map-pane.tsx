import { Button } from '@mantine/core'
import { useElementSize, useMergedRef } from '@mantine/hooks'
import { IconMap } from '@tabler/icons-react'
import { useCallback, useRef, useState } from 'react'
import { Empty } from '../ui/empty.tsx'
import { useWords } from '../words/words.ts'
import classes from './map.module.css'
import { MapTable } from './map-table.tsx'
import { MapView } from './map-view.tsx'
import { useMapAddress } from './use-address.ts'
import { useNodeExtent } from './use-following.ts'
import { boxOfView } from './view.ts'
import { hasWebGL } from './webgl.ts'

/** The map, or the same as a table: for who wishes it so, and where the browser cannot draw. It fills its pane. */
export function MapPane() {
  const { say } = useWords()
  const pane = useRef<HTMLElement>(null)
  const { ref, width, height } = useElementSize()
  const extent = useNodeExtent()
  const { view, table, put } = useMapAddress()
  const [able] = useState(hasWebGL)
  const [stopped, setStopped] = useState(false)
  const stop = useCallback(() => setStopped(true), [])
  const drawn = able && !stopped
  return (
    <section ref={useMergedRef(pane, ref)} className={classes.pane} aria-label={say('map.title')}>
      {drawn && !table ? (
        <MapView pane={pane} extent={extent} stop={stop} />
      ) : (
        <>
          {!drawn && <Empty says={say(able ? 'map.stopped' : 'map.no-webgl')} />}
          <MapTable extent={extent} sight={view && width > 0 ? boxOfView(view, width, height) : null}>
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
