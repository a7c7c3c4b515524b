import { type Map as MapLibreMap, type MapMouseEvent, Point } from 'maplibre-gl'
import { useEffect, useRef, useState } from 'react'
import { useWords } from '../words/words.ts'
import { SOURCE } from './style-parts.ts'
import { type Thing, thingAt } from './things.ts'

/** What is pointed at, and where on the map; `held`: by a finger, until another is pointed at. */
export interface Pointed {
  thing: Thing
  x: number
  y: number
  held: boolean
}

/** Pixels by which a pointer and a finger may miss. */
const [MOUSE, FINGER] = [3, 14]

/**
 * What is pointed at: by a mouse as it moves, by a finger that taps, or by the cross in the middle while the map is moved
 * by keys. A click or Enter opens it; a finger's first tap only tells, since it cannot point without tapping. `off`: the
 * pointer draws.
 */
export function usePointed(map: MapLibreMap, off: boolean, open: (thing: Thing) => void) {
  const { lang } = useWords()
  const [pointed, setPointed] = useState<Pointed | null>(null)
  const [byKeys, setByKeys] = useState(false)
  const opening = useRef(open)
  opening.current = open

  useEffect(() => {
    if (off) return
    const canvas = map.getCanvas()
    let frame = 0
    let keys = false
    const at = (point: Point, reach: number, held: boolean) => {
      const thing = thingAt(map, point, reach, lang)
      canvas.style.cursor = thing ? 'pointer' : ''
      setPointed(thing && { thing, x: point.x, y: point.y, held })
    }
    const turn = (on: boolean) => {
      keys = on
      setByKeys(on)
    }
    const middle = () => {
      const { clientWidth, clientHeight } = map.getContainer()
      return new Point(clientWidth / 2, clientHeight / 2)
    }
    const onMove = ({ point, originalEvent }: MapMouseEvent) => {
      if (isTouch(originalEvent)) return
      turn(false)
      cancelAnimationFrame(frame)
      frame = requestAnimationFrame(() => at(point, MOUSE, false))
    }
    const onClick = ({ point, originalEvent }: MapMouseEvent) => {
      const thing = thingAt(map, point, isTouch(originalEvent) ? FINGER : MOUSE, lang)
      if (thing && isTouch(originalEvent) && hasPage(thing)) setPointed({ thing, x: point.x, y: point.y, held: true })
      else {
        setPointed(null)
        if (thing) opening.current(thing)
      }
    }
    const onOut = () => setPointed((before) => (before?.held ? before : null))
    const onStart = () => !keys && onOut()
    const onEnd = () => keys && at(middle(), MOUSE, false)
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') setPointed(null)
      else if (event.key === 'Enter') {
        const thing = thingAt(map, middle(), MOUSE, lang)
        if (thing) opening.current(thing)
      } else if (event.key !== 'Tab' && event.key !== 'Shift') {
        turn(true)
        at(middle(), MOUSE, false)
      }
    }
    const onBlur = () => {
      turn(false)
      onOut()
    }
    const heard = [
      map.on('mousemove', onMove),
      map.on('click', onClick),
      map.on('mouseout', onOut),
      map.on('movestart', onStart),
      map.on('moveend', onEnd),
    ]
    canvas.addEventListener('keydown', onKey)
    canvas.addEventListener('blur', onBlur)
    return () => {
      cancelAnimationFrame(frame)
      for (const { unsubscribe } of heard) unsubscribe()
      canvas.removeEventListener('keydown', onKey)
      canvas.removeEventListener('blur', onBlur)
      canvas.style.cursor = ''
      setPointed(null)
    }
  }, [map, off, lang])

  const thing = pointed?.thing ?? null
  const [layer, id] = thing ? featureOf(thing) : [null, null]
  useEffect(() => {
    if (layer === null) return
    const feature = { source: SOURCE, sourceLayer: layer, id }
    map.setFeatureState(feature, { hover: true })
    return () => void (map.getSource(SOURCE) && map.setFeatureState(feature, { hover: false }))
  }, [map, layer, id])
  return { pointed, byKeys }
}

/** The feature that is marked while its thing is pointed at. */
function featureOf(thing: Thing): [layer: string, id: string] | [null, null] {
  if (thing.kind === 'place') return [thing.layer, thing.id]
  if (thing.kind === 'area') return ['areas', thing.code]
  return [null, null]
}

/** Whether it opens a page; what else can be pointed at only brings the map nearer. */
const hasPage = (thing: Thing): boolean => thing.kind === 'place' || thing.kind === 'person' || thing.kind === 'hazard'

const isTouch = (event: Event) => event instanceof PointerEvent && event.pointerType === 'touch'
