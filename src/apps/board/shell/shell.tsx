import { useMediaQuery } from '@mantine/hooks'
import { Outlet, useRouterState } from '@tanstack/react-router'
import { ActsHost } from '../acts/host.tsx'
import { LiveContext, useLiveLine } from '../api/live.ts'
import { CommentaryPanel } from '../commentary/commentary.tsx'
import { FaultsNotice } from '../faults/notice.tsx'
import { LookingContext, useLookingOfAddress } from '../looking.ts'
import { Search } from '../search/search.tsx'
import { TourInvite } from '../tour/invite.tsx'
import { Tour } from '../tour/tour.tsx'
import { NARROW } from '../ui/narrow.ts'
import { useWords } from '../words/words.ts'
import { Banners } from './banners.tsx'
import { DemoFilling } from './demo-filling.tsx'
import { Header } from './header.tsx'
import classes from './shell.module.css'
import { TimeBar } from './time-bar.tsx'

/** Screens of which any moment can be shown. */
const DATED = /^\/($|subjects\/|lists\/)/

/** What is around every screen: the header above, the moment that is shown below. On paper there is neither. */
export function Shell() {
  return (
    <LookingContext value={useLookingOfAddress()}>
      <Around />
    </LookingContext>
  )
}

function Around() {
  const { say } = useWords()
  const path = useRouterState({ select: (state) => state.location.pathname })
  const live = useLiveLine()
  return (
    <LiveContext value={live}>
      <ActsHost>
        <div className={classes.shell}>
          <a className="skip" href="#content">
            {say('app.skip')}
          </a>
          {path === '/' && <SkipInPicture />}
          <Header />
          <Search />
          <div>
            <Banners />
            <CommentaryPanel />
            <TourInvite />
            <DemoFilling />
            <FaultsNotice />
          </div>
          <main id="content" tabIndex={-1} className={classes.content}>
            <Outlet />
          </main>
          {DATED.test(path) && <TimeBar />}
          <Tour />
        </div>
      </ActsHost>
    </LiveContext>
  )
}

/** Ways past the header to each part of the picture; on a phone one part is there at a time, right below. */
function SkipInPicture() {
  const { say } = useWords()
  const narrow = useMediaQuery(NARROW, false, { getInitialValueInEffect: false })
  if (narrow) return null
  return (
    <>
      <a className="skip" href="#do-next">
        {say('app.skip.next')}
      </a>
      <a className="skip" href="#the-map">
        {say('app.skip.map')}
      </a>
      <a className="skip" href="#where">
        {say('app.skip.where')}
      </a>
    </>
  )
}
