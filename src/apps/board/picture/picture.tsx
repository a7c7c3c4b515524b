import { VisuallyHidden } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconListCheck, IconMap, IconPhoneCall, IconSitemap } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useBoard } from '../api/board.ts'
import { NARROW } from '../ui/narrow.ts'
import { nameIn } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { CallStrip } from './call-strip.tsx'
import { DoNext } from './do-next.tsx'
import { MapSoon } from './map-soon.tsx'
import classes from './picture.module.css'
import { Where } from './where.tsx'

/** The one picture: where, the map, what to do next, and who is being called. On a phone one of them at a time. */
export function Picture() {
  const { say, lang } = useWords()
  const narrow = useMediaQuery(NARROW, false, { getInitialValueInEffect: false })
  const { data: board } = useBoard()
  const here = board ? nameIn(lang, board.total) : ''
  useEffect(() => {
    document.title = here ? `${here} · ${say('app.name')}` : say('app.name')
  }, [here, say])
  return (
    <>
      <VisuallyHidden component="h1">{here ? say('picture.of', { name: here }) : say('shell.picture')}</VisuallyHidden>
      {narrow ? <OneAtATime /> : <AllAtOnce />}
    </>
  )
}

function AllAtOnce() {
  return (
    <div className={classes.desk}>
      <Where />
      <div className={classes.map} data-tour="map" id="the-map" tabIndex={-1}>
        <MapSoon />
      </div>
      <DoNext />
      <CallStrip />
    </div>
  )
}

const TABS = [
  ['next', IconListCheck],
  ['map', IconMap],
  ['where', IconSitemap],
  ['call', IconPhoneCall],
] as const

function OneAtATime() {
  const { say } = useWords()
  const [tab, setTab] = useState<(typeof TABS)[number][0]>('next')
  return (
    <div className={classes.phone}>
      <div className={classes.pane}>
        {tab === 'next' && <DoNext />}
        {tab === 'map' && <MapSoon />}
        {tab === 'where' && <Where />}
        {tab === 'call' && <CallStrip open />}
      </div>
      <nav className={classes.tabs} aria-label={say('tab.bar')}>
        {TABS.map(([key, Icon]) => (
          <button
            type="button"
            key={key}
            className={classes.tab}
            aria-current={tab === key ? 'true' : undefined}
            onClick={() => setTab(key)}
          >
            <Icon size={20} aria-hidden="true" />
            {say(`tab.${key}`)}
          </button>
        ))}
      </nav>
    </div>
  )
}
