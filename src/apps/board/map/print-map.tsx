import type { Map as MapLibreMap } from 'maplibre-gl'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { useBoard } from '../api/board.ts'
import { usePlaybookWords } from '../api/playbooks.ts'
import { HazardSign } from '../hazard/hazard-sign.tsx'
import { useLooking } from '../looking.ts'
import { Empty } from '../ui/empty.tsx'
import { StateMark } from '../ui/state.tsx'
import { useTerms } from '../ui/terms.ts'
import { useNow } from '../ui/use-now.ts'
import { nameIn } from '../words/format.ts'
import { useFormat } from '../words/use-format.ts'
import { useWords } from '../words/words.ts'
import { DamSample } from './legend.tsx'
import { makeMap } from './make-map.ts'
import classes from './map.module.css'
import { type Scale, scaleOf } from './scale.ts'
import { useMapAddress } from './use-address.ts'
import { startOf, useNodeExtent } from './use-following.ts'
import { useMapStyle, usePalette } from './use-style.ts'

/** The map on a sheet of A3, lying: what, as of when, what the signs mean, and how large it is. Always in light colours. */
export function PrintMap() {
  const { say, lang } = useWords()
  const format = useFormat()
  const { lane } = useLooking()
  const { data: board } = useBoard()
  const now = useNow()
  const playbook = usePlaybookWords()
  const terms = useTerms()
  const sheet = useRef<HTMLDivElement>(null)
  const name = board ? nameIn(lang, board.total) : ''
  const inForce = (board?.campaigns ?? []).map((c) => `${playbook.name(c.playbook)} · ${terms.level(c.level)}`)
  return (
    <div ref={sheet} className={classes.sheet} data-mantine-color-scheme="light">
      <header className={classes.sheetHead}>
        <h1>{name}</h1>
        {lane !== 'actual' && <strong>{say('map-sheet.exercise')}</strong>}
        <p>{inForce.join(', ')}</p>
        <p>{say('map-sheet.as-of', { moment: format.moment(now) })}</p>
      </header>
      <Sheet sheet={sheet} name={name} />
    </div>
  )
}

const BAR_MM = 60
const STATES = ['unheld', 'few', 'late', 'unknown', 'held', 'agreed', 'there', 'free'] as const

function Sheet({ sheet, name }: { sheet: RefObject<HTMLElement | null>; name: string }) {
  const { say } = useWords()
  const format = useFormat()
  const canvas = useRef<HTMLDivElement>(null)
  const { picture, none, scale, attribution } = usePicture(sheet, canvas)
  if (none) return <Empty says={say('map.no-webgl')} />
  return (
    <>
      <div className={classes.sheetMap}>
        <div ref={canvas} className={classes.sheetDraw} aria-hidden="true" />
        {picture ? (
          <img src={picture} alt={`${say('map-sheet.title')}: ${name}`} />
        ) : (
          <p role="status">{say('map-sheet.wait')}</p>
        )}
      </div>
      <footer className={classes.sheetFoot}>
        <ul>
          {STATES.map((state) => (
            <li key={state} className={classes.swatch}>
              <DamSample state={state} />
              <StateMark state={state} named={false} />
              {say(`state.${state}`)}
            </li>
          ))}
          <li className={classes.swatch}>
            <HazardSign muddy={false} />
            {say('hazards.legend')}
          </li>
          <li className={classes.swatch}>
            <HazardSign muddy />
            {say('hazards.legend.muddy')}
          </li>
        </ul>
        <span>{say('map-sheet.north')}</span>
        {scale && (
          <span>
            <span className={classes.scale} style={{ width: `${scale.mm.toFixed(1)}mm` }}>
              {format.distance(scale.metres)}
            </span>{' '}
            1 : {format.number(scale.oneTo)}
          </span>
        )}
        <span>
          {say('map-sheet.by', { name })}
          {attribution && ` ${say('map.base.by', { by: attribution })}`}
        </span>
      </footer>
    </>
  )
}

interface Picture {
  /** Address of the picture; null: it is still being drawn. */
  picture: string | null
  /** This browser cannot draw the map. */
  none: boolean
  scale: Scale | null
  attribution: string
}

const WAITING = { picture: null, none: false, scale: null }

/**
 * The map as a picture. What a graphics card holds is not printed by every browser; a picture is, and one that was taken
 * does not change while somebody chooses the printer.
 */
function usePicture(sheet: RefObject<HTMLElement | null>, canvas: RefObject<HTMLDivElement | null>): Picture {
  const { view, shown } = useMapAddress()
  const extent = useNodeExtent()
  const palette = usePalette(sheet, 'light')
  const { style, attribution } = useMapStyle(palette, shown)
  const [taken, setTaken] = useState<Omit<Picture, 'attribution'>>(WAITING)
  const start = startOf(view, extent.box, canvas.current, false)
  const begin = useRef(start)
  begin.current = start
  const ready = start !== undefined
  useEffect(() => {
    if (!style || !palette || !ready || !canvas.current) return
    const map = makeMap(canvas.current, style, begin.current ?? {}, () => palette, true)
    if (!map) return setTaken({ ...WAITING, none: true })
    let address: string | null = null
    let gone = false
    map.once('idle', () => {
      const scale = scaleOf(map.getZoom(), map.getCenter().lat, BAR_MM)
      void pictureOf(map).then((blob) => {
        if (gone) return
        address = URL.createObjectURL(blob)
        setTaken({ ...WAITING, picture: address, scale })
        map.remove()
      })
    })
    return () => {
      gone = true
      if (address) URL.revokeObjectURL(address)
      else map.remove()
      setTaken(WAITING)
    }
  }, [style, palette, ready, canvas])
  return { ...taken, attribution }
}

function pictureOf(map: MapLibreMap): Promise<Blob> {
  return new Promise((resolve, reject) =>
    map
      .getCanvas()
      .toBlob((blob) => (blob ? resolve(blob) : reject(new Error('the map gave no picture'))), 'image/png'),
  )
}
